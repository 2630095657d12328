using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Provider;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Content.</summary>
[Cmdlet(VerbsCommon.Get, "Content", DefaultParameterSetName = ByPath)]
public sealed class GetContentCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter] public SwitchParameter Raw { get; set; }

    [Parameter] public SwitchParameter AsByteStream { get; set; }

    [Parameter, Alias("First", "Head")] public long TotalCount { get; set; } = -1;

    [Parameter, Alias("Last")] public int Tail { get; set; } = -1;

    [Parameter, TextEncoding] public Encoding Encoding { get; set; } = TextEncodingAttribute.Default;

    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path)
        {
            Attempt(path, () =>
            {
                IEnumerable<string> files = GetFiles(path, out bool isFileSystem);
                if (isFileSystem) foreach (string file in files) Attempt(file, () => Read(file));
                else ReadFromProvider(path);
            });
        }
    }

    private IEnumerable<string> GetFiles(string path, out bool isFileSystem)
    {
        ProviderInfo provider;
        IEnumerable<string> files = LiteralPath is null
            ? GetResolvedProviderPathFromPSPath(path, out provider)
            : [SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _)];
        isFileSystem = string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal);
        return files;
    }

    private void Read(string file)
    {
        if (!File.Exists(file) && !Directory.Exists(file))
            throw new ItemNotFoundException($"Cannot find path '{file}' because it does not exist.");
        if (AsByteStream)
        {
            byte[] bytes = File.ReadAllBytes(file);
            WriteObject(bytes, enumerateCollection: !Raw);
        }
        else if (Raw)
        {
            string text = File.ReadAllText(file, Encoding);
            if (text.Length > 0) WriteObject(text);
        }
        else
        {
            IEnumerable<string> lines = File.ReadLines(file, Encoding);
            if (TotalCount >= 0) lines = lines.Take((int)Math.Min(TotalCount, int.MaxValue));
            if (Tail >= 0) lines = lines.TakeLast(Tail);
            foreach (string line in lines) WriteObject(line);
        }
    }

    private void ReadFromProvider(string path)
    {
        foreach (IContentReader reader in InvokeProvider.Content.GetReader([path], force: false, LiteralPath is not null))
        {
            using (reader)
                for (IList block = reader.Read(0); block is { Count: > 0 }; block = reader.Read(0)) WriteObject(block, enumerateCollection: true);
        }
    }
}
