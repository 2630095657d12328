using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Configuration;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Configuration;

/// <summary>Reads settings of a repository.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeConfig")]
[OutputType(typeof(ConfigEntry))]
public sealed class GetOstreeConfigCommand : ConfigCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ConfigKeyCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Key { get; set; } = ["*"];

    [Parameter]
    public SwitchParameter All { get; set; }

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        var editor = new ConfigEditor(repository);
        return port.ForEachAsync(Key, async key =>
        {
            if (WildcardPattern.ContainsWildcardCharacters(key))
                await port.WriteAllAsync(editor.List(All).Where(Matches(key)));
            else
                await port.WriteAsync(All ? editor.List(All).FirstOrDefault(IsNamed(NameOf(key))) ?? editor.Get(NameOf(key)) : editor.Get(NameOf(key)));
        });
    }

    private Func<ConfigEntry, bool> Matches(string key)
    {
        var pattern = WildcardPattern.Get(key, WildcardOptions.CultureInvariant);
        return entry => Group is null ? pattern.IsMatch(entry.Name) : string.Equals(entry.Group, Group, StringComparison.Ordinal) && pattern.IsMatch(entry.Key);
    }

    private static Func<ConfigEntry, bool> IsNamed(ConfigKeyName name)
        => entry => string.Equals(entry.Group, name.Group, StringComparison.Ordinal) && string.Equals(entry.Key, name.Key, StringComparison.Ordinal);
}
