using System.Text;

namespace OstreePS.Core.Objects;

/// <summary>One extended attribute. Names and values are bytes.</summary>
public sealed class ExtendedAttribute
{
    private readonly byte[] _terminatedName;

    /// <summary>Copies a name and a value.</summary>
    /// <param name="rawName">The name, without a final NUL.</param>
    /// <param name="value">The value.</param>
    public ExtendedAttribute(ReadOnlySpan<byte> rawName, ReadOnlySpan<byte> value)
    {
        _terminatedName = [.. rawName, 0];
        Value = value.ToArray();
    }

    /// <summary>The name as text, for people: <c>security.selinux</c>.</summary>
    public string Name => Encoding.UTF8.GetString(RawName.Span);

    /// <summary>The name as bytes, without a final NUL.</summary>
    public ReadOnlyMemory<byte> RawName => _terminatedName.AsMemory(0, _terminatedName.Length - 1);

    /// <summary>The value as bytes.</summary>
    public ReadOnlyMemory<byte> Value { get; }

    internal ReadOnlySpan<byte> TerminatedName => _terminatedName;

    /// <summary>The name and the size of the value.</summary>
    public override string ToString() => $"{Name} ({Value.Length} bytes)";
}
