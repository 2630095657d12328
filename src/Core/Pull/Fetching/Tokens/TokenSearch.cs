using System.Globalization;
using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Pull.Fetching.Tokens;

/// <summary>Finds the one object that a URI names, and tells what hinders it: no module, no token, a wrong PIN, no object, more than one.</summary>
internal sealed class TokenSearch
{
    /// <summary>What OpenSSL's engine takes for a module; it is asked for the key afterwards, so that both must look at the same tokens.</summary>
    private const string EngineVariable = "PKCS11_MODULE_PATH";

    /// <summary>The same for OpenSSL's provider.</summary>
    private const string ProviderVariable = "PKCS11_PROVIDER_MODULE";

    /// <summary>All modules of the system in one: p11-kit's proxy by its two names.</summary>
    private static readonly string[] Proxies = ["p11-kit-proxy.so", "libp11-kit.so.0"];

    private readonly TokenUri _uri;
    private readonly CryptokiModule _module;

    private TokenSearch(TokenUri uri, CryptokiModule module)
    {
        _uri = uri;
        _module = module;
    }

    internal static TokenObject FindCertificate(TokenUri uri)
        => new TokenSearch(uri, Load(uri)).Find("certificate", "cert", CryptokiModule.CertificateClass, CryptokiModule.ValueAttribute, isPrivate: false);

    internal static TokenObject FindKey(TokenUri uri)
        => new TokenSearch(uri, Load(uri)).Find("private key", "private", CryptokiModule.PrivateKeyClass, CryptokiModule.KeyTypeAttribute, isPrivate: true);

    private static CryptokiModule Load(TokenUri uri)
    {
        string? named = uri.ModulePath ?? Variable(EngineVariable) ?? Variable(ProviderVariable);
        if (named is not null)
        {
            return CryptokiModule.TryLoad(named)
                ?? throw new OstreeException(OstreeFault.InvalidConfig, $"There is no PKCS #11 module '{named}'.", named, $"Correct module-path in the URI, or {EngineVariable} in the environment.");
        }

        foreach (string proxy in Proxies)
        {
            if (CryptokiModule.TryLoad(proxy) is { } module)
                return module;
        }

        throw new OstreeException(OstreeFault.InvalidConfig, $"The URI '{uri.Shown}' needs p11-kit, which is not installed.", uri.Shown, "Install p11-kit (Debian: p11-kit-modules; Fedora: p11-kit), or name a module with module-path in the URI.");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private TokenObject Find(string kind, string type, nuint objectClass, nuint content, bool isPrivate)
    {
        if (_uri.Type is { } asked && !string.Equals(asked, type, StringComparison.Ordinal))
            throw _uri.Fault($"asks for type={asked} where a {kind} (type={type}) is needed");
        List<(nuint Slot, CryptokiToken Token)> tokens = [.. _module.Slots().Select(slot => (slot, Token: _module.Token(slot))).Where(at => IsMeant(at.Token))];
        if (tokens.Count == 0)
            throw new OstreeException(OstreeFault.InvalidConfig, $"No token fits the URI '{_uri.Shown}'.", _uri.Shown, "Plug it in, correct the URI, or make its module known to p11-kit; 'p11-kit list-modules' shows the tokens there are.");
        byte[]? pin = _uri.ReadPin();
        // Whoever tries a PIN on every token there is locks those that it is not for.
        if (pin is not null && tokens.Count > 1)
            throw new OstreeException(OstreeFault.InvalidConfig, $"Several tokens fit the URI '{_uri.Shown}', and a PIN is for one only.", _uri.Shown, "Name the token with token= or serial=.");
        var found = new List<TokenObject>();
        foreach ((nuint slot, CryptokiToken token) in tokens)
        {
            foreach (TokenObject candidate in FindIn(slot, token, pin, objectClass, content, isPrivate))
            {
                if (!found.Exists(candidate.IsSameAs))
                    found.Add(candidate);
            }
        }

        return found.Count switch
        {
            0 => throw new OstreeException(OstreeFault.InvalidConfig, $"The token has no {kind} that fits the URI '{_uri.Shown}'.", _uri.Shown, "Correct object= or id=; 'pkcs11-tool --list-objects --login' shows what a token holds."),
            1 => found[0],
            _ => throw new OstreeException(OstreeFault.InvalidConfig, string.Create(CultureInfo.InvariantCulture, $"{found.Count} objects of the kind '{kind}' fit the URI '{_uri.Shown}'."), _uri.Shown, "Name one with token=, object= and id=."),
        };
    }

    private List<TokenObject> FindIn(nuint slot, CryptokiToken token, byte[]? pin, nuint objectClass, nuint content, bool isPrivate)
    {
        nuint session = _module.OpenSession(slot);
        try
        {
            if (token.IsLoginRequired && (pin is not null || isPrivate))
                Login(session, token, pin);
            List<(nuint, byte[])> wanted = [(CryptokiModule.ClassAttribute, Number(objectClass))];
            if (_uri.Label is { } label)
                wanted.Add((CryptokiModule.LabelAttribute, label));
            if (_uri.Id is { } id)
                wanted.Add((CryptokiModule.IdAttribute, id));
            return [.. _module.Find(session, wanted).Select(found => new TokenObject(
                token,
                _module.Attribute(session, found, CryptokiModule.IdAttribute),
                _module.Attribute(session, found, CryptokiModule.LabelAttribute),
                _module.Attribute(session, found, content)))];
        }
        finally
        {
            _module.CloseSession(session);
        }
    }

    private void Login(nuint session, CryptokiToken token, byte[]? pin)
    {
        if (pin is null && !token.HasKeypad)
            throw new OstreeException(OstreeFault.InvalidConfig, $"The token '{token.Label}' demands a PIN, and the URI '{_uri.Shown}' has none.", _uri.Shown, "Add ?pin-source=file:/PATH with the path of a file that holds the PIN, or ?pin-value=PIN.");
        // A login is one of the whole process: after the first, a module does not look at a PIN again.
        nuint result = _module.Login(session, pin);
        string? reason = (ulong)result switch
        {
            0 or (ulong)CryptokiModule.AlreadyLoggedIn => null,
            0xA0 => "the PIN is wrong",
            0xA1 or 0xA2 => "no PIN can be like that",
            0xA3 => "the PIN has expired",
            0xA4 => "the PIN is locked, after too many wrong ones",
            0x102 => "no PIN has been set on it yet",
            ulong code => string.Create(CultureInfo.InvariantCulture, $"its module answers with code 0x{code:x}"),
        };
        if (reason is not null)
            throw new OstreeException(OstreeFault.InvalidConfig, $"The token '{token.Label}' does not let us in: {reason}.", _uri.Shown, "Correct pin-source or pin-value in the URI; a token may lock itself after a few wrong PINs.");
    }

    private bool IsMeant(CryptokiToken token)
        => token.IsInitialized && Fits(_uri.Token, token.Label) && Fits(_uri.Manufacturer, token.Manufacturer) && Fits(_uri.Model, token.Model) && Fits(_uri.Serial, token.Serial);

    private static bool Fits(string? wanted, string found) => wanted is null || string.Equals(wanted.TrimEnd(' '), found, StringComparison.Ordinal);

    private static byte[] Number(nuint value) => MemoryMarshal.AsBytes(new ReadOnlySpan<nuint>(in value)).ToArray();
}
