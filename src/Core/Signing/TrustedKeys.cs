using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing;

/// <summary>Which public keys of an engine are trusted, and which are revoked; a key that is both is not trusted.</summary>
/// <remarks>
/// Keys stand in the config, in a file, or in <c>trusted.ENGINE</c>, <c>trusted.ENGINE.d/*</c>, <c>revoked.ENGINE</c> and
/// <c>revoked.ENGINE.d/*</c> of <c>/etc/ostree</c> and <c>/usr/share/ostree</c>. The directories are read only where no key was given.
/// </remarks>
public sealed class TrustedKeys
{
    private static readonly string[] s_directories = ["/etc/ostree", "/usr/share/ostree"];

    private readonly KeyForm _form;
    private readonly List<byte[]> _trusted = [];
    private readonly List<byte[]> _revoked = [];

    internal TrustedKeys(KeyForm form) => _form = form;

    internal string Engine => _form.Engine;

    internal bool IsEmpty => _trusted.Count == 0;

    /// <summary>The trusted keys that are not revoked.</summary>
    internal IEnumerable<byte[]> Usable => _trusted.Where(key => !_revoked.Exists(revoked => revoked.AsSpan().SequenceEqual(key)));

    /// <summary>The keys that were revoked.</summary>
    internal IReadOnlyList<byte[]> RevokedKeys => _revoked;

    /// <summary>The keys of the directories.</summary>
    /// <param name="engine"><c>ed25519</c> or <c>spki</c>.</param>
    /// <param name="directory">The one directory to look in; null for the system's.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.SignatureUntrusted"/>: there is no trusted key at all.</exception>
    public static TrustedKeys FromDirectories(string engine, string? directory = null)
    {
        var keys = new TrustedKeys(KeyForm.Of(engine));
        keys.LoadDirectories(directory);
        return keys;
    }

    /// <summary>The keys of a file.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidSigningKey"/> or a fault of the file system.</exception>
    public static TrustedKeys FromFile(string engine, string path)
    {
        var keys = new TrustedKeys(KeyForm.Of(engine));
        keys.AddFile(path);
        return keys;
    }

    /// <summary>Keys as text, each as the config would hold it.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidSigningKey"/>.</exception>
    public static TrustedKeys FromText(string engine, params IEnumerable<string> texts)
    {
        var keys = new TrustedKeys(KeyForm.Of(engine));
        foreach (string text in texts)
            keys.AddText(text);
        return keys;
    }

    internal void AddText(string text) => Add(_trusted, _form.FromText(text));

    internal void AddFile(string path)
    {
        if (!Load(path, _trusted))
            throw new OstreeException(OstreeFault.InvalidSigningKey, $"'{path}' holds no key of the engine '{Engine}'.", path, _form.Expected);
    }

    internal void LoadDirectories(string? directory)
    {
        bool any = false;
        string unusable = string.Empty;
        string[] bases = directory is null ? s_directories : [directory];
        foreach (string path in bases.SelectMany(@base => Files(@base, "trusted")))
        {
            bool isLoaded = TryLoad(path, _trusted, out string? reason);
            any |= isLoaded;
            if (!isLoaded)
                unusable = $" ({reason ?? $"'{path}' holds no key of the engine"})";
        }

        if (!any)
        {
            throw new OstreeException(
                OstreeFault.SignatureUntrusted,
                $"No key of the engine '{Engine}' is trusted: there is none in {string.Join(" or ", bases)}{unusable}.",
                Engine,
                $"Name the key in the remote's setting verification-{Engine}-key or verification-{Engine}-file, or put it into {bases[0]}/trusted.{Engine}.");
        }

        foreach (string path in bases.SelectMany(@base => Files(@base, "revoked")))
            _ = TryLoad(path, _revoked, out _);
    }

    private IEnumerable<string> Files(string @base, string kind)
    {
        string path = Path.Join(@base, $"{kind}.{Engine}");
        if (File.Exists(path))
            yield return path;
        if (Directory.Exists(path + ".d"))
        {
            foreach (string entry in Directory.EnumerateFiles(path + ".d"))
                yield return entry;
        }
    }

    // Of the directories, upstream passes over the file that it cannot read, and keeps the keys before what is wrong in it.
    private bool TryLoad(string path, List<byte[]> target, out string? reason)
    {
        reason = null;
        try
        {
            return Load(path, target);
        }
        catch (OstreeException e) when (e.Fault is OstreeFault.InvalidSigningKey or OstreeFault.PermissionDenied or OstreeFault.PathNotFound or OstreeFault.NotSupported)
        {
            reason = e.Message.TrimEnd('.');
            return false;
        }
    }

    private bool Load(string path, List<byte[]> target)
    {
        bool any = false;
        foreach (byte[] key in _form.ReadPublic(KeyText.ReadFile(path), path).Where(_form.IsPlausible))
        {
            Add(target, key);
            any = true;
        }

        return any;
    }

    private static void Add(List<byte[]> target, byte[] key)
    {
        // The newest key is tried first, as upstream does.
        if (!target.Exists(other => other.AsSpan().SequenceEqual(key)))
            target.Insert(0, key);
    }
}
