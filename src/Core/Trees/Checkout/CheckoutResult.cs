using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>What a checkout came to.</summary>
public sealed record CheckoutResult
{
    /// <summary>The commit.</summary>
    public required Checksum Commit { get; init; }

    /// <summary>Where it is now: an absolute path.</summary>
    public required string Destination { get; init; }

    /// <summary>The part of the commit that was checked out; <c>/</c> for all.</summary>
    public required string Subpath { get; init; }

    /// <summary>Regular files placed, linked and copied.</summary>
    public required long Files { get; init; }

    /// <summary>Regular files that share their inode with the repository or its cache.</summary>
    public required long Linked { get; init; }

    /// <summary>Regular files of their own.</summary>
    public required long Copied { get; init; }

    /// <summary>Symbolic links placed.</summary>
    public required long Symlinks { get; init; }

    /// <summary>Directories made or gone into.</summary>
    public required long Directories { get; init; }

    /// <summary>Files and links that were there already and were left.</summary>
    public required long Kept { get; init; }

    /// <summary>Whiteouts obeyed or made.</summary>
    public required long Whiteouts { get; init; }

    /// <summary>Bytes of content in the files placed.</summary>
    public required long Bytes { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The repository that it comes from.</summary>
    public required string Repository { get; init; }

    /// <summary>Where it lies.</summary>
    public override string ToString() => Destination;
}
