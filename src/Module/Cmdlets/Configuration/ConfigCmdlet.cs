using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Configuration;
using OstreePS.Core.Stores;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Configuration;

/// <summary>A cmdlet about settings: <c>group.key</c>, or the key alone with its group named.</summary>
public abstract class ConfigCmdlet : RepositoryCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigGroupCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Group { get; set; }

    /// <summary>Warns when a change gave a repository that has objects another mode: without <c>core.mode</c> it is <c>bare</c>.</summary>
    protected static async Task WarnOfModeAsync(OstreeRepository repository, ConfigKeyName name, PipelinePort port)
    {
        if (name is { Group: "core", Key: "mode" })
            await port.WriteWarningAsync($"Objects that '{repository.Path}' has already stay in the form of mode {repository.Mode.ToConfigName()}.");
    }

    protected ConfigKeyName NameOf(string key) => Group is null ? ConfigKeyName.Parse(key) : new ConfigKeyName(Group, key);
}
