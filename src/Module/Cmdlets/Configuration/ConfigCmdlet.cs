using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository.Configuration;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Configuration;

/// <summary>A cmdlet about settings: <c>group.key</c>, or the key alone with its group named.</summary>
public abstract class ConfigCmdlet : RepositoryCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigGroupCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Group { get; set; }

    protected ConfigKeyName NameOf(string key) => Group is null ? ConfigKeyName.Parse(key) : new ConfigKeyName(Group, key);
}
