using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing;

/// <summary>The kinds of signatures, and the metadata keys under which upstream keeps each as an <c>aay</c>.</summary>
public static class SignatureEngine
{
    /// <summary>OpenPGP.</summary>
    public const string Gpg = "gpg";

    /// <summary>Ed25519 over the bytes themselves.</summary>
    public const string Ed25519 = "ed25519";

    /// <summary>Any key whose public half X.509 can describe.</summary>
    public const string Spki = "spki";

    /// <summary>No signature at all, for tests: only where <c>OSTREE_DUMMY_SIGN_ENABLED</c> is 1.</summary>
    public const string Dummy = "dummy";

    /// <summary>The engines that <c>sign-verify</c> knows, in upstream's order; <see cref="Gpg"/> has settings of its own.</summary>
    public static IReadOnlyList<string> Named { get; } = [Ed25519, Spki, Dummy];

    /// <summary>The key of an engine's signatures in detached metadata and in <c>summary.sig</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>: there is no such engine.</exception>
    public static string MetadataKey(string engine) => engine switch
    {
        Gpg => "ostree.gpgsigs",
        Ed25519 => "ostree.sign.ed25519",
        Spki => "ostree.sign.spki",
        Dummy => "ostree.sign.dummy",
        _ => throw Unknown(engine),
    };

    internal static OstreeException Unknown(string engine) => new(
        OstreeFault.InvalidOption,
        $"There is no signature engine '{engine}'.",
        engine,
        $"The engines are {Gpg}, {string.Join(", ", Named)}.");
}
