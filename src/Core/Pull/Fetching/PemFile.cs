using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>Files of certificates and keys as text.</summary>
internal static class PemFile
{
    internal static T Read<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(File.ReadAllText(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message.TrimEnd('.'), e);
        }
    }

    internal static OstreeException Unreadable(string path, string why, Exception? inner)
        => new(OstreeFault.InvalidConfig, $"The certificates in '{path}' cannot be read: {why}.", path, "Give a file of certificates and keys in PEM.", inner);
}
