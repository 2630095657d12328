using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Summaries;

namespace OstreePS.Foundation;

/// <summary>A cmdlet that works on a repository. Without <c>-Repository</c> it is the one that upstream would take.</summary>
public abstract class RepositoryCmdlet : OstreeCmdlet
{
    private readonly Dictionary<string, OstreeRepository> _open = new(StringComparer.Ordinal);
    private string _path = string.Empty;

    /// <summary>The repository: a path, or an object that knows its repository.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [RepositoryArgument]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Repository { get; set; }

    protected override void Bind()
    {
        base.Bind();
        _path = Place ?? Repository ?? OstreeRepository.FindDefault(SessionState.Path.CurrentFileSystemLocation.ProviderPath);
    }

    /// <summary>The repository, where it is named by something that goes before <see cref="Repository"/>; null where it is not.</summary>
    private protected virtual string? Place => null;

    /// <summary>Opens the repository.</summary>
    private protected virtual OstreeRepository Open(string path) => OstreeRepository.Open(path);

    /// <summary>Does the work for one pipeline item.</summary>
    protected abstract Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop);

    protected sealed override Task RunAsync(PipelinePort port, CancellationToken stop)
    {
        if (!_open.TryGetValue(_path, out OstreeRepository? repository))
        {
            _open.Add(_path, repository = Open(_path));
            SummaryUpkeep.Attach(repository);
        }

        return RunAsync(repository, port, stop);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (OstreeRepository repository in _open.Values)
                repository.Dispose();
            _open.Clear();
        }

        base.Dispose(disposing);
    }
}
