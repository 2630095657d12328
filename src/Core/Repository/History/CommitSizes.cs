using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository.History;

/// <summary>What a commit says of its size in <c>ostree.sizes</c>; upstream's <c>show --print-sizes</c>.</summary>
/// <remarks>Format: <c>aay</c>; each entry 32 bytes of checksum, two LEB128 numbers (stored and unpacked bytes), and in newer commits one byte of type.</remarks>
public sealed record CommitSizes
{
    /// <summary>The metadata key.</summary>
    public const string Key = "ostree.sizes";

    private const int MaxVarintBytes = 10;
    private static readonly VariantType Type = VariantType.Parse("aay");

    /// <summary>Objects of the commit.</summary>
    public required long Objects { get; init; }

    /// <summary>Bytes of those objects as an archive repository stores and sends them.</summary>
    public required long StoredBytes { get; init; }

    /// <summary>Bytes of those objects, uncompressed.</summary>
    public required long UnpackedBytes { get; init; }

    /// <summary>Objects that this repository lacks; null when that was not asked for.</summary>
    public long? NeededObjects { get; init; }

    /// <summary>Stored bytes of the objects that this repository lacks; null when that was not asked for.</summary>
    public long? NeededStoredBytes { get; init; }

    /// <summary>Unpacked bytes of the objects that this repository lacks; null when that was not asked for.</summary>
    public long? NeededUnpackedBytes { get; init; }

    /// <summary>Adds up the sizes; null when the metadata has none.</summary>
    /// <param name="metadata">Metadata of a commit, <c>a{sv}</c>.</param>
    /// <param name="objects">Where to look for what is needed; null to leave that out.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> for an entry that is none.</exception>
    internal static CommitSizes? Read(Variant metadata, ObjectLoader? objects)
    {
        if (!IsTold(metadata))
            return null;
        long count = 0, stored = 0, unpacked = 0, needed = 0, neededStored = 0, neededUnpacked = 0;
        foreach ((ObjectName name, long storedBytes, long unpackedBytes) in List(metadata))
        {
            count++;
            stored = Add(stored, storedBytes);
            unpacked = Add(unpacked, unpackedBytes);
            if (objects is null || objects.Contains(name))
                continue;
            needed++;
            neededStored += storedBytes;
            neededUnpacked += unpackedBytes;
        }

        var total = new CommitSizes { Objects = count, StoredBytes = stored, UnpackedBytes = unpacked };
        return objects is null ? total : total with { NeededObjects = needed, NeededStoredBytes = neededStored, NeededUnpackedBytes = neededUnpacked };
    }

    /// <summary>The sizes of each object; none when the metadata has none.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> for an entry that is none.</exception>
    internal static IEnumerable<(ObjectName Name, long Stored, long Unpacked)> List(Variant metadata)
        => IsTold(metadata) ? metadata.LookUp(Key)!.Children().Select(static entry => Parse(entry.GetBytes())) : [];

    /// <summary>The most sizes that are worth keeping; a commit that tells more would fill memory.</summary>
    internal const int MostKept = 1 << 20;

    /// <summary>Whether the metadata tells sizes, and not too many to keep besides those that are kept already.</summary>
    internal static bool CanKeep(Variant metadata, int kept) => IsTold(metadata) && metadata.LookUp(Key)!.Count <= MostKept - kept;

    /// <summary>Whether the metadata tells sizes.</summary>
    private static bool IsTold(Variant metadata) => metadata.LookUp(Key) is { } list && list.Type == Type;

    private static (ObjectName Name, long Stored, long Unpacked) Parse(ReadOnlySpan<byte> entry)
    {
        if (entry.Length < Checksum.Size + 2)
            throw Corrupt();
        var checksum = new Checksum(entry[..Checksum.Size]);
        entry = entry[Checksum.Size..];
        long stored = ReadVarint(ref entry);
        long unpacked = ReadVarint(ref entry);
        var type = entry.IsEmpty ? ObjectType.File : (ObjectType)entry[0];
        return Enum.IsDefined(type) ? (new ObjectName(checksum, type), stored, unpacked) : throw Corrupt();
    }

    private static long ReadVarint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < MaxVarintBytes && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if ((bytes[i] & 0x80) != 0)
                continue;
            bytes = bytes[(i + 1)..];
            return value <= long.MaxValue ? (long)value : throw Corrupt();
        }

        throw Corrupt();
    }

    private static long Add(long sum, long more) => more <= long.MaxValue - sum ? sum + more : throw Corrupt();

    private static OstreeException Corrupt() => new(
        OstreeFault.CorruptObject,
        $"The metadata key {Key} holds an entry that is no size.",
        Key,
        "The commit was made by a faulty tool: make it anew.");
}
