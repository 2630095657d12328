using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>OpenPGP data as text: base64 between lines of dashes. Several blocks may follow one another.</summary>
internal static class Armor
{
    private static readonly string s_begin = "-----BEGIN PGP ";

    /// <summary>The bytes within armour; the bytes themselves where there is none.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidSigningKey"/>: the armour is broken.</exception>
    internal static ReadOnlyMemory<byte> Remove(byte[] bytes, string source)
    {
        // A packet's first byte has its highest bit set, which no text in ASCII has.
        if (bytes.Length == 0 || (bytes[0] & 0x80) != 0)
            return bytes;
        string text = Encoding.UTF8.GetString(bytes);
        if (!text.Contains(s_begin, StringComparison.Ordinal))
            return bytes;
        var all = new MemoryStream();
        StringBuilder? block = null;
        bool inHeaders = false;
        foreach (string line in text.Split('\n').Select(line => line.Trim()))
        {
            if (block is null)
            {
                if (line.StartsWith(s_begin, StringComparison.Ordinal))
                    (block, inHeaders) = (new StringBuilder(), true);
            }
            else if (line.StartsWith("-----END PGP ", StringComparison.Ordinal))
            {
                all.Write(Decode(block.ToString(), source));
                block = null;
            }
            else if (inHeaders && (line.Length == 0 || line.Contains(": ", StringComparison.Ordinal)))
            {
                inHeaders = line.Length > 0;
            }
            else if (line is not ['=', _, _, _, _])
            {
                inHeaders = false;
                block.Append(line);
            }
        }

        return block is null ? all.ToArray() : throw Broken(source, null);
    }

    private static byte[] Decode(string text, string source)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException e)
        {
            throw Broken(source, e);
        }
    }

    private static OstreeException Broken(string source, Exception? inner) => new(
        OstreeFault.InvalidSigningKey,
        $"The armour of '{source}' is broken: it has no end, or something else than base64 in it.",
        source,
        "Export the key again with 'gpg --export --armor'.",
        inner);
}
