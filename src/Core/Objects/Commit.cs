using System.Buffers.Binary;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Objects;

/// <summary>A commit: a tree, where it comes from, and what is said of it.</summary>
/// <remarks>
/// Format: <c>(a{sv}aya(say)sstayay)</c> = metadata, parent (empty for none), related objects, subject, body,
/// Unix seconds (big-endian), dirtree, dirmeta; upstream's <c>ostree-core.h</c>.
/// </remarks>
public sealed record Commit
{
    internal static readonly VariantType Type = VariantType.Parse("(a{sv}aya(say)sstayay)");

    /// <summary>Key of the refs that a commit is bound to.</summary>
    public const string RefBindingKey = "ostree.ref-binding";

    /// <summary>Key of the collection that a commit is bound to.</summary>
    public const string CollectionBindingKey = "ostree.collection-binding";

    /// <summary>Metadata: a <c>a{sv}</c>, in the order in which it was written.</summary>
    public required Variant Metadata { get; init; }

    /// <summary>The commit before; null for a first one.</summary>
    public Checksum? Parent { get; init; }

    /// <summary>Related objects by name; upstream never writes any.</summary>
    public IReadOnlyList<KeyValuePair<string, Checksum>> Related { get; init; } = [];

    /// <summary>One line.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>More text, or none.</summary>
    public string Body { get; init; } = string.Empty;

    /// <summary>When it was made, in Unix seconds.</summary>
    public required ulong Timestamp { get; init; }

    /// <summary>The dirtree object of the root.</summary>
    public required Checksum RootTree { get; init; }

    /// <summary>The dirmeta object of the root.</summary>
    public required Checksum RootMeta { get; init; }

    /// <summary>Reads and validates an object.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/>.</exception>
    public static Commit Parse(ReadOnlySpan<byte> bytes, string where)
    {
        var reader = new VariantReader(bytes, Type);
        if (!reader.IsNormalForm)
            throw Corrupt(where, "is not in normal form");
        VariantReader metadata = reader.Child(0);
        for (int i = 0; i < metadata.Count; i++)
        {
            if (metadata.Child(i).Child(0).GetString().Length == 0)
                throw Corrupt(where, "has a metadata key without a name");
        }

        ReadOnlySpan<byte> parent = reader.Child(1).Data;
        return new Commit
        {
            Metadata = Variant.FromBytes(VariantType.VarDict, metadata.Data.ToArray()),
            Parent = parent.IsEmpty ? null : ChecksumOf(parent, where, "parent"),
            Related = ParseRelated(reader.Child(2), where),
            Subject = reader.Child(3).GetString(),
            Body = reader.Child(4).GetString(),
            Timestamp = BinaryPrimitives.ReverseEndianness(reader.Child(5).GetUInt64()),
            RootTree = ChecksumOf(reader.Child(6).Data, where, "root tree"),
            RootMeta = ChecksumOf(reader.Child(7).Data, where, "root directory's metadata"),
        };
    }

    /// <summary>The bytes of the object.</summary>
    public byte[] ToBytes()
    {
        using var writer = new VariantWriter(Type);
        writer.BeginTuple();
        writer.Write(Metadata);
        writer.WriteBytes(Parent.HasValue ? Parent.GetValueOrDefault().AsSpan() : default);
        writer.BeginArray();
        foreach ((string name, Checksum checksum) in Related)
        {
            writer.BeginTuple();
            writer.WriteString(name);
            writer.WriteBytes(checksum.AsSpan());
            writer.End();
        }

        writer.End();
        writer.WriteString(Subject);
        writer.WriteString(Body);
        writer.WriteUInt64(BinaryPrimitives.ReverseEndianness(Timestamp));
        writer.WriteBytes(RootTree.AsSpan());
        writer.WriteBytes(RootMeta.AsSpan());
        writer.End();
        return writer.WrittenSpan.ToArray();
    }

    private static KeyValuePair<string, Checksum>[] ParseRelated(VariantReader list, string where)
    {
        var related = new KeyValuePair<string, Checksum>[list.Count];
        for (int i = 0; i < related.Length; i++)
        {
            VariantReader entry = list.Child(i);
            related[i] = new(entry.Child(0).GetString(), ChecksumOf(entry.Child(1).Data, where, "related object"));
        }

        return related;
    }

    private static Checksum ChecksumOf(ReadOnlySpan<byte> bytes, string where, string what)
        => bytes.Length == Checksum.Size ? new Checksum(bytes) : throw Corrupt(where, $"names a {what} by a checksum of a wrong length");

    private static OstreeException Corrupt(string where, string what) => new(
        OstreeFault.CorruptObject,
        $"{where} {what}.",
        where,
        "The object is damaged or hostile: fetch it again from a source that you trust.");
}
