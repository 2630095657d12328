using System.Collections.Concurrent;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>The sizes of the objects of a commit, for the metadata key <c>ostree.sizes</c>.</summary>
/// <remarks>Format: <c>aay</c> sorted by checksum; each 32 bytes of checksum, two LEB128 numbers (stored and unpacked bytes), one byte of type.</remarks>
internal sealed class SizeLedger
{
    internal const string Key = "ostree.sizes";
    private static readonly VariantType EntryType = VariantType.ByteString;
    private readonly ConcurrentDictionary<ObjectName, (long Stored, long Unpacked)> _sizes = new();

    internal bool Has(in ObjectName name) => _sizes.ContainsKey(name);

    internal void Add(in ObjectName name, long stored, long unpacked) => _sizes.TryAdd(name, (stored, unpacked));

    internal void Clear() => _sizes.Clear();

    internal Variant ToVariant() => Variant.Array(EntryType, _sizes.OrderBy(e => e.Key.Checksum).Select(e => Variant.Bytes(Encode(e.Key, e.Value.Stored, e.Value.Unpacked))));

    private static byte[] Encode(ObjectName name, long stored, long unpacked)
    {
        var bytes = new List<byte>(Checksum.Size + 12);
        bytes.AddRange(name.Checksum.AsSpan());
        AppendVarint(bytes, (ulong)stored);
        AppendVarint(bytes, (ulong)unpacked);
        bytes.Add((byte)name.Type);
        return [.. bytes];
    }

    private static void AppendVarint(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
            bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }
}
