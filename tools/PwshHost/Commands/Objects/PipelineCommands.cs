using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Unique: drops neighbours that are equal.</summary>
[Cmdlet(VerbsCommon.Get, "Unique")]
public sealed class GetUniqueCommand : PSCmdlet
{
    private PSObject? _last;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter] public SwitchParameter AsString { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        bool isSame = _last is not null && (AsString
            ? string.Equals(_last.ToString(), InputObject.ToString(), StringComparison.Ordinal)
            : LanguagePrimitives.Equals(_last, InputObject));
        if (isSame) return;
        _last = InputObject;
        WriteObject(InputObject);
    }
}

/// <summary>Tee-Object into a variable or a file.</summary>
[Cmdlet("Tee", "Object", DefaultParameterSetName = "File")]
public sealed class TeeObjectCommand : PSCmdlet, IDisposable
{
    private readonly List<PSObject?> _kept = [];
    private StreamWriter? _file;
    private FormattedText? _format;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "File"), Alias("Path")] public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "Variable")] public string? Variable { get; set; }

    [Parameter] public SwitchParameter Append { get; set; }

    protected override void BeginProcessing()
    {
        if (Variable is not null) return;
        _file = new StreamWriter(GetUnresolvedProviderPathFromPSPath(FilePath), Append);
        _format = new FormattedText(this, _file, FormattedText.DefaultWidth(this), noNewline: false);
    }

    protected override void ProcessRecord()
    {
        if (_format is null) _kept.Add(InputObject);
        else _format.Add(InputObject);
        WriteObject(InputObject);
    }

    protected override void EndProcessing()
    {
        _format?.End();
        if (Variable is not null) SessionState.PSVariable.Set(Variable, _kept.Count == 1 ? _kept[0] : _kept.ToArray());
    }

    public void Dispose()
    {
        _format?.Dispose();
        _file?.Dispose();
    }
}
