using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Pull.Sinks;

/// <summary>What becomes of the objects that a pull leads to: they are stored, or only counted. Members may be called several at once.</summary>
internal interface IPullSink
{
    /// <summary>Where what is large may wait until it is known to be right; null when nothing is written.</summary>
    DirectoryHandle? Staging { get; }

    /// <summary>Reads what is here already.</summary>
    ObjectLoader Objects { get; }

    /// <summary>Whether an object is here.</summary>
    bool Has(in ObjectName name);

    /// <summary>Takes a verified object of a directory that is not here.</summary>
    void TakeMetadata(in ObjectName name, byte[] bytes);

    /// <summary>Takes the mark of a deleted commit.</summary>
    void TakeTombstone(in Checksum commit, byte[] bytes);

    /// <summary>Notes a commit that was admitted. It becomes visible when everything else has.</summary>
    void NoteCommit(in Checksum checksum, Commit commit, long bytes);

    /// <summary>Takes content objects.</summary>
    /// <exception cref="OstreeException">When one is absent or damaged.</exception>
    Task TakeContentAsync(IReadOnlyList<Checksum> batch, CancellationToken stop);

    /// <summary>Says how many content objects there will be, as far as is known by now.</summary>
    void Expect(long content);
}
