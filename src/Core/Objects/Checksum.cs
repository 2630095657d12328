using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Objects;

/// <summary>A SHA-256 digest that names an object. Written as 64 lower-case hex digits, or in OSTree's modified base64.</summary>
public readonly struct Checksum : IEquatable<Checksum>, IComparable<Checksum>
{
    /// <summary>Bytes in a checksum.</summary>
    public const int Size = 32;

    /// <summary>Hex digits in a checksum.</summary>
    public const int HexLength = 2 * Size;

    /// <summary>Characters of the modified base64 form: <c>_</c> for <c>/</c>, no padding.</summary>
    public const int Base64Length = 43;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private readonly Block _bytes;

    /// <summary>Copies a digest.</summary>
    /// <param name="bytes">Exactly 32 bytes.</param>
    public Checksum(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw Malformed($"of {bytes.Length} bytes");
        bytes.CopyTo(_bytes);
    }

    /// <summary>The digest; lives as long as the variable it is taken from.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _bytes;

    /// <summary>64 lower-case hex digits, as a property for what shows or serialises properties.</summary>
    public string Hex => ToString();

    /// <summary>Equality of all bytes.</summary>
    public static bool operator ==(Checksum left, Checksum right) => left.Equals(right);

    /// <summary>Difference in any byte.</summary>
    public static bool operator !=(Checksum left, Checksum right) => !left.Equals(right);

    /// <summary>Order of bytes.</summary>
    public static bool operator <(Checksum left, Checksum right) => left.CompareTo(right) < 0;

    /// <summary>Order of bytes.</summary>
    public static bool operator >(Checksum left, Checksum right) => left.CompareTo(right) > 0;

    /// <summary>Order of bytes.</summary>
    public static bool operator <=(Checksum left, Checksum right) => left.CompareTo(right) <= 0;

    /// <summary>Order of bytes.</summary>
    public static bool operator >=(Checksum left, Checksum right) => left.CompareTo(right) >= 0;

    /// <summary>Reads 64 lower-case hex digits.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidChecksum"/> for anything else.</exception>
    public static Checksum Parse(ReadOnlySpan<char> text)
        => TryParse(text, out Checksum result) ? result : throw Malformed($"'{text}'");

    /// <summary>Reads 64 lower-case hex digits. PowerShell finds this form, so that a checksum compares with its text.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidChecksum"/> for anything else.</exception>
    public static Checksum Parse(string text) => Parse(text.AsSpan());

    /// <summary>Reads 64 lower-case hex digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Checksum result)
    {
        result = default;
        if (text.Length != HexLength || text.ContainsAnyExcept(LowerHex))
            return false;
        Span<byte> bytes = stackalloc byte[Size];
        Convert.FromHexString(text, bytes, out _, out _);
        result = new Checksum(bytes);
        return true;
    }

    /// <summary>Reads the modified base64 form, as used in the names of static deltas.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidChecksum"/> for anything else.</exception>
    public static Checksum ParseBase64(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Size + 1];
        Span<char> standard = stackalloc char[Base64Length + 1];
        if (text.Length == Base64Length)
        {
            text.CopyTo(standard);
            standard[..Base64Length].Replace('_', '/');
            standard[Base64Length] = '=';
            if (Convert.TryFromBase64Chars(standard, bytes, out int written) && written == Size)
            {
                var result = new Checksum(bytes[..Size]);
                if (text.SequenceEqual(result.ToBase64()))
                    return result;
            }
        }

        throw Malformed($"'{text}'");
    }

    /// <summary>The modified base64 form: 43 characters, <c>_</c> for <c>/</c>, no padding.</summary>
    public string ToBase64() => Convert.ToBase64String(_bytes)[..Base64Length].Replace('/', '_');

    /// <inheritdoc/>
    public bool Equals(Checksum other) => AsSpan().SequenceEqual(other.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Checksum other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => BitConverter.ToInt32(AsSpan());

    /// <inheritdoc/>
    public int CompareTo(Checksum other) => AsSpan().SequenceCompareTo(other.AsSpan());

    /// <summary>64 lower-case hex digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(_bytes);

    private static OstreeException Malformed(string what) => new(
        OstreeFault.InvalidChecksum,
        $"A checksum {what} is not a checksum: it takes {HexLength} lower-case hex digits.",
        what.Trim('\''),
        "Give the full checksum, or a ref.");

    [InlineArray(Size)]
    private struct Block
    {
        private byte _first;
    }
}
