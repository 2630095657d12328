using System.Globalization;
using System.Text;

namespace OstreePS.Core.Formats.Tar;

/// <summary>Writes the records of a PAX header.</summary>
internal static class PaxRecord
{
    /// <summary>Extended attributes as GNU tar and libarchive read them.</summary>
    internal static byte[] Write(IReadOnlyList<KeyValuePair<byte[], byte[]>> xattrs)
    {
        var records = new List<byte>();
        foreach ((byte[] name, byte[] value) in xattrs)
        {
            // An equals sign would end the key, so such a name takes libarchive's own notation.
            if (name.AsSpan().IndexOf((byte)'=') < 0)
                Append(records, [.. "SCHILY.xattr."u8, .. name], value);
            else
                Append(records, Encoding.ASCII.GetBytes("LIBARCHIVE.xattr." + Uri.EscapeDataString(Encoding.UTF8.GetString(name))), Encoding.ASCII.GetBytes(Convert.ToBase64String(value).TrimEnd('=')));
        }

        return [.. records];
    }

    // The length counts its own digits.
    private static void Append(List<byte> records, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        int rest = key.Length + value.Length + 3;
        int length = rest + 1;
        while (length != rest + Digits(length))
            length = rest + Digits(length);
        records.AddRange(Encoding.ASCII.GetBytes(length.ToString(CultureInfo.InvariantCulture)));
        records.Add((byte)' ');
        records.AddRange(key);
        records.Add((byte)'=');
        records.AddRange(value);
        records.Add((byte)'\n');
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
