using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Removes damaged objects and marks the commits that need them, so that a pull fetches them again.</summary>
internal sealed class RepositoryRepair(OstreeRepository repository, CheckOptions options)
{
    internal long Removed { get; private set; }

    internal long Marked { get; private set; }

    /// <summary>Does what the options ask for about one defect.</summary>
    /// <returns>The defect, with what was done.</returns>
    internal RepositoryDefect Apply(RepositoryDefect defect)
    {
        if (defect is not { Severity: DefectSeverity.Error, Object: { } name } || defect.Kind == DefectKind.UnreadableObject)
            return defect;
        bool missing = defect.Kind == DefectKind.MissingObject;
        string? done = null;
        if (!missing)
        {
            if (!options.Delete)
                return defect;
            done = Remove(name, out bool removed);
            if (!removed)
                return defect with { Repair = done };
            Removed++;
        }

        int marked = options.Delete || options.MarkPartial ? Mark(name, defect.Commits) : 0;
        if (marked > 0)
            done = $"{(done is null ? string.Empty : done + "; ")}{marked} {(marked == 1 ? "commit" : "commits")} marked as damaged";
        return defect with { Repair = done };
    }

    private string Remove(in ObjectName name, out bool removed)
    {
        removed = false;
        try
        {
            if (!repository.Store.Delete(name))
                return "nothing to remove here: the object is in a parent repository";
            removed = true;
            if (name.Type == ObjectType.File)
                repository.Store.Delete(name with { Type = ObjectType.FileXattrsLink });
            if (name.Type == ObjectType.FileXattrsLink)
                repository.Store.Delete(name with { Type = ObjectType.File });
            if (name.Type == ObjectType.Commit)
                RemoveRestOfCommit(name.Checksum);
            return "removed";
        }
        catch (OstreeException e)
        {
            // One object that cannot be removed must not keep the others from being repaired; the defect tells of it.
            return $"could not be removed: {e.Message}";
        }
    }

    private void RemoveRestOfCommit(in Checksum commit)
    {
        repository.Store.Delete(new ObjectName(commit, ObjectType.CommitMeta));
        if (repository.Config.TombstoneCommits)
            Tombstone.Write(repository, commit);
    }

    private int Mark(in ObjectName name, IReadOnlyList<Checksum> commits)
    {
        if (name.Type == ObjectType.Commit)
            return 0;
        int marked = commits.Count(repository.CommitStates.MarkDamaged);
        Marked += marked;
        return marked;
    }
}
