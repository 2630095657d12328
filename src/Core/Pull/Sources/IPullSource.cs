using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Sources;

/// <summary>A repository that objects are pulled from, wherever it is. Members may be called several at once.</summary>
internal interface IPullSource
{
    /// <summary>Where it is, a path or a URL; for messages.</summary>
    string Label { get; }

    /// <summary>Where an object of it is, as closely as is known; for messages.</summary>
    string LabelOf(in ObjectName name) => Label;

    /// <summary>Whether metadata is taken without looking whether it is what its name says.</summary>
    bool TrustsMetadata => false;

    /// <summary>Whether what it moves are the bytes of an archive, of which commits can tell how many there are.</summary>
    bool MovesArchived => false;

    /// <summary>Whether it goes on with the parts of large objects that an earlier pull left.</summary>
    bool Resumes => false;

    /// <summary>How many metadata objects are asked for at once.</summary>
    int MetadataAtOnce { get; }

    /// <summary>How many batches of content objects are asked for at once.</summary>
    int ContentAtOnce { get; }

    /// <summary>How many content objects make a batch.</summary>
    int ContentBatch { get; }

    /// <summary>The bytes of a metadata object or tombstone, not yet verified; null when it is absent.</summary>
    /// <param name="name">The object.</param>
    /// <param name="staging">Where what is large may wait until it is known to be right; null for memory.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException">When they cannot be had, or are more than metadata may have.</exception>
    ValueTask<byte[]?> ReadMetadataAsync(ObjectName name, DirectoryHandle? staging, CancellationToken stop);

    /// <summary>The detached metadata of a commit, a <c>a{sv}</c>; null when it has none. An empty one takes the place of what is here: signatures were taken away.</summary>
    /// <exception cref="OstreeException">When it cannot be had, or is no such thing.</exception>
    ValueTask<Variant?> ReadDetachedMetadataAsync(Checksum commit, CancellationToken stop);

    /// <summary>Stores verified metadata without copying it, where that can be.</summary>
    /// <returns>False when nothing was done.</returns>
    bool TryLinkMetadata(in ObjectName name, PullTarget target);

    /// <summary>Stores content objects, each verified before it gets its name.</summary>
    /// <exception cref="OstreeException">When one is absent or damaged.</exception>
    Task DeliverContentAsync(IReadOnlyList<Checksum> batch, PullTarget target, CancellationToken stop);

    /// <summary>What it would take to bring a content object, without bringing it.</summary>
    /// <param name="checksum">The object.</param>
    /// <param name="told">Bytes that it has in an archive, as a commit tells; null when none does.</param>
    /// <param name="target">The repository that it would come into.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException">When it is absent, or the source cannot be asked.</exception>
    ValueTask<ContentSize> MeasureContentAsync(Checksum checksum, long? told, OstreeRepository target, CancellationToken stop);
}
