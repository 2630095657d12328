using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Reachability;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Checks refs, and what commits say of refs.</summary>
internal sealed class RefChecks(OstreeRepository repository, Action<RepositoryDefect> report)
{
    private IReadOnlyList<RefEntry> _refs = [];

    /// <summary>The refs that can be read.</summary>
    internal IReadOnlyList<RefEntry> Refs => _refs;

    /// <summary>Reads the refs and checks that their commits are there, and bound to them if asked.</summary>
    internal void CheckRefs(bool bindings)
    {
        _refs = repository.Refs.List((path, fault) => report(Error(DefectKind.CorruptRef, fault.Message) with { Path = path, Refs = [ShortName(path)] }));
        foreach (RefEntry entry in _refs)
        {
            if (!repository.Objects.Contains(new ObjectName(entry.Checksum, ObjectType.Commit)))
            {
                report(Error(DefectKind.DanglingRef, $"The ref '{Describe(entry)}' names commit {entry.Checksum}, which is missing.") with
                {
                    Refs = [Describe(entry)],
                    Commits = [entry.Checksum],
                });
            }
            else if (bindings && TryLoad(entry.Checksum) is { } commit && ExplainBinding(entry, commit) is { } why)
            {
                report(Error(DefectKind.BindingMismatch, $"Commit {entry.Checksum} {why}.") with { Refs = [Describe(entry)], Commits = [entry.Checksum] });
            }
        }
    }

    /// <summary>Checks that the refs that a commit is bound to name it.</summary>
    internal void CheckBackReferences(Checksum checksum, Commit commit)
    {
        string? collection = Bindings.CollectionOf(commit);
        foreach (string name in Bindings.RefsOf(commit) ?? [])
        {
            string shown = collection is null ? name : $"({collection}, {name})";
            Checksum? actual = Resolve(collection, name);
            if (actual == checksum)
                continue;
            string what = actual is null ? "does not exist" : $"names commit {actual}";
            report(Error(DefectKind.BackReferenceMismatch, $"Commit {checksum} is bound to the ref '{shown}', which {what}.") with
            {
                Refs = [shown],
                Commits = [checksum],
            });
        }
    }

    /// <summary>The refs that point to one of some commits.</summary>
    internal IReadOnlyList<string> RefsTo(IReadOnlyCollection<Checksum> commits)
        => commits.Count == 0 ? [] : [.. _refs.Where(entry => commits.Contains(entry.Checksum)).Select(Describe)];

    internal static string Describe(RefEntry entry) => entry.Kind == RefKind.Mirror ? $"({entry.CollectionId}, {entry.Name})" : entry.Refspec;

    private static string? ExplainBinding(RefEntry entry, Commit commit)
    {
        // A remote's ref is checked by name only, as upstream does; a ref of ours or a mirror also by collection.
        string? collection = entry.Kind == RefKind.Remote ? null : entry.CollectionId;
        if (Bindings.RefsOf(commit) is not { } bound)
            return collection is null ? null : "is bound to no ref";
        if (!bound.Contains(entry.Name, StringComparer.Ordinal))
            return $"is not bound to the ref '{entry.Name}', but to {(bound.Count == 0 ? "none" : string.Join(", ", bound))}";
        if (collection is null)
            return null;
        return Bindings.CollectionOf(commit) switch
        {
            null => $"is bound to no collection, and the ref is of {collection}",
            { } other when !string.Equals(other, collection, StringComparison.Ordinal) => $"is bound to the collection {other}, and the ref is of {collection}",
            _ => null,
        };
    }

    private Checksum? Resolve(string? collection, string name)
    {
        if (collection is not null)
        {
            foreach (RefEntry entry in _refs)
            {
                if (string.Equals(entry.CollectionId, collection, StringComparison.Ordinal) && string.Equals(entry.Name, name, StringComparison.Ordinal))
                    return entry.Checksum;
            }

            return null;
        }

        try
        {
            return repository.Refs.FindAnywhere(name);
        }
        catch (OstreeException)
        {
            // Reported as a corrupt ref already; what it names is not known.
            return null;
        }
    }

    private Commit? TryLoad(in Checksum checksum)
    {
        try
        {
            return repository.Objects.TryLoadCommit(checksum);
        }
        catch (OstreeException)
        {
            // Reported with the objects.
            return null;
        }
    }

    private static string ShortName(string path) => path.Split('/', 3)[^1];

    private RepositoryDefect Error(DefectKind kind, string description)
        => new() { Kind = kind, Severity = DefectSeverity.Error, Description = description, Repository = repository.Path };
}
