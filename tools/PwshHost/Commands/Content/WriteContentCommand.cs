using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Set-Content and Add-Content share: a text or byte stream for each target, open until the pipeline ends.</summary>
public abstract class WriteContentCommand : PathCommand, IDisposable
{
    private readonly List<Stream> _files = [];
    private readonly List<IContentWriter> _items = [];

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true), AllowNull, AllowEmptyCollection]
    public object[]? Value { get; set; }

    [Parameter] public SwitchParameter NoNewline { get; set; }

    [Parameter] public SwitchParameter AsByteStream { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    [Parameter, TextEncoding] public Encoding Encoding { get; set; } = TextEncodingAttribute.Default;

    /// <summary>Opens a file for this command's way of writing.</summary>
    protected abstract FileStream Open(string file);

    protected override void BeginProcessing()
    {
        foreach (string path in LiteralPath ?? Path)
        {
            if (ShouldProcess(path, "Set content")) Attempt(path, () => OpenTarget(path));
        }
    }

    protected override void ProcessRecord()
    {
        object?[] values = Value ?? new object?[] { null };
        foreach (Stream file in _files)
        {
            foreach (object? value in values) file.Write(Bytes(value));
        }

        foreach (IContentWriter item in _items) item.Write(new ArrayList(values));
        if (PassThru) WriteObject(values, enumerateCollection: true);
    }

    protected override void EndProcessing() => Close();

    public void Dispose()
    {
        Close();
        GC.SuppressFinalize(this);
    }

    private void OpenTarget(string path)
    {
        string target = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out ProviderInfo provider, out _);
        if (!string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal))
        {
            foreach (IContentWriter writer in InvokeProvider.Content.GetWriter([path], Force, LiteralPath is not null)) _items.Add(writer);
            return;
        }

        IEnumerable<string> files = LiteralPath is null && WildcardPattern.ContainsWildcardCharacters(path) ? FileNames(path, isLiteral: false) : [target];
        foreach (string file in files)
        {
            FileStream stream = Open(file);
            _files.Add(stream);
            if (stream.Length == 0 && !AsByteStream) stream.Write(Encoding.Preamble);
        }
    }

    private byte[] Bytes(object? value)
    {
        if (AsByteStream) return LanguagePrimitives.ConvertTo<byte[]>(value);
        string text = LanguagePrimitives.ConvertTo<string>(value);
        return Encoding.GetBytes(NoNewline ? text : text + Environment.NewLine);
    }

    private void Close()
    {
        foreach (Stream file in _files) file.Dispose();
        foreach (IContentWriter item in _items)
        {
            item.Close();
            item.Dispose();
        }

        _files.Clear();
        _items.Clear();
    }
}

/// <summary>Set-Content.</summary>
[Cmdlet(VerbsCommon.Set, "Content", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
public sealed class SetContentCommand : WriteContentCommand
{
    protected override FileStream Open(string file) => new(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
}

/// <summary>Add-Content.</summary>
[Cmdlet(VerbsCommon.Add, "Content", DefaultParameterSetName = ByPath, SupportsShouldProcess = true)]
public sealed class AddContentCommand : WriteContentCommand
{
    protected override FileStream Open(string file) => new(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
}
