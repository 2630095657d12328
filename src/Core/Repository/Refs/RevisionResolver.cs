using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Refs;

/// <summary>
/// Turns a revision into a commit's checksum, in upstream's order: a full checksum; a unique beginning of one; a trailing
/// <c>^</c> for the parent; <c>remote:ref</c>; a local ref; a ref of that name of any remote.
/// </summary>
/// <remarks>
/// One difference: a ref goes before commits whose checksums begin with its name. Otherwise <c>f33</c> would name another commit
/// on the day when a checksum happens, or is made, to begin with these digits.
/// </remarks>
public static class RevisionResolver
{
    /// <summary>Resolves a revision.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RevisionNotFound"/>, <see cref="OstreeFault.AmbiguousRevision"/>,
    /// <see cref="OstreeFault.InvalidRefName"/> or <see cref="OstreeFault.RefNotFound"/>.</exception>
    public static Checksum Resolve(OstreeRepository repository, string revision)
    {
        string start = revision.TrimEnd('^');
        Checksum commit = ResolveStart(repository, start);
        for (int steps = revision.Length - start.Length; steps > 0; steps--)
            commit = ParentOf(repository, commit, revision);
        return commit;
    }

    private static Checksum ResolveStart(OstreeRepository repository, string revision)
    {
        if (Checksum.TryParse(revision, out Checksum full))
            return full;
        IReadOnlyCollection<Checksum> abbreviated = FindCommits(repository, revision);
        if (abbreviated.Count > 0)
            return repository.Refs.FindAnywhere(revision) ?? Unique(abbreviated, revision);
        (string? remote, string name) = RefName.ParseRefspec(revision);
        return (remote is null ? repository.Refs.FindAnywhere(name) : repository.Refs.Find(name, remote)) ?? throw new OstreeException(
            OstreeFault.RefNotFound,
            $"'{revision}' is neither a ref nor the beginning of a commit's checksum in '{repository.Path}'.",
            revision,
            "Get-OstreeRef lists the refs.");
    }

    /// <summary>The only commit of a repository.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RevisionNotFound"/> when it has none, <see cref="OstreeFault.AmbiguousRevision"/> when it has several.</exception>
    public static Checksum ResolveSingle(OstreeRepository repository)
    {
        HashSet<Checksum> found = Search(repository, string.Empty);
        return found.Count switch
        {
            1 => found.First(),
            0 => throw new OstreeException(OstreeFault.RevisionNotFound, $"'{repository.Path}' has no commit.", repository.Path, "Commit something first, or name another repository."),
            _ => throw new OstreeException(OstreeFault.AmbiguousRevision, $"'{repository.Path}' has {found.Count} commits, not a single one.", repository.Path, "Name the revision."),
        };
    }

    private static Checksum ParentOf(OstreeRepository repository, in Checksum commit, string revision)
        => repository.Objects.LoadCommit(commit).Parent ?? throw new OstreeException(
            OstreeFault.RevisionNotFound,
            $"'{revision}' names nothing: commit {commit} has no parent.",
            revision,
            "Get-OstreeCommit -History shows how far the history goes.");

    /// <summary>The commits whose checksums begin with a text, in the repository and its parents, in no order.</summary>
    public static IReadOnlyCollection<Checksum> FindCommits(OstreeRepository repository, string beginning)
    {
        return beginning.Length is 0 or > Checksum.HexLength || beginning.AsSpan().ContainsAnyExcept("0123456789abcdef")
            ? []
            : Search(repository, beginning);
    }

    private static HashSet<Checksum> Search(OstreeRepository repository, string beginning)
    {
        var found = new HashSet<Checksum>();
        for (OstreeRepository? current = repository; current is not null; current = current.Parent)
            Collect(current.Store.Directory, beginning, found);
        return found;
    }

    private static Checksum Unique(IReadOnlyCollection<Checksum> found, string text)
        => found.Count == 1 ? found.First() : throw new OstreeException(
            OstreeFault.AmbiguousRevision,
            $"'{text}' is the beginning of {found.Count} commits' checksums: {string.Join(", ", found.Order().Take(3).Select(c => c.ToString()[..Math.Min(Checksum.HexLength, text.Length + 4)]))} …",
            text,
            "Give more digits.");

    private static void Collect(ObjectDirectory directory, string text, HashSet<Checksum> found)
    {
        for (int index = 0; index < ObjectLayout.PrefixCount; index++)
        {
            string prefix = ObjectLayout.PrefixOf(index);
            if (!prefix.AsSpan().StartsWith(text.AsSpan(0, Math.Min(2, text.Length)), StringComparison.Ordinal))
                continue;
            using DirectoryHandle? folder = directory.Handle.TryOpenDirectory(prefix, out int errno);
            if (folder is null && errno == Errno.NoEntry)
                continue;
            if (folder is null)
                Errno.Throw(errno, "open directory", directory.Handle.Child(prefix));
            foreach (DirectoryEntry entry in folder.List())
            {
                if (ObjectLayout.Parse(prefix, entry.Name, directory.Mode) is { Type: ObjectType.Commit } name
                    && name.Checksum.ToString().StartsWith(text, StringComparison.Ordinal))
                {
                    found.Add(name.Checksum);
                }
            }
        }
    }
}
