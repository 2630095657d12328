using System.Buffers.Text;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.Tar;

/// <summary>What PAX headers say of an entry beyond its header block.</summary>
/// <remarks>Format: records <c>LENGTH KEY=VALUE\n</c>, the decimal length being that of the whole record.</remarks>
internal sealed class PaxRecords
{
    private const string Schily = "SCHILY.xattr.";
    private const string LibArchive = "LIBARCHIVE.xattr.";

    // GNU tar's own place for this one attribute, as libarchive reads it.
    private const string SelinuxLabel = "RHT.security.selinux";
    private readonly Dictionary<string, byte[]> _xattrs = new(StringComparer.Ordinal);

    internal byte[]? Path { get; set; }

    internal byte[]? LinkTarget { get; set; }

    internal long? Size { get; private set; }

    internal uint? Uid { get; private set; }

    internal uint? Gid { get; private set; }

    internal bool IsSparse { get; private set; }

    /// <summary>The extended attributes, names without a final NUL; null for none.</summary>
    internal IReadOnlyList<KeyValuePair<byte[], byte[]>>? Xattrs
        => _xattrs.Count == 0 ? null : [.. _xattrs.Select(x => KeyValuePair.Create(Encoding.UTF8.GetBytes(x.Key), x.Value))];

    /// <summary>Adds the records of a header; later ones replace earlier ones.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedArchive"/>.</exception>
    internal void Add(ReadOnlySpan<byte> records, string archive)
    {
        while (!records.IsEmpty)
        {
            int space = records.IndexOf((byte)' ');
            if (space <= 0 || !Utf8Parser.TryParse(records[..space], out int length, out int used) || used != space
                || length <= space + 1 || length > records.Length || records[length - 1] != '\n')
            {
                throw TarFault.Malformed(archive, "has a PAX header that is broken");
            }

            ReadOnlySpan<byte> record = records[(space + 1)..(length - 1)];
            int equals = record.IndexOf((byte)'=');
            if (equals <= 0)
                throw TarFault.Malformed(archive, "has a PAX header without a key");
            Add(TarFault.DecodeName(record[..equals], archive), record[(equals + 1)..], archive);
            records = records[length..];
        }
    }

    private void Add(string key, ReadOnlySpan<byte> value, string archive)
    {
        switch (key)
        {
            case "path":
                Path = value.IsEmpty ? null : value.ToArray();
                break;
            case "linkpath":
                LinkTarget = value.IsEmpty ? null : value.ToArray();
                break;
            case "size":
                Size = value.IsEmpty ? null : Number(value, long.MaxValue, key, archive);
                break;
            case "uid":
                Uid = value.IsEmpty ? null : (uint)Number(value, uint.MaxValue, key, archive);
                break;
            case "gid":
                Gid = value.IsEmpty ? null : (uint)Number(value, uint.MaxValue, key, archive);
                break;
            case SelinuxLabel:
                _xattrs["security.selinux"] = value.ToArray();
                break;
            default:
                AddOther(key, value, archive);
                break;
        }
    }

    private void AddOther(string key, ReadOnlySpan<byte> value, string archive)
    {
        if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal))
        {
            IsSparse = true;
        }
        else if (key.StartsWith(Schily, StringComparison.Ordinal))
        {
            SetXattr(key[Schily.Length..], value.ToArray(), archive);
        }
        else if (key.StartsWith(LibArchive, StringComparison.Ordinal))
        {
            SetXattr(Uri.UnescapeDataString(key[LibArchive.Length..]), Decode(value, archive), archive);
        }
    }

    private void SetXattr(string name, byte[] value, string archive)
    {
        if (name.Length == 0 || name.Contains('\0', StringComparison.Ordinal))
            throw TarFault.Malformed(archive, "has an extended attribute without a proper name");
        _xattrs[name] = value;
    }

    // libarchive leaves the padding out.
    private static byte[] Decode(ReadOnlySpan<byte> value, string archive)
    {
        string text = Encoding.ASCII.GetString(value.TrimEnd((byte)'='));
        byte[] bytes = new byte[(text.Length * 3 / 4) + 3];
        return Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), bytes, out int count)
            ? bytes[..count]
            : throw TarFault.Malformed(archive, "has an extended attribute that is no base64");
    }

    private static long Number(ReadOnlySpan<byte> value, long limit, string key, string archive)
        => Utf8Parser.TryParse(value, out long number, out int used) && used == value.Length && number >= 0 && number <= limit
            ? number
            : throw TarFault.Malformed(archive, $"has a PAX header whose {key} is no number");
}
