using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Repository.History;

/// <summary>A commit as a repository has it: the object, what lies beside it, and which refs point to it.</summary>
public sealed class CommitInfo
{
    private const string VersionKey = "version";
    private readonly Lazy<OrderedDictionary<string, object?>> _metadata;
    private readonly Lazy<OrderedDictionary<string, object?>> _detached;

    internal CommitInfo(Checksum checksum, Commit commit, Variant? detached)
    {
        Checksum = checksum;
        Parent = commit.Parent;
        Subject = commit.Subject;
        Body = commit.Body;
        Timestamp = ToTime(commit.Timestamp, checksum);
        RootTree = commit.RootTree;
        RootMeta = commit.RootMeta;
        Related = commit.Related;
        MetadataVariant = commit.Metadata;
        DetachedMetadataVariant = detached;
        Version = TextOf(VersionKey);
        CollectionBinding = TextOf(Commit.CollectionBindingKey);
        RefBindings = commit.Metadata.LookUp(Commit.RefBindingKey) is { } list && list.Type == VariantType.StringArray ? list.GetStrings() : [];
        _metadata = new(() => ToDictionary(MetadataVariant));
        _detached = new(() => ToDictionary(DetachedMetadataVariant));
    }

    /// <summary>The commit's name.</summary>
    public Checksum Checksum { get; }

    /// <summary>The commit before; null for a first one.</summary>
    public Checksum? Parent { get; }

    /// <summary>Whether there is a parent, and the repository does not have it: the history known here ends with this commit.</summary>
    public bool IsParentMissing { get; internal init; }

    /// <summary>One line; empty for none.</summary>
    public string Subject { get; }

    /// <summary>More text; empty for none.</summary>
    public string Body { get; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset Timestamp { get; }

    /// <summary>The version that the metadata key <c>version</c> gives; null for none.</summary>
    public string? Version { get; }

    /// <summary>Metadata as .NET values, in the order in which it was written.</summary>
    public OrderedDictionary<string, object?> Metadata => _metadata.Value;

    /// <summary>Metadata as it is, <c>a{sv}</c>.</summary>
    public Variant MetadataVariant { get; }

    /// <summary>Metadata beside the commit, such as signatures, as .NET values; empty for none.</summary>
    public OrderedDictionary<string, object?> DetachedMetadata => _detached.Value;

    /// <summary>Metadata beside the commit as it is, <c>a{sv}</c>; null for none.</summary>
    public Variant? DetachedMetadataVariant { get; }

    /// <summary>The refs that the commit says it was made for.</summary>
    public IReadOnlyList<string> RefBindings { get; }

    /// <summary>The collection that the commit says it was made for; null for none.</summary>
    public string? CollectionBinding { get; }

    /// <summary>The refs of this repository that point to it.</summary>
    public IReadOnlyList<RefEntry> Refs { get; internal init; } = [];

    /// <summary>Whether all of it is in the repository.</summary>
    public CommitState State { get; internal init; }

    /// <summary>Its sizes, where the commit notes them; null for none.</summary>
    public CommitSizes? Sizes { get; internal init; }

    /// <summary>The dirtree object of the root.</summary>
    public Checksum RootTree { get; }

    /// <summary>The dirmeta object of the root.</summary>
    public Checksum RootMeta { get; }

    /// <summary>Equal for commits of the same tree, whatever else they say: the digest over the checksums of root tree and root metadata.</summary>
    public Checksum ContentChecksum
    {
        get
        {
            Span<byte> both = stackalloc byte[2 * Checksum.Size];
            RootTree.AsSpan().CopyTo(both);
            RootMeta.AsSpan().CopyTo(both[Checksum.Size..]);
            return new Checksum(SHA256.HashData(both));
        }
    }

    /// <summary>Related objects by name; upstream never writes any.</summary>
    public IReadOnlyList<KeyValuePair<string, Checksum>> Related { get; }

    /// <summary>The repository's path.</summary>
    public required string Repository { get; init; }

    /// <summary>The commit's name.</summary>
    public override string ToString() => Checksum.ToString();

    private string? TextOf(string key) => MetadataVariant.LookUp(key) is { Type.Kind: VariantKind.String } text ? text.GetString() : null;

    private static OrderedDictionary<string, object?> ToDictionary(Variant? metadata)
        => metadata?.ToObject() as OrderedDictionary<string, object?> ?? [];

    private static DateTimeOffset ToTime(ulong seconds, in Checksum checksum)
    {
        return CommitTimestamp.TryRead(seconds, out DateTimeOffset time)
            ? time
            : throw new OstreeException(
                OstreeFault.CorruptObject,
                $"Commit {checksum} has the timestamp {seconds}, which no calendar has.",
                checksum.ToString(),
                "The commit was made by a faulty tool: make it anew.");
    }
}
