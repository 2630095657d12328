using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Says where GVariant text is wrong. Positions inside the parser are bytes; readers of messages count characters.</summary>
internal static class VariantTextError
{
    private const int MaxQuoted = 80;

    internal static OstreeException At(byte[] text, int position, string problem)
    {
        int character = Encoding.UTF8.GetCharCount(text, 0, Math.Min(position, text.Length)) + 1;
        string whole = Encoding.UTF8.GetString(text, 0, Math.Min(text.Length, MaxQuoted));
        return new OstreeException(
            OstreeFault.MalformedVariantText,
            $"The GVariant text is wrong at character {character}: {problem}.",
            text.Length > MaxQuoted ? whole + "…" : whole,
            "Write it as GLib does, for example 'text', uint32 5, ['a', 'b'] or {'key': <true>}.");
    }
}
