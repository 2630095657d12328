using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Summaries;

/// <summary>What a repository publishes about itself: its refs, its collections, its static deltas.</summary>
/// <remarks>
/// Format: <c>(a(s(taya{sv}))a{sv})</c> = refs, sorted by name, each with the size of its commit object, the commit and metadata;
/// then metadata of the whole. Times in the metadata are big-endian whatever the machine. Upstream's <c>ostree-core.h</c>.
/// </remarks>
public sealed class Summary
{
    internal static readonly VariantType Type = VariantType.Parse("(a(s(taya{sv}))a{sv})");
    internal static readonly VariantType RefsType = VariantType.Parse("a(s(taya{sv}))");
    internal static readonly VariantType CollectionMapType = VariantType.Parse("a{sa(s(taya{sv}))}");

    private readonly Dictionary<(string? Collection, string Name), SummaryRef> _byName;

    private Summary(ReadOnlyMemory<byte> bytes, IReadOnlyList<SummaryRef> refs, Variant metadata, string? collectionId)
    {
        Bytes = bytes;
        Refs = refs;
        MetadataVariant = metadata;
        CollectionId = collectionId;
        _byName = new Dictionary<(string? Collection, string Name), SummaryRef>(refs.Count);
        foreach (SummaryRef entry in refs)
            _byName[(entry.CollectionId, entry.Name)] = entry;
    }

    /// <summary>The bytes of the file, which signatures are over.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The signatures that came with it, as <c>summary.sig</c> holds them; null for none. Nothing is said about what they are worth.</summary>
    public ReadOnlyMemory<byte>? Signatures { get; init; }

    /// <summary>All refs: those of the repository itself, and behind them those of other collections.</summary>
    public IReadOnlyList<SummaryRef> Refs { get; }

    /// <summary>MetadataVariant of the whole, an <c>a{sv}</c>.</summary>
    public Variant MetadataVariant { get; }

    /// <summary>The collection of the repository's own refs; null for none.</summary>
    public string? CollectionId { get; }

    /// <summary>When it was written, in UTC; null when it does not say.</summary>
    public DateTimeOffset? LastModified => TimeOf(MetadataVariant, SummaryKeys.LastModified);

    /// <summary>When a client should look for another, in UTC; null when it does not say.</summary>
    public DateTimeOffset? Expires => TimeOf(MetadataVariant, SummaryKeys.Expires);

    /// <summary>The mode of the repository; null when it does not say.</summary>
    public string? Mode => MetadataVariant.LookUp(SummaryKeys.Mode) is { } mode && mode.Type == VariantType.String ? mode.GetString() : null;

    /// <summary>Whether deleted commits leave tombstones.</summary>
    public bool TombstoneCommits => Flag(SummaryKeys.TombstoneCommits);

    /// <summary>Whether the static deltas have indexes of their own, and the list here need not be looked at.</summary>
    public bool IndexedDeltas => Flag(SummaryKeys.IndexedDeltas);

    /// <summary>Static deltas by name, with the digests of their superblocks, an <c>a{sv}</c>; null for none.</summary>
    public Variant? StaticDeltas => MetadataVariant.LookUp(SummaryKeys.StaticDeltas) is { } deltas && deltas.Type == VariantType.VarDict ? deltas : null;

    /// <summary>Metadata of the whole as .NET values, in the order of the file.</summary>
    public OrderedDictionary<string, object?> Metadata
    {
        get
        {
            var metadata = new OrderedDictionary<string, object?>(StringComparer.Ordinal);
            foreach (Variant entry in MetadataVariant.Children())
                metadata[entry[0].GetString()] = entry[1].Unbox().ToObject();
            return metadata;
        }
    }

    /// <summary>The remote whose summary this is; null for a repository's own.</summary>
    public string? Remote { get; init; }

    /// <summary>The path of the repository that asked, or whose own summary this is.</summary>
    public string? Repository { get; init; }

