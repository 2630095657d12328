using System.Collections;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Objects;

/// <summary>The extended attributes of a file or directory, sorted by the bytes of their names, without duplicates.</summary>
/// <remarks>Format: <c>a(ayay)</c>, each name with a final NUL; upstream's <c>ostree-core.h</c>.</remarks>
public sealed class ExtendedAttributes : IReadOnlyList<ExtendedAttribute>, IEquatable<ExtendedAttributes>
{
    internal static readonly VariantType Type = VariantType.Parse("a(ayay)");
    private readonly ExtendedAttribute[] _entries;

    private ExtendedAttributes(ExtendedAttribute[] entries) => _entries = entries;

    /// <summary>No attributes.</summary>
    public static ExtendedAttributes Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _entries.Length;

    /// <inheritdoc/>
    public ExtendedAttribute this[int index] => _entries[index];

    /// <summary>Sorts attributes into their canonical order.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> for an empty or repeated name.</exception>
    public static ExtendedAttributes Create(IEnumerable<KeyValuePair<byte[], byte[]>>? entries)
    {
        if (entries is null)
            return Empty;
        ExtendedAttribute[] sorted = [.. entries.Select(e => new ExtendedAttribute(e.Key, e.Value))];
        if (sorted.Length == 0)
            return Empty;
        Array.Sort(sorted, static (a, b) => a.RawName.Span.SequenceCompareTo(b.RawName.Span));
        return Checked(sorted, "The list of extended attributes");
    }

    /// <summary>Reads <c>a(ayay)</c> and checks its order.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="where">The object that holds them, for messages.</param>
    internal static ExtendedAttributes Parse(VariantReader reader, string where)
    {
        int count = reader.Count;
        if (count == 0)
            return Empty;
        var entries = new ExtendedAttribute[count];
        for (int i = 0; i < count; i++)
        {
            VariantReader entry = reader.Child(i);
            ReadOnlySpan<byte> name = entry.ChildData(0);
            if (name.IsEmpty || name.IndexOf((byte)0) != name.Length - 1)
                throw Corrupt(where, "a name of an extended attribute that does not end in its only NUL");
            entries[i] = new ExtendedAttribute(name[..^1], entry.Child(1).Data);
        }

        return Checked(entries, where);
    }

    internal void Write(VariantWriter writer)
    {
        writer.BeginArray();
        foreach (ExtendedAttribute entry in _entries)
        {
            writer.BeginTuple();
            writer.WriteBytes(entry.TerminatedName);
            writer.WriteBytes(entry.Value.Span);
            writer.End();
        }

        writer.End();
    }

    /// <summary>The value of one attribute; null when it is absent.</summary>
    public ReadOnlyMemory<byte>? Find(ReadOnlySpan<byte> name)
    {
        foreach (ExtendedAttribute entry in _entries)
        {
            if (entry.RawName.Span.SequenceEqual(name))
                return entry.Value;
        }

        return null;
    }

    private static ReadOnlySpan<byte> LabelName => "security.selinux"u8;

    /// <summary>The same with another security label; these where none is given.</summary>
    internal ExtendedAttributes WithLabel(string? label) => label is null ? this : WithLabelValue(LabelValue(label));

    /// <summary>The same with another security label as it is set on a file, without a NUL; these where none is given.</summary>
    internal ExtendedAttributes WithPlainLabel(string? label) => label is null ? this : WithLabelValue(LabelValue(label)[..^1]);

    /// <summary>Whether this is the security label.</summary>
    internal bool HasLabel(string label) => HasLabelValue(LabelValue(label));

    private ExtendedAttributes WithLabelValue(byte[] label)
    {
        if (HasLabelValue(label))
            return this;
        ExtendedAttribute[] entries =
        [
            .. _entries.Where(static entry => !entry.RawName.Span.SequenceEqual(LabelName)),
            new ExtendedAttribute(LabelName.ToArray(), label),
        ];
        Array.Sort(entries, static (a, b) => a.RawName.Span.SequenceCompareTo(b.RawName.Span));
        return new ExtendedAttributes(entries);
    }

    private bool HasLabelValue(ReadOnlySpan<byte> label) => Find(LabelName) is { } value && value.Span.SequenceEqual(label);

    // The kernel keeps a label with a NUL at its end, and that is how it is committed.
    private static byte[] LabelValue(string label) => System.Text.Encoding.UTF8.GetBytes(label + '\0');

    /// <inheritdoc/>
    public IEnumerator<ExtendedAttribute> GetEnumerator() => ((IEnumerable<ExtendedAttribute>)_entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ExtendedAttributes? other)
    {
        if (other is null || other.Count != Count)
            return false;
        for (int i = 0; i < Count; i++)
        {
            if (!_entries[i].RawName.Span.SequenceEqual(other[i].RawName.Span) || !_entries[i].Value.Span.SequenceEqual(other[i].Value.Span))
                return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ExtendedAttributes);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (ExtendedAttribute entry in _entries)
        {
            hash.AddBytes(entry.RawName.Span);
            hash.AddBytes(entry.Value.Span);
        }

        return hash.ToHashCode();
    }

    /// <summary>The names, separated by commas.</summary>
    public override string ToString() => string.Join(", ", _entries.Select(e => e.Name));

    private static ExtendedAttributes Checked(ExtendedAttribute[] entries, string where)
    {
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i].RawName.IsEmpty)
                throw Corrupt(where, "an extended attribute without a name");
            if (i > 0 && entries[i - 1].RawName.Span.SequenceCompareTo(entries[i].RawName.Span) >= 0)
                throw Corrupt(where, $"the extended attribute {entries[i].Name} twice or out of order");
        }

        return new ExtendedAttributes(entries);
    }

    private static OstreeException Corrupt(string where, string what) => new(
        OstreeFault.CorruptObject,
        $"{where} holds {what}.",
        where,
        "The object is damaged: fetch it again or restore it.");
}
