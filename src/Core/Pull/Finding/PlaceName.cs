using System.Security.Cryptography;
using System.Text;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Names for remotes that stand for a place that was found: they order results as upstream's do, and can be names of files.</summary>
internal static class PlaceName
{
    private const int Limit = 200;

    /// <summary>A remote that is not configured.</summary>
    /// <param name="url">Where it is.</param>
    /// <param name="keyring">The remote that speaks for it.</param>
    /// <param name="repository">The repository that asks.</param>
    internal static Remote RemoteAt(string url, Remote keyring, OstreeRepository repository) => Remote.OfPlace(Of(url, keyring.KeyringName), url, repository.Path);

    /// <summary>Upstream's form: place and keyring, with <c>_XX</c> for bytes that are neither letters, digits, nor <c>-._</c>.</summary>
    internal static string Of(string url, string keyring)
    {
        string name = $"{Escape(url)}_{Escape(keyring)}";
        return name.Length <= Limit ? name : $"{name[..(Limit - 65)]}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 16);
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'.' or (byte)'_')
                escaped.Append((char)b);
            else
                escaped.Append('_').Append(Convert.ToHexString([b]));
        }

        return escaped.ToString();
    }
}
