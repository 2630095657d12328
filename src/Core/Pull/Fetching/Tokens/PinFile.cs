using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching.Tokens;

/// <summary>The file that a <c>pin-source</c> names: its first line is the PIN.</summary>
internal static class PinFile
{
    private const string Scheme = "file:";
    private const int MaximumBytes = 255;

    internal static byte[] Read(string source, TokenUri uri)
    {
        string path = source.StartsWith(Scheme, StringComparison.Ordinal) ? source[Scheme.Length..] : source;
        if (path.StartsWith("///", StringComparison.Ordinal))
            path = path[2..];
        if (!Path.IsPathRooted(path))
            throw uri.Fault("has a pin-source that is no absolute path of a file");
        Span<byte> bytes = stackalloc byte[MaximumBytes + 2];
        int length;
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read);
            length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OstreeException(OstreeFault.InvalidConfig, $"The PIN in '{path}' cannot be read: {e.Message.TrimEnd('.')}.", path, "Name a file that holds nothing but the PIN, and that you may read, as pin-source.", e);
        }

        int end = bytes[..length].IndexOfAny((byte)'\n', (byte)'\r');
        Span<byte> pin = bytes[..(end < 0 ? length : end)];
        return pin.Length is > 0 and <= MaximumBytes ? pin.ToArray() : throw new OstreeException(OstreeFault.InvalidConfig, $"The file '{path}' holds no PIN in its first line.", path, "Name a file that holds nothing but the PIN as pin-source.");
    }
}
