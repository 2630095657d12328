using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Pull;

/// <summary>A ref that a pull set.</summary>
/// <param name="Ref">The ref, as it is called here.</param>
/// <param name="Previous">The commit that it named before; null when it is new.</param>
/// <param name="Commit">The commit that it names now.</param>
public sealed record PulledRef(RefAddress Ref, Checksum? Previous, Checksum Commit)
{
    private const int ShortDigits = 10;

    /// <summary>Whether it names another commit than before.</summary>
    public bool Changed => Previous != Commit;

    /// <summary>The ref, the beginning of its commit's checksum, and what it named before.</summary>
    public override string ToString() => $"{Ref} {Short(Commit)} ({(Previous is not { } previous ? "new" : Changed ? $"was {Short(previous)}" : "as before")})";

    private static string Short(in Checksum commit) => commit.ToString()[..ShortDigits];
}
