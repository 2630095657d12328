using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Out-File, which <c>&gt;</c> and <c>&gt;&gt;</c> are words for.</summary>
[Cmdlet(VerbsData.Out, "File", DefaultParameterSetName = "ByPath", SupportsShouldProcess = true)]
public sealed class OutFileCommand : PSCmdlet, IDisposable
{
    private StreamWriter? _file;
    private FormattedText? _format;

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "ByPath"), Alias("Path")] public string FilePath { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "ByLiteralPath"), Alias("PSPath", "LP")] public string? LiteralPath { get; set; }

    [Parameter(Position = 1), TextEncoding] public Encoding Encoding { get; set; } = TextEncodingAttribute.Default;

    [Parameter] public SwitchParameter Append { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter, Alias("NoOverwrite")] public SwitchParameter NoClobber { get; set; }

    [Parameter] public int Width { get; set; }

    [Parameter] public SwitchParameter NoNewline { get; set; }

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    protected override void BeginProcessing()
    {
        string path = GetUnresolvedProviderPathFromPSPath(LiteralPath ?? FilePath);
        if (!ShouldProcess(path, "Output to file")) return;
        FileMode mode = Append ? FileMode.Append : NoClobber ? FileMode.CreateNew : FileMode.Create;
        try
        {
            _file = new StreamWriter(new FileStream(path, mode, FileAccess.Write, FileShare.ReadWrite), Encoding);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(new ErrorRecord(failure, "FileOpenFailure", ErrorCategory.OpenError, path));
        }

        _format = new FormattedText(this, _file!, Width > 0 ? Width : FormattedText.DefaultWidth(this), NoNewline);
    }

    protected override void ProcessRecord() => _format?.Add(InputObject);

    protected override void EndProcessing()
    {
        _format?.End();
        _file?.Flush();
    }

    public void Dispose()
    {
        _format?.Dispose();
        _file?.Dispose();
    }
}
