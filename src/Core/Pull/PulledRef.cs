using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Pull;

/// <summary>A ref that a pull set.</summary>
/// <param name="Ref">The ref, as it is called here.</param>
/// <param name="Previous">The commit that it named before; null when it is new.</param>
/// <param name="Commit">The commit that it names now.</param>
public sealed record PulledRef(RefAddress Ref, Checksum? Previous, Checksum Commit)
{
    /// <summary>Whether it names another commit than before.</summary>
    public bool Changed => Previous != Commit;

    /// <summary>The ref and its commit.</summary>
    public override string ToString() => $"{Ref} {Commit}";
}
