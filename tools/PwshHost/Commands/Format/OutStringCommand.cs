using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Out-String.</summary>
[Cmdlet(VerbsData.Out, "String"), OutputType(typeof(string))]
public sealed class OutStringCommand : PSCmdlet, IDisposable
{
    private readonly StringWriter _text = new();
    private FormattedText? _format;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter] public SwitchParameter Stream { get; set; }

    [Parameter] public int Width { get; set; }

    [Parameter] public SwitchParameter NoNewline { get; set; }

    protected override void BeginProcessing()
        => _format = new FormattedText(this, _text, Width > 0 ? Width : FormattedText.DefaultWidth(this), NoNewline);

    protected override void ProcessRecord() => _format!.Add(InputObject);

    protected override void EndProcessing()
    {
        _format!.End();
        string text = _text.ToString();
        if (!Stream)
        {
            WriteObject(text);
            return;
        }

        if (text.EndsWith('\n')) text = text[..^1];
        if (text.Length > 0 || _text.ToString().Length > 0) WriteObject(text.Split('\n'), enumerateCollection: true);
    }

    public void Dispose()
    {
        _format?.Dispose();
        _text.Dispose();
    }
}
