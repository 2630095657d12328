using System.Buffers.Binary;
using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Summaries;

/// <summary>Puts together what a repository's summary says, byte for byte as upstream does.</summary>
/// <param name="repository">The repository.</param>
/// <param name="observer">Hears of damage.</param>
internal sealed class SummaryContent(OstreeRepository repository, IOperationObserver observer)
{
    private const string VersionKey = "version";
    private static readonly long LastSecond = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The summary.</summary>
    /// <param name="metadata">What is to stand in it besides upstream's own keys.</param>
    /// <param name="now">The time of writing.</param>
    internal byte[] Compose(IReadOnlyList<KeyValuePair<string, Variant>> metadata, DateTimeOffset now)
    {
        ILookup<string, RefEntry> collections = Collections();
        var entries = new List<KeyValuePair<string, Variant>>(metadata);
        if (!repository.Config.NoDeltasInSummary && DeltaDigests() is { Count: > 0 } deltas)
            entries.Add(new(SummaryKeys.StaticDeltas, Variant.Dictionary(GLibDictOrder.Arrange(deltas))));
        entries.Add(new(SummaryKeys.LastModified, BigEndian((ulong)now.ToUnixTimeSeconds())));
        entries.Add(new(SummaryKeys.Mode, Variant.String(repository.Config.Text("core", "mode") ?? RepositoryMode.Bare.ToConfigName())));
        entries.Add(new(SummaryKeys.TombstoneCommits, Variant.Boolean(repository.Config.TombstoneCommits)));
        entries.Add(new(SummaryKeys.IndexedDeltas, Variant.Boolean(true)));
        if (repository.CollectionId is { } own)
            entries.Add(new(SummaryKeys.CollectionId, Variant.String(own)));
        List<IGrouping<string, RefEntry>> others = [.. collections.Where(group => !string.Equals(group.Key, repository.CollectionId, StringComparison.Ordinal)).OrderBy(group => group.Key, Utf8Order.Comparer)];
        if (others.Count > 0)
            entries.Add(new(SummaryKeys.CollectionMap, CollectionMap(others)));
        return Variant.Tuple(OwnRefs(collections), Variant.Dictionary(GLibDictOrder.Arrange(entries))).Data.ToArray();
    }

    internal static Variant BigEndian(ulong seconds) => Variant.UInt64(BinaryPrimitives.ReverseEndianness(seconds));

    // Refs of remotes count only where the remote names its collection; of several of one name the last listed counts, as upstream does it.
    private ILookup<string, RefEntry> Collections() => repository.Refs.List()
        .Where(entry => entry.CollectionId is { } id && RefName.IsCollectionId(id))
        .OrderBy(entry => entry.Kind == RefKind.Mirror ? RefKind.Local : entry.Kind)
        .GroupBy(entry => (entry.CollectionId, entry.Name))
        .Select(same => same.Last())
        .ToLookup(entry => entry.CollectionId!, StringComparer.Ordinal);

    private Variant OwnRefs(ILookup<string, RefEntry> collections) => Refs(repository.CollectionId is { } own
        ? collections[own]
        : repository.Refs.List().Where(entry => entry.Kind == RefKind.Local));

    private Variant CollectionMap(IEnumerable<IGrouping<string, RefEntry>> collections)
        => Variant.Array(Summary.CollectionMapType.Element!, collections.Select(group => Variant.DictEntry(Variant.String(group.Key), Refs(group))));

    private Variant Refs(IEnumerable<RefEntry> refs)
        => Variant.Array(Summary.RefsType.Element!, refs.OrderBy(entry => entry.Name, Utf8Order.Comparer).Select(Entry));

    private Variant Entry(RefEntry entry)
    {
        // As upstream does, a damaged commit is listed as it is, lest it keep all other refs from being published.
        var name = new ObjectName(entry.Checksum, ObjectType.Commit);
        byte[] bytes = repository.Source.TryReadMetadata(name) ?? repository.Objects.LoadMetadata(name);
        var actual = new Checksum(SHA256.HashData(bytes));
        if (actual != entry.Checksum)
            observer.Warn($"The summary lists the ref '{entry.Name}', whose commit {entry.Checksum} is damaged: its bytes have the checksum {actual}. No client will take it.");
        Commit commit = Commit.Parse(bytes, $"Commit {entry.Checksum}");
        var metadata = new List<KeyValuePair<string, Variant>>();
        if (commit.Timestamp <= (ulong)LastSecond)
            metadata.Add(new(SummaryKeys.CommitTimestamp, BigEndian(commit.Timestamp)));
        if (commit.Metadata.LookUp(VersionKey) is { } version && version.Type == VariantType.String)
            metadata.Add(new(SummaryKeys.CommitVersion, version));
        return Variant.Tuple(
            Variant.String(entry.Name),
            Variant.Tuple(Variant.UInt64((ulong)bytes.Length), Variant.Bytes(entry.Checksum.AsSpan()), Variant.Dictionary(GLibDictOrder.Arrange(metadata))));
    }

    private List<KeyValuePair<string, Variant>> DeltaDigests()
    {
        var digests = new List<KeyValuePair<string, Variant>>();
        foreach ((string name, byte[] digest) in PublishedDeltas.Digests(repository))
            digests.Add(new(name, Variant.Bytes(digest)));
        return digests;
    }
}
