using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Configuration;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Configuration;

/// <summary>Removes settings of a repository.</summary>
[Cmdlet(VerbsCommon.Remove, "OstreeConfig", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class RemoveOstreeConfigCommand : ConfigCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigKeyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Key { get; set; } = [];

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Key, async key =>
        {
            ConfigKeyName name = NameOf(key);
            if (await port.ShouldProcessAsync($"{repository.Path} ({name})", "Remove setting"))
            {
                if (new ConfigEditor(repository).Remove(name))
                    await WarnOfModeAsync(repository, name, port);
            }
        });
}
