using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull;

/// <summary>What a pull would do. It was found out without storing anything: metadata was read and verified, content was not.</summary>
/// <remarks>What an earlier pull left when it was cut counts as here, parts of large objects too, if the server can send the rest alone.</remarks>
public sealed record PullForecast
{
    /// <summary>The repository that would be pulled into.</summary>
    public required string Repository { get; init; }

    /// <summary>Where it would be pulled from: a path or a URL.</summary>
    public required string Source { get; init; }

    /// <summary>The refs that would be set.</summary>
    public required IReadOnlyList<PulledRef> Refs { get; init; }

    /// <summary>The commits that are not here, or not completely, ancestors included.</summary>
    public required IReadOnlyList<Checksum> Commits { get; init; }

    /// <summary>Metadata objects that would come in.</summary>
    public required long Metadata { get; init; }

    /// <summary>Content objects that would be linked, and so move no bytes.</summary>
    public required long ContentLinked { get; init; }

    /// <summary>Content objects that would be copied or fetched.</summary>
    public required long ContentFetched { get; init; }

    /// <summary>Bytes that would be moved, as far as they are known: payload of a local source, what comes over the wire of a remote one.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many of <see cref="Bytes"/> are of content.</summary>
    public required long ContentBytes { get; init; }

    /// <summary>How many content objects have a size that neither the commit nor the server tells; <see cref="Bytes"/> lacks them.</summary>
    public required long ContentOfUnknownSize { get; init; }

    /// <summary>Whether nothing is missing in <see cref="Bytes"/>.</summary>
    public bool IsExact => ContentOfUnknownSize == 0;

    /// <summary>Bytes of metadata that were read only to find this out.</summary>
    internal long ReadAgain { get; init; }

    /// <summary>Who has signed what would come in, such as <c>gpg 9A2C…</c>; empty where no signatures were demanded.</summary>
    public IReadOnlyList<string> VerifiedBy { get; init; } = [];

    /// <summary>How long it took to find out.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The refs, or the number of commits, and the source.</summary>
    public override string ToString() => Refs.Count > 0 ? $"{string.Join(", ", Refs)} from {Source}" : $"{Commits.Count} commits from {Source}";
}
