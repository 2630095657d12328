namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>A signer that knows the keys of the certificate that it signs for.</summary>
internal interface IOpenPgpSigner : ISigner
{
    /// <summary>The fingerprints of the primary key and of all subkeys, in capitals.</summary>
    IReadOnlyList<string> Fingerprints { get; }
}
