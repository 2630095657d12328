using System.Management.Automation;
using System.Security.Cryptography;

namespace Microsoft.PowerShell.Commands;

/// <summary>What Get-FileHash returns.</summary>
public sealed record FileHashInfo(string Algorithm, string Hash, string? Path);

/// <summary>Get-FileHash.</summary>
[Cmdlet(VerbsCommon.Get, "FileHash", DefaultParameterSetName = ByPath), OutputType(typeof(FileHashInfo))]
public sealed class GetFileHashCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath, ValueFromPipelineByPropertyName = true), Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = "Stream")] public Stream? InputStream { get; set; }

    [Parameter, ValidateSet("SHA1", "SHA256", "SHA384", "SHA512", "MD5")] public string Algorithm { get; set; } = "SHA256";

    protected override void ProcessRecord()
    {
        if (InputStream is not null)
        {
            WriteObject(Hash(InputStream, file: null));
            return;
        }

        foreach (string path in LiteralPath ?? Path)
        {
            Attempt(path, () =>
            {
                foreach (string file in FileNames(path, LiteralPath is not null))
                {
                    using FileStream content = File.OpenRead(file);
                    WriteObject(Hash(content, file));
                }
            });
        }
    }

    private FileHashInfo Hash(Stream content, string? file)
        => new(Algorithm, Convert.ToHexString(CryptographicOperations.HashData(new HashAlgorithmName(Algorithm), content)), file);
}
