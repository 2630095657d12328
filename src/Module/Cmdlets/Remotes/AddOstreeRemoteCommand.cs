using System.Collections;
using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Remotes;

/// <summary>Adds a remote.</summary>
[Cmdlet(VerbsCommon.Add, "OstreeRemote", SupportsShouldProcess = true)]
[OutputType(typeof(Remote))]
public sealed class AddOstreeRemoteCommand : RemoteCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = string.Empty;

    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    [Parameter(Position = 2)]
    [ArgumentCompleter(typeof(RefCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Branch { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ContentUrl { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CollectionId { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CustomBackend { get; set; }

    [Parameter]
    public SwitchParameter NoSignatureCheck { get; set; }

    [Parameter]
    public SwitchParameter NoGpgVerify { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] SignVerify { get; set; } = [];

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] GpgImport { get; set; } = [];

    [Parameter]
    [ValidateNotNull]
    public IDictionary? Option { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter IfNotExists { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override async Task RunOnRemotesAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        RequireSense();
        List<KeyValuePair<string, object>> options = [.. Options()];
        (byte[] Bytes, string Name)[] keys = [.. GpgImport.Select(path => (OpenPgpFiles.Read(path), path))];
        RemoteKeyring.RequireKeys(keys);
        if (!await port.ShouldProcessAsync($"{repository.Path} ({Name})", "Add remote"))
            return;
        RemoteConflict conflict = Force ? RemoteConflict.Replace : IfNotExists ? RemoteConflict.Keep : RemoteConflict.Refuse;
        (Remote remote, bool changed) = new RemoteEditor(repository).Add(Name, Url, options, conflict);
        if (keys.Length > 0)
            _ = new RemoteKeyring(repository).Import(remote, keys, []);
        if (!changed)
            await port.WriteVerboseAsync($"The remote '{Name}' is there already, in '{remote.DefinedIn}', and stays as it is.");
        if (PassThru)
            await port.WriteAsync(remote);
    }

    private void RequireSense()
    {
        if (Force && IfNotExists)
            throw Contradiction("-Force and -IfNotExists");
        if (NoSignatureCheck && SignVerify.Length > 0)
            throw Contradiction("-NoSignatureCheck and -SignVerify");
        if (Url is null && CustomBackend is null)
            throw new OstreeException(OstreeFault.InvalidOption, $"The remote '{Name}' has no URL.", Name, "Give -Url, or -CustomBackend for one that another program pulls from.");
        if (CollectionId is not null)
            RefName.ValidateCollection(CollectionId);
        foreach (string branch in Branch)
            RefName.Validate(branch);
    }

    private OstreeException Contradiction(string both)
        => new(OstreeFault.InvalidOption, $"The remote '{Name}' cannot be added with both {both}.", Name, "Give one of them.");

    // In the order of upstream's command.
    private IEnumerable<KeyValuePair<string, object>> Options()
    {
        if (Branch.Length > 0)
            yield return KeyValuePair.Create("branches", (object)Branch);
        if (ContentUrl is not null)
            yield return KeyValuePair.Create("contenturl", (object)ContentUrl);
        if (CustomBackend is not null)
            yield return KeyValuePair.Create("custom-backend", (object)CustomBackend);
        foreach ((string key, object? value) in RemoteOptions.Read(Option))
            yield return KeyValuePair.Create(key, value ?? string.Empty);
        if (NoSignatureCheck || NoGpgVerify)
            yield return KeyValuePair.Create("gpg-verify", (object)false);
        if (NoSignatureCheck)
            yield return KeyValuePair.Create("sign-verify", (object)false);
        foreach (KeyValuePair<string, object> key in RemoteOptions.ReadKeys(SignVerify))
            yield return key;
        if (CollectionId is not null)
            yield return KeyValuePair.Create("collection-id", (object)CollectionId);
    }
}
