namespace OstreePS.Core.Objects;

/// <summary>The order of strings by their UTF-8 bytes, which is the order of names in every OSTree format.</summary>
/// <remarks>Ordinal UTF-16 order differs from it only where a surrogate meets a character of U+E000 to U+FFFF.</remarks>
public sealed class Utf8Order : IComparer<string>
{
    private Utf8Order()
    {
    }

    /// <summary>The only instance.</summary>
    public static Utf8Order Comparer { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y) => x is null || y is null ? (x is null ? 0 : 1) - (y is null ? 0 : 1) : CompareNames(x, y);

    /// <summary>Compares two names by their UTF-8 bytes.</summary>
    public static int CompareNames(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        int common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length)
            return x.Length - y.Length;
        return Rank(x[common]) - Rank(y[common]);
    }

    // Surrogates stand for code points above U+FFFF and so sort after everything else.
    private static int Rank(char c) => char.IsSurrogate(c) ? c + 0x10000 : c;
}
