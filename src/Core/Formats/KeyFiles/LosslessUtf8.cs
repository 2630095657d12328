using System.Text;

namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>
/// Decodes UTF-8 so that the bytes can be had back: a byte that belongs to no character becomes half a surrogate pair,
/// U+DC80 to U+DCFF, which no valid text holds.
/// </summary>
internal static class LosslessUtf8
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    internal static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes))
            return Strict.GetString(bytes);

        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(bytes, out Rune rune, out int used) == System.Buffers.OperationStatus.Done)
            {
                text.Append(rune);
            }
            else
            {
                used = 1;
                text.Append((char)(0xdc00 + bytes[0]));
            }
            bytes = bytes[used..];
        }
        return text.ToString();
    }

    internal static byte[] Encode(string text)
    {
        if (IsUnicode(text))
            return Strict.GetBytes(text);

        var bytes = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (ReadOnlySpan<char> rest = text; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int used) == System.Buffers.OperationStatus.Done)
                bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
            else
                bytes.Add((byte)rest[0]);
            rest = rest[used..];
        }
        return [.. bytes];
    }

    /// <summary>Whether the text holds characters only.</summary>
    internal static bool IsUnicode(ReadOnlySpan<char> text)
    {
        for (int i = text.IndexOfAnyInRange('\ud800', '\udfff'); i >= 0 && i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
