using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing.Dummy;
using OstreePS.Core.Signing.Ed25519;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Core.Signing.Spki;

namespace OstreePS.Core.Signing;

/// <summary>Makes verifiers from the keys that they are to trust.</summary>
public static class Verifiers
{
    /// <summary>A verifier of <c>ed25519</c>, <c>spki</c> or <c>dummy</c>.</summary>
    public static SignatureVerifier Of(TrustedKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Engine switch
        {
            SignatureEngine.Ed25519 => new Ed25519Verifier(keys),
            SignatureEngine.Spki => new SpkiVerifier(keys),
            _ => new DummyVerifier(keys),
        };
    }

    /// <summary>A verifier of <c>ed25519</c>, <c>spki</c> or <c>dummy</c> that trusts the keys of the system's directories, which are read when they are needed.</summary>
    public static SignatureVerifier Of(string engine) => Of(new TrustedKeys(KeyForm.Of(engine)));

    /// <summary>A verifier of <c>ed25519</c>, <c>spki</c> or <c>dummy</c> that trusts the keys that a remote names, or those of the system's directories when it names none.</summary>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.InvalidSigningKey"/>: a key cannot be read.</exception>
    public static SignatureVerifier Of(Remote remote, string engine)
    {
        ArgumentNullException.ThrowIfNull(remote);
        return Of(SignaturePolicy.KeysOf(remote, engine, required: false));
    }

    /// <summary>
    /// A verifier of OpenPGP that trusts the keyring of a remote and its <c>gpgkeypath</c>; when the remote has no keyring, the
    /// global ones take its place.
    /// </summary>
    /// <exception cref="Diagnostics.OstreeException">A keyring cannot be read.</exception>
    public static SignatureVerifier OpenPgpOf(OstreeRepository repository, Remote remote) => new OpenPgpVerifier(KeyringSources.ForRemote(repository, remote));

    /// <summary>A verifier of OpenPGP that trusts the keyrings of all remotes and the global ones: what upstream takes to look at a commit that is there already.</summary>
    /// <exception cref="Diagnostics.OstreeException">A keyring cannot be read.</exception>
    public static SignatureVerifier OpenPgpOf(OstreeRepository repository) => new OpenPgpVerifier(KeyringSources.ForAllRemotes(repository));

    /// <summary>A verifier of OpenPGP that trusts the keys of files and of GnuPG's home directories.</summary>
    /// <param name="paths">Files of keys, armoured or not; directories, of which each <c>*.gpg</c> and the keybox are read.</param>
    /// <param name="withGlobal">Whether the global keyrings are trusted, too.</param>
    /// <exception cref="Diagnostics.OstreeException">A file cannot be read.</exception>
    public static SignatureVerifier OpenPgpOf(IEnumerable<string> paths, bool withGlobal = false)
    {
        ArgumentNullException.ThrowIfNull(paths);
        Keyring keyring = withGlobal ? KeyringSources.ForEverything() : new Keyring();
        foreach (string path in paths)
            KeyringSources.AddPath(keyring, path);
        return new OpenPgpVerifier(keyring);
    }
}
