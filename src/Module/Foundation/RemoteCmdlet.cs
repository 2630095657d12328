using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;

namespace OstreePS.Foundation;

/// <summary>A cmdlet about the remotes of a repository.</summary>
public abstract class RemoteCmdlet : RepositoryCmdlet
{
    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? RemotesDirectory { get; set; }

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Sysroot { get; set; }

    private protected sealed override string? Place => Sysroot is null ? null : OstreeRepository.PathInSysroot(Sysroot);

    private protected sealed override OstreeRepository Open(string path) => Sysroot is null ? base.Open(path) : OstreeRepository.OpenSysroot(Sysroot);

    /// <summary>Does the work for one pipeline item, on a repository that knows its directory for remotes.</summary>
    protected abstract Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop);

    protected sealed override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        if (RemotesDirectory is not null)
            repository.RemotesDirectory = RemotesDirectory;
        return RunOnRemotesAsync(repository, port, stop);
    }
}
