using System.Collections.ObjectModel;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;

namespace OstreePS.Core.Repository.Remotes;

/// <summary>A remote as it is configured: a group <c>[remote "NAME"]</c> whose keys are read with upstream's defaults.</summary>
/// <remarks>A key that the remote lacks is looked up in the remote of that name in the parent repository.</remarks>
public sealed class Remote
{
    private const string FileScheme = "file://";
    private readonly KeyFile _file;
    private readonly string _group;
    private readonly Remote? _inherited;

    internal Remote(string name, KeyFile file, string definedIn, string repository, Remote? inherited)
    {
        Name = name;
        DefinedIn = definedIn;
        Repository = repository;
        _file = file;
        _group = GroupOf(name);
        _inherited = inherited;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The path of the repository that has it.</summary>
    public string Repository { get; }

    /// <summary>The file that it is written in; the same as <see cref="Name"/> for a <c>file://</c> URL that stands for itself.</summary>
    public string DefinedIn { get; }

    /// <summary>What is set, in the order of the file, as text without escapes.</summary>
    public IReadOnlyDictionary<string, string> Options
    {
        get
        {
            var options = new OrderedDictionary<string, string>(StringComparer.Ordinal);
            if (_file.HasGroup(_group))
            {
                foreach (string key in _file.Keys(_group))
                    options[key] = _file.GetRaw(_group, key) is var raw && KeyFileValue.Unescape(raw) is { } text ? text : raw;
            }

            return new ReadOnlyDictionary<string, string>(options);
        }
    }

    /// <summary><c>url</c>: where it is; also <c>mirrorlist=URL</c>.</summary>
    public string? Url => Text("url");

    /// <summary><c>contenturl</c>: where its content objects are, when that is somewhere else.</summary>
    public string? ContentUrl => Text("contenturl");

    /// <summary><c>metalink</c>: the URL of a metalink that leads to its summary.</summary>
    public string? Metalink => Text("metalink");

    /// <summary><c>branches</c>: the refs that are pulled when none are named.</summary>
    public IReadOnlyList<string> Branches => List("branches");

    /// <summary><c>proxy</c>: the URL of an HTTP proxy.</summary>
    public string? Proxy => Text("proxy");

    /// <summary><c>gpg-verify</c>; true, and false for a <c>file://</c> URL that stands for itself: commits must bear an OpenPGP signature.</summary>
    public bool GpgVerify => Flag("gpg-verify", !IsUrl(Name));

    /// <summary><c>gpg-verify-summary</c>; false: the summary must bear an OpenPGP signature.</summary>
    public bool GpgVerifySummary => Flag("gpg-verify-summary", fallback: false);

    /// <summary><c>sign-verify</c>: the engines one of which must have signed a commit; none for false, <c>true</c> for any.</summary>
    public IReadOnlyList<string> SignVerify => Engines("sign-verify");

    /// <summary><c>sign-verify-summary</c>: the engines one of which must have signed the summary; none for false, <c>true</c> for any.</summary>
    public IReadOnlyList<string> SignVerifySummary => Engines("sign-verify-summary");

    /// <summary><c>gpgkeypath</c>: files and directories of keys that are trusted besides the remote's keyring.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: it uses both semicolons and commas.</exception>
    public IReadOnlyList<string> GpgKeyPaths
    {
        get
        {
            if (Text("gpgkeypath") is not { } text || !text.Contains(';', StringComparison.Ordinal) || !text.Contains(',', StringComparison.Ordinal))
                return List("gpgkeypath");
            throw new OstreeException(
                OstreeFault.InvalidConfig,
                $"gpgkeypath of the remote '{Name}' in '{DefinedIn}' separates its paths both by semicolons and by commas.",
                $"{_group}.gpgkeypath",
                "Separate them in one way.");
        }
    }

    /// <summary><c>tls-permissive</c>; false: any certificate is accepted.</summary>
    public bool TlsPermissive => Flag("tls-permissive", fallback: false);

    /// <summary><c>tls-ca-path</c>: the certificates to trust in place of the system's.</summary>
    public string? TlsCaPath => Text("tls-ca-path");

    /// <summary><c>tls-client-cert-path</c>: the certificate to show.</summary>
    public string? TlsClientCertificatePath => Text("tls-client-cert-path");

    /// <summary><c>tls-client-key-path</c>: the key of that certificate.</summary>
    public string? TlsClientKeyPath => Text("tls-client-key-path");

    /// <summary><c>http2</c>; true.</summary>
    public bool Http2 => Flag("http2", fallback: true);

    /// <summary><c>collection-id</c>: the collection of its refs.</summary>
    public string? CollectionId => Text("collection-id") is { Length: > 0 } id ? id : null;

    /// <summary><c>unconfigured-state</c>: why nothing can be pulled.</summary>
    public string? UnconfiguredState => Text("unconfigured-state");

    /// <summary><c>custom-backend</c>: the program that pulls in place of OSTree.</summary>
    public string? CustomBackend => Text("custom-backend");

    /// <summary>The file within the repository that holds the keys trusted for it.</summary>
    public string KeyringName => $"{Name}.trustedkeys.gpg";

    internal string CookieJarName => $"{Name}.cookies.txt";

    /// <summary>A setting as text without escapes; null when it is not set.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: it is not UTF-8, or has a wrong escape.</exception>
    public string? Text(string key) => Read(key, static (file, group, name) => file.GetString(group, name)) ?? _inherited?.Text(key);

    /// <summary>A setting that is true or false.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: it is neither.</exception>
    public bool Flag(string key, bool fallback)
        => _file.HasKey(_group, key) ? Read(key, static (file, group, name) => (object)file.GetBoolean(group, name)) is true : _inherited?.Flag(key, fallback) ?? fallback;

    /// <summary>A list, separated by semicolons or, where there are none, by commas; empty when it is not set.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/>: it is not UTF-8, or has a wrong escape.</exception>
    public IReadOnlyList<string> List(string key)
    {
        if (Text(key) is not { } text)
            return [];
        char separator = text.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        return [.. text.Split(separator, StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    /// <summary>Whether a remote's name is a URL of a local repository, which needs no configuration.</summary>
    internal static bool IsUrl(string name) => name.StartsWith(FileScheme, StringComparison.Ordinal);

    /// <summary>A remote that is not configured: a place that was found, under a name of its own.</summary>
    internal static Remote OfPlace(string name, string url, string repository)
    {
        var file = new KeyFile();
        file.FindOrAddGroup(GroupOf(name)).Add(new KeyFileLine("url", url));
        return new Remote(name, file, url, repository, inherited: null);
    }

    internal static string GroupOf(string name) => $"remote \"{name}\"";

    /// <summary>The remote of a group; null for a group that describes none.</summary>
    internal static string? NameOf(string group) => group is ['r', 'e', 'm', 'o', 't', 'e', ' ', '"', _, .., '"'] ? group["remote \"".Length..^1] : null;

    private IReadOnlyList<string> Engines(string key)
    {
        if (Text(key) is not { Length: > 0 } text)
            return [];
        return KeyFileValue.ReadBoolean(text) switch
        {
            true => ["true"],
            false => [],
            null => List(key),
        };
    }

    private T? Read<T>(string key, Func<KeyFile, string, string, T> read)
        where T : class
    {
        if (!_file.HasKey(_group, key))
            return null;
        try
        {
            return read(_file, _group, key);
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.MalformedKeyFile)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The remote '{Name}' in '{DefinedIn}' has a value that is not allowed: {e.Message}", $"{_group}.{key}", e.Remedy, e);
        }
    }
}
