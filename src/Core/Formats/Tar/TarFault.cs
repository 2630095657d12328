using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.Tar;

/// <summary>What can be wrong with an archive.</summary>
internal static class TarFault
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static OstreeException Malformed(string archive, string what, Exception? inner = null) => new(
        OstreeFault.MalformedArchive, $"The archive '{archive}' {what}.", archive, "Fetch it again, or make it anew.", inner);

    internal static OstreeException Sparse(string archive, string path) => new(
        OstreeFault.NotSupported,
        $"The archive '{archive}' holds '{path}' as a sparse file, which is not read.",
        path,
        "Make the archive without --sparse.");

    /// <summary>Decodes a name, or refuses it.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidName"/>.</exception>
    internal static string DecodeName(ReadOnlySpan<byte> name, string archive)
    {
        try
        {
            return s_strict.GetString(name);
        }
        catch (DecoderFallbackException e)
        {
            string shown = Encoding.Latin1.GetString(name);
            throw new OstreeException(
                OstreeFault.InvalidName, $"The archive '{archive}' holds the name '{shown}', which is not valid UTF-8.", shown, "OSTree stores only names that are UTF-8: make the archive with such.", e);
        }
    }
}
