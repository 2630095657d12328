using System.Management.Automation;
using System.Text;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Signatures;

/// <summary>Adds OpenPGP keys to those that are trusted for a remote.</summary>
[Cmdlet(VerbsData.Import, "OstreeRemoteKey", SupportsShouldProcess = true, DefaultParameterSetName = InputSet)]
[OutputType(typeof(OpenPgpKeyInfo))]
public sealed class ImportOstreeRemoteKeyCommand : RemoteCmdlet
{
    private const string PathSet = "Path";
    private const string InputSet = "InputObject";
    private const string HomeSet = "GpgHomedir";

    private readonly List<string> _lines = [];
    private OstreeRepository? _repository;

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(RemoteCompleter))]
    [ValidateNotNullOrEmpty]
    public string Remote { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1, ParameterSetName = PathSet)]
    [Alias("LiteralPath")]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true)]
    [AllowEmptyString]
    public PSObject? InputObject { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = HomeSet)]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpgHomedir { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] KeyId { get; set; } = [];

    protected override async Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        _repository = repository;
        switch (InputObject?.BaseObject)
        {
            case null:
                await ImportAsync(repository, [.. (GpgHomedir is null ? Path : OpenPgpFiles.InHome(GpgHomedir)).Select(path => (OpenPgpFiles.Read(path), path))], port);
                break;
            case FileInfo file:
                await ImportAsync(repository, [(OpenPgpFiles.Read(file.FullName), file.FullName)], port);
                break;
            case byte[] bytes:
                await ImportAsync(repository, [(bytes, "the pipeline")], port);
                break;
            case var line:
                _lines.Add(line.ToString() ?? string.Empty);
                break;
        }
    }

    // The lines of an armoured key come one by one through the pipeline.
    protected override Task FinishAsync(PipelinePort port, CancellationToken stop)
        => _lines.Count == 0 ? Task.CompletedTask : ImportAsync(_repository!, [(Encoding.UTF8.GetBytes(string.Join('\n', _lines)), "the pipeline")], port);

    private async Task ImportAsync(OstreeRepository repository, IReadOnlyList<(byte[] Bytes, string Name)> sources, PipelinePort port)
    {
        if (sources.Count == 0)
            throw new OstreeException(OstreeFault.InvalidSigningKey, $"There is no keyring in '{GpgHomedir}'.", GpgHomedir, "Name the home directory of GnuPG, which has a pubring.kbx or pubring.gpg.");
        Remote remote = new RemoteStore(repository).Get(Remote);
        if (!await port.ShouldProcessAsync($"{repository.Path} ({remote.Name})", $"Trust the keys of {string.Join(", ", sources.Select(source => source.Name))}"))
            return;
        (IReadOnlyList<OpenPgpKeyInfo> keys, int added) = new RemoteKeyring(repository).Import(remote, sources, KeyId);
        await port.WriteVerboseAsync($"{keys.Count} keys imported for '{remote.Name}', {added} of them new.");
        await port.WriteAllAsync(keys);
    }
}
