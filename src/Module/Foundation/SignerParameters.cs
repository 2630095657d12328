using System.Security;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Signing;

namespace OstreePS.Foundation;

/// <summary>The keys that a cmdlet is to sign with, as its parameters name them.</summary>
internal sealed record SignerParameters
{
    public string[] GpgSign { get; init; } = [];

    public string? GpgHomedir { get; init; }

    public string? GpgKeyFile { get; init; }

    public SecureString? Passphrase { get; init; }

    public string[] Sign { get; init; } = [];

    public string[] SignFromFile { get; init; } = [];

    public string SignType { get; init; } = SignatureEngine.Ed25519;

    public bool IsEmpty => GpgSign.Length == 0 && GpgKeyFile is null && Sign.Length == 0 && SignFromFile.Length == 0;

    /// <summary>Opens the keys.</summary>
    public OpenSigners Open()
    {
        if (GpgKeyFile is null && Passphrase is not null)
            throw new OstreeException(OstreeFault.InvalidOption, "A passphrase is for the file of an OpenPGP key; GnuPG's agent asks for its own.", "Passphrase", "Give -GpgKeyFile, or leave -Passphrase out.");
        var signers = new OpenSigners();
        try
        {
            if (GpgKeyFile is not null)
                signers.Add((GpgSign.Length == 0 ? new string?[] { null } : GpgSign).Select(key => Signers.FromOpenPgpFile(GpgKeyFile, key, Passphrase)));
            else
                signers.Add(GpgSign.Select(key => Signers.FromGnuPg(key, GpgHomedir)));
            signers.Add(Sign.Select(key => Signers.FromText(SignType, key)));
            signers.Add(SignFromFile.SelectMany(path => Signers.FromFile(SignType, path)));
            return signers;
        }
        catch
        {
            signers.Dispose();
            throw;
        }
    }
}
