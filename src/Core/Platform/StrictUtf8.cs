using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>File names are bytes; OSTree takes only those that are UTF-8. Decoding here never mangles: it refuses.</summary>
internal static class StrictUtf8
{
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string DecodeName(ReadOnlySpan<byte> name, string directory)
    {
        try
        {
            return Encoding.GetString(name);
        }
        catch (DecoderFallbackException e)
        {
            string shown = $"{directory}/{Escape(name)}";
            throw new OstreeException(
                OstreeFault.InvalidName,
                $"The file name '{shown}' is not valid UTF-8.",
                shown,
                "Rename the file: OSTree stores only names that are UTF-8.",
                e);
        }
    }

    private static string Escape(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder();
        foreach (byte b in name)
            _ = b is >= 0x20 and < 0x7F ? text.Append((char)b) : text.Append("\\x").Append(b.ToString("x2", System.Globalization.CultureInfo.InvariantCulture));
        return text.ToString();
    }
}
