using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull;

/// <summary>What a pull did.</summary>
public sealed record PullResult
{
    /// <summary>The repository that was pulled into.</summary>
    public required string Repository { get; init; }

    /// <summary>Where it was pulled from: a path or a URL.</summary>
    public required string Source { get; init; }

    /// <summary>The refs that were set.</summary>
    public required IReadOnlyList<PulledRef> Refs { get; init; }

    /// <summary>The commits that came or were here, ancestors included.</summary>
    public required IReadOnlyList<Checksum> Commits { get; init; }

    /// <summary>Metadata objects that came in.</summary>
    public required long Metadata { get; init; }

    /// <summary>Content objects that were linked, and so moved no bytes.</summary>
    public required long ContentLinked { get; init; }

    /// <summary>Content objects that were copied or fetched.</summary>
    public required long ContentFetched { get; init; }

    /// <summary>How many of the metadata objects came from repositories of this machine that were named as caches.</summary>
    public long MetadataFromCaches { get; init; }

    /// <summary>How many of the content objects came from them.</summary>
    public long ContentFromCaches { get; init; }

    /// <summary>Bytes that were moved: payload of a local source, what came over the wire of a remote one.</summary>
    public required long Bytes { get; init; }

    /// <summary>Who has signed what came in, such as <c>gpg 9A2C…</c>; empty where no signatures were demanded.</summary>
    public IReadOnlyList<string> VerifiedBy { get; init; } = [];

    /// <summary>How long it took.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What came from where.</summary>
    public override string ToString() => Refs.Count > 0 ? $"{string.Join(", ", Refs)} from {Source}" : $"{Commits.Count} commits from {Source}";
}
