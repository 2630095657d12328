using System.Collections;
using System.Management.Automation;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Configuration;
using OstreePS.Core.Stores;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Configuration;

/// <summary>Changes a setting of a repository.</summary>
[Cmdlet(VerbsCommon.Set, "OstreeConfig", SupportsShouldProcess = true)]
[OutputType(typeof(ConfigEntry))]
public sealed class SetOstreeConfigCommand : ConfigCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigKeyCompleter))]
    [ValidateNotNullOrEmpty]
    public string Key { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConfigValueCompleter))]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        ConfigKeyName name = NameOf(Key);
        object value = Plain(Value!);
        if (!await port.ShouldProcessAsync($"{repository.Path} ({name})", $"Set to {(value is string[] list ? string.Join(", ", list) : value)}"))
            return;
        (ConfigEntry entry, bool changed) = new ConfigEditor(repository).Set(name, value);
        if (changed)
            await WarnOfModeAsync(repository, name, port);
        if (changed && IsUnheardOf(name))
            await port.WriteWarningAsync($"'{name}' is not a setting that OSTree knows, so that it may have no effect; Get-OstreeConfig -All lists those.");
        if (PassThru)
            await port.WriteAsync(entry);
    }

    // Programs on top of OSTree keep settings of their own in its groups, with a prefix: xa.title. In groups of their own they may do as they like.
    private static bool IsUnheardOf(ConfigKeyName name)
        => KnownSetting.Find(name) is null && !name.Key.Contains('.', StringComparison.Ordinal) && KnownSetting.All.Any(known => string.Equals(known.Name.Group, name.Group, StringComparison.Ordinal));

    private static object Plain(object value)
    {
        object bare = PlainValue(value);
        return bare switch
        {
            SwitchParameter flag => flag.IsPresent,
            RepositoryMode mode => mode.ToConfigName(),
            string text => text,
            IEnumerable items => items.Cast<object?>().Select(item => item?.ToString() ?? string.Empty).ToArray(),
            _ => bare,
        };
    }

    private static object PlainValue(object value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