    /// <summary>Reads a summary.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="where">Where it comes from; for messages.</param>
    /// <param name="remote">The remote that it comes from.</param>
    /// <param name="repository">The path of the repository.</param>
    /// <param name="signatures">The signatures that came with it.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedSummary"/>.</exception>
    public static Summary Parse(ReadOnlyMemory<byte> bytes, string where, string? remote = null, string? repository = null, ReadOnlyMemory<byte>? signatures = null)
    {
        if (bytes.Length > MetadataLimits.MaxBytes)
            throw Malformed(where, $"it has {bytes.Length} bytes, and {MetadataLimits.MaxBytes} are allowed");
        try
        {
            var variant = Variant.FromBytes(Type, bytes);
            if (!variant.IsNormalForm)
                throw Malformed(where, "it is no GVariant of that kind in normal form");
            Variant metadata = variant[1];
            string? collection = TextOf(metadata, SummaryKeys.CollectionId);
            if (collection is not null && !RefName.IsCollectionId(collection))
                throw Malformed(where, $"'{collection}' is no collection");
            var refs = new List<SummaryRef>();
            ReadRefs(variant[0], collection, where, remote, repository, refs);
            if (metadata.LookUp(SummaryKeys.CollectionMap) is { } map)
                ReadCollections(map, where, remote, repository, refs);
            return new Summary(bytes, refs, metadata, collection) { Remote = remote, Repository = repository, Signatures = signatures };
        }
        catch (OstreeException e) when (e.Fault == OstreeFault.MalformedVariant)
        {
            throw Malformed(where, e.Message, e);
        }
    }

    /// <summary>A ref of the repository itself; null when it is not there.</summary>
    public SummaryRef? Find(string name) => _byName.GetValueOrDefault((CollectionId, name));

    /// <summary>A ref of a collection; null when it is not there.</summary>
    public SummaryRef? Find(string collectionId, string name) => _byName.GetValueOrDefault((collectionId, name));

    /// <summary>What this is and of what.</summary>
    public override string ToString() => $"Summary of {Remote ?? Repository}";

    // Big-endian whatever the machine; a time beyond the calendar counts as none.
    internal static DateTimeOffset? TimeOf(Variant metadata, string key)
    {
        if (metadata.LookUp(key) is not { } value || value.Type != VariantType.UInt64)
            return null;
        ulong seconds = BinaryPrimitives.ReverseEndianness(value.GetUInt64());
        return CommitTimestamp.TryRead(seconds, out DateTimeOffset time) ? time : null;
    }

    private static string? TextOf(Variant metadata, string key)
        => metadata.LookUp(key) is { } value && value.Type == VariantType.String ? value.GetString() : null;

    private static void ReadCollections(Variant map, string where, string? remote, string? repository, List<SummaryRef> refs)
    {
        if (map.Type != CollectionMapType)
            throw Malformed(where, $"its {SummaryKeys.CollectionMap} has the type {map.Type}");
        foreach (Variant entry in map.Children())
        {
            string collection = entry[0].GetString();
            if (!RefName.IsCollectionId(collection))
                throw Malformed(where, $"'{collection}' is no collection");
            ReadRefs(entry[1], collection, where, remote, repository, refs);
        }
    }

    private static void ReadRefs(Variant list, string? collection, string where, string? remote, string? repository, List<SummaryRef> refs)
    {
        foreach (Variant entry in list.Children())
        {
            string name = entry[0].GetString();
            if (!RefName.IsValid(name))
                throw Malformed(where, $"'{name}' is no name of a ref");
            Variant target = entry[1];
            ReadOnlySpan<byte> checksum = target[1].GetBytes();
            if (checksum.Length != Checksum.Size)
                throw Malformed(where, $"the ref '{name}' has a checksum of {checksum.Length} bytes");
            refs.Add(new SummaryRef(name, new Checksum(checksum), collection, target[0].GetUInt64(), target[2]) { Remote = remote, Repository = repository });
        }
    }

    private static OstreeException Malformed(string where, string what, Exception? inner = null) => new(
        OstreeFault.MalformedSummary,
        $"The summary {where} cannot be read: {what}.",
        where,
        "Whoever publishes the repository must write its summary anew.",
        inner);

    private bool Flag(string key) => MetadataVariant.LookUp(key) is { } value && value.Type == VariantType.Boolean && value.GetBoolean();
}
