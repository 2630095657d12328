using System.Buffers.Binary;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>What a host announces of a repository in its TXT records.</summary>
/// <remarks>
/// Format: records <c>key=value</c> (RFC 6763, section 6), whose values are GVariants in normal form: <c>v</c> of type <c>y</c>, the
/// version, 1; <c>rb</c> of type <c>(yyay)</c>, the number of hashes, the kind of hash, 1, and the bits of a bloom filter of the refs;
/// <c>st</c> of type <c>t</c>, big-endian, when the summary was written; <c>ri</c> of type <c>q</c>, big-endian, the number of the
/// repository, which is its path on the server. Upstream's <c>ostree-repo-finder-avahi.c</c>.
/// </remarks>
internal sealed class Announcement
{
    private const int RecordLimit = 8900;
    private const int RecordsLookedAt = 256;
    private static readonly VariantType FilterType = VariantType.Parse("(yyay)");
    private readonly BloomFilter _filter;

    private Announcement(BloomFilter filter, ushort index)
    {
        _filter = filter;
        Index = index;
    }

    /// <summary>The number of the repository.</summary>
    internal ushort Index { get; }

    /// <summary>Reads the records; null when they announce nothing that is understood.</summary>
    internal static Announcement? TryRead(IEnumerable<byte[]> records)
    {
        Dictionary<string, byte[]> values = Split(records);
        if (Value(values, "v", VariantType.Byte) is not { } version || version.GetByte() != 1
            || Value(values, "rb", FilterType) is not { } filter || filter[0].GetByte() == 0 || filter[1].GetByte() != 1 || filter[2].GetBytes().IsEmpty
            || Value(values, "st", VariantType.UInt64) is null
            || Value(values, "ri", VariantType.UInt16) is not { } index)
            return null;
        return new Announcement(new BloomFilter(filter[2].GetBytes().ToArray(), filter[0].GetByte()), BinaryPrimitives.ReverseEndianness(index.GetUInt16()));
    }

    /// <summary>Whether the repository may have a ref.</summary>
    internal bool MayHave(PullRef wanted) => _filter.MayHave(wanted.CollectionId!, wanted.Name);

    // Of a key that is given twice the first one counts; keys know no case; a record without a key is none.
    private static Dictionary<string, byte[]> Split(IEnumerable<byte[]> records)
    {
        var values = new Dictionary<string, byte[]>(StringComparer.OrdinalIgnoreCase);
        foreach (byte[] record in records.Take(RecordsLookedAt))
        {
            int separator = Array.IndexOf(record, (byte)'=');
            if (record.Length <= RecordLimit && separator > 0 && record.AsSpan(0, separator).IndexOfAnyExceptInRange((byte)' ', (byte)'~') < 0)
                values.TryAdd(Encoding.ASCII.GetString(record, 0, separator), record[(separator + 1)..]);
        }

        return values;
    }

    private static Variant? Value(Dictionary<string, byte[]> values, string key, VariantType type)
    {
        if (!values.TryGetValue(key, out byte[]? bytes))
            return null;
        try
        {
            var value = Variant.FromBytes(type, bytes);
            return value.IsNormalForm ? value : null;
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.MalformedVariant)
        {
            // Anyone on the network can announce anything.
            return null;
        }
    }
}
