using System.Security.Cryptography;
using System.Text;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>A user id of a key.</summary>
/// <param name="Text">The whole, usually a name and an address in angle brackets.</param>
/// <param name="IsRevoked">Whether the key has withdrawn it, or was revoked itself.</param>
/// <param name="IsInvalid">Whether the key has not signed it.</param>
public sealed record OpenPgpUserInfo(string Text, bool IsRevoked, bool IsInvalid)
{
    private const string Digits = "ybndrfg8ejkmcpqxot1uwisza345h769";

    /// <summary>What stands before the address.</summary>
    public string Name => Text.IndexOf('<', StringComparison.Ordinal) is >= 0 and var start ? Text[..start].Trim() : Text;

    /// <summary>The address; null for none.</summary>
    public string? Email { get; } = AddressOf(Text);

    /// <summary>Where the newest copy of the key should be, in a web key directory on a host of its own; null without an address.</summary>
    public string? AdvancedUpdateUrl => Email is { } email ? $"https://openpgpkey.{Domain(email)}/.well-known/openpgpkey/{Domain(email).ToLowerInvariant()}/hu/{Hash(email)}?l={Uri.EscapeDataString(Local(email))}" : null;

    /// <summary>The same on the host of the address itself.</summary>
    public string? DirectUpdateUrl => Email is { } email ? $"https://{Domain(email)}/.well-known/openpgpkey/hu/{Hash(email)}?l={Uri.EscapeDataString(Local(email))}" : null;

    internal static OpenPgpUserInfo Of(CertificateUser user, bool isKeyRevoked) => new(user.Text, user.IsRevoked || isKeyRevoked, !user.IsSigned);

    /// <summary>The text.</summary>
    public override string ToString() => Text;

    private static string? AddressOf(string text)
    {
        string address = text.LastIndexOf('<') is >= 0 and var start && text.IndexOf('>', start) is > 0 and var end ? text[(start + 1)..end] : text;
        return address.Split('@') is [{ Length: > 0 }, { Length: > 0 }] && !address.Contains(' ', StringComparison.Ordinal) ? address : null;
    }

    private static string Local(string email) => email[..email.IndexOf('@', StringComparison.Ordinal)];

    private static string Domain(string email) => email[(email.IndexOf('@', StringComparison.Ordinal) + 1)..];

    // The draft of the web key directory names a key by z-base-32 of the SHA-1 of the address's local part.
    private static string Hash(string email)
    {
#pragma warning disable CA5350
        byte[] digest = SHA1.HashData(Encoding.UTF8.GetBytes(Local(email).ToLowerInvariant()));
#pragma warning restore CA5350
        var text = new StringBuilder();
        for (int bit = 0; bit < digest.Length * 8; bit += 5)
        {
            int pair = (digest[bit / 8] << 8) | (bit / 8 + 1 < digest.Length ? digest[(bit / 8) + 1] : 0);
            text.Append(Digits[(pair >> (11 - (bit % 8))) & 0x1F]);
        }

        return text.ToString();
    }
}
