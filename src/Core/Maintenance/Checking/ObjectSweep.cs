using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Goes over a directory of objects, part by part on all cores, verifies what is there and misses what is not.</summary>
/// <param name="repository">The repository.</param>
/// <param name="required">What complete commits need.</param>
/// <param name="optional">What only partial commits need.</param>
/// <param name="quick">Whether to leave out the hashing of content.</param>
/// <param name="progress">Counts the objects.</param>
internal sealed class ObjectSweep(OstreeRepository repository, ObjectSet required, ObjectSet optional, bool quick, ProgressCounter progress)
{
    private readonly Lock _gate = new();
    private readonly ObjectSet _usedXattrs = new();
    private long _objects;
    private long _bytes;

    /// <summary>What is wrong with objects.</summary>
    internal List<Finding> Findings { get; } = [];

    /// <summary>Objects that nothing needs.</summary>
    internal List<ObjectName> Orphans { get; } = [];

    /// <summary>Files that are no objects: path and what is wrong.</summary>
    internal List<(string Path, string Why)> Strays { get; } = [];

    internal long Objects => _objects;

    internal long Bytes => _bytes;

    internal void Run(CancellationToken stop)
    {
        int next = -1;
        Workers.Run(
            () =>
            {
                using var verifier = new ObjectVerifier(repository, quick, stop);
                for (int index; (index = Interlocked.Increment(ref next)) < ObjectLayout.PrefixCount;)
                    SweepPart(index, verifier, stop);
                Interlocked.Add(ref _bytes, verifier.Bytes);
            },
            stop);
        Orphans.RemoveAll(name => name.Type == ObjectType.FileXattrs && _usedXattrs.Contains(name));
    }

    private void SweepPart(int index, ObjectVerifier verifier, CancellationToken stop)
    {
        string prefix = ObjectLayout.PrefixOf(index);
        foreach (string entry in ListPart(index))
        {
            stop.ThrowIfCancellationRequested();
            if (ObjectLayout.Parse(prefix, entry, repository.Mode) is not { } name)
            {
                lock (_gate)
                    Strays.Add(($"{RepositoryLayout.Objects}/{prefix}/{entry}", "is not an object"));
                continue;
            }

            required.Meet(name);
            Look(name, verifier);
        }

        foreach (ObjectName name in required.NotMet(index))
        {
            stop.ThrowIfCancellationRequested();
            Take(verifier.Verify(name));
        }
    }

    private void Look(in ObjectName name, ObjectVerifier verifier)
    {
        Take(verifier.Verify(name));
        if (name.Type == ObjectType.FileXattrsLink && verifier.LinkedAttributes is { } attributes && _usedXattrs.Add(attributes) && !repository.Source.Contains(attributes))
            Take(Finding.Warning(attributes, DefectKind.MissingObject, $"{attributes} is missing. Its bytes are in the links of the content that has these attributes, such as {name}, so that nothing is lost."));
        Interlocked.Increment(ref _objects);
        progress.CountItem();
        if (IsNeeded(name))
            return;
        lock (_gate)
            Orphans.Add(name);
    }

    private bool IsNeeded(in ObjectName name)
    {
        ObjectName owner = name.Type switch
        {
            ObjectType.FileXattrsLink => name with { Type = ObjectType.File },
            ObjectType.CommitMeta => name with { Type = ObjectType.Commit },
            _ => name,
        };
        return name.Type is ObjectType.TombstoneCommit or ObjectType.PayloadLink || required.Contains(owner) || optional.Contains(owner);
    }

    private List<string> ListPart(int index)
    {
        try
        {
            return ObjectListing.List(repository.Store.Directory, index);
        }
        catch (OstreeException e)
        {
            // A name that is not UTF-8, or a part that cannot be read: what is missed for that is reported as missing.
            lock (_gate)
                Strays.Add(($"{RepositoryLayout.Objects}/{ObjectLayout.PrefixOf(index)}", $"cannot be listed: {e.Message}"));
            return [];
        }
    }

    private void Take(Finding? finding)
    {
        if (finding is not { } defect)
            return;
        lock (_gate)
            Findings.Add(defect);
    }
}
