namespace OstreePS.Core.Signing;

/// <summary>Base64 as GLib reads it, and so upstream its keys: other characters are passed over, and what is incomplete at the end is left out.</summary>
internal static class LenientBase64
{
    internal static byte[] Decode(ReadOnlySpan<char> text)
    {
        byte[] decoded = new byte[((text.Length + 3) / 4) * 3];
        int written = 0;
        int bits = 0;
        int count = 0;
        int padding = 0;
        foreach (char c in text)
        {
            int value = ValueOf(c);
            if (value < 0)
                continue;
            bits = (bits << 6) | value;
            padding = c == '=' ? padding + 1 : 0;
            if (++count < 4)
                continue;
            decoded[written++] = (byte)(bits >> 16);
            if (padding < 2)
                decoded[written++] = (byte)(bits >> 8);
            if (padding < 1)
                decoded[written++] = (byte)bits;
            (bits, count, padding) = (0, 0, 0);
        }

        return decoded[..written];
    }

    private static int ValueOf(char c) => c switch
    {
        >= 'A' and <= 'Z' => c - 'A',
        >= 'a' and <= 'z' => c - 'a' + 26,
        >= '0' and <= '9' => c - '0' + 52,
        '+' => 62,
        '/' => 63,
        '=' => 0,
        _ => -1,
    };
}
