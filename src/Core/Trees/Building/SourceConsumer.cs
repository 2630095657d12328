using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Building;

/// <summary>Removes directories that were sources, once their content is safe in the repository.</summary>
internal static class SourceConsumer
{
    /// <summary>Refuses what must not be consumed, before anything is done.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/> for a source that holds the repository, or is the root of the system.</exception>
    internal static void Validate(OstreeRepository repository, IReadOnlyList<TreeSource> sources)
    {
        foreach (string path in DirectoriesOf(sources))
        {
            string inside = path.TrimEnd('/') + "/";
            if (repository.Path.StartsWith(inside, StringComparison.Ordinal))
                throw new OstreeException(OstreeFault.InvalidOption, $"'{path}' holds the repository '{repository.Path}', and cannot be consumed.", path, "Commit it without -Consume.");
        }
    }

    /// <summary>Removes each directory with all that is in it; one that must stay, as a mount point or a current directory, is emptied.</summary>
    internal static void Remove(IReadOnlyList<TreeSource> sources, IOperationObserver observer)
    {
        foreach (string path in DirectoriesOf(sources))
        {
            using (DirectoryHandle directory = DirectoryHandle.Open(path))
            {
                foreach (DirectoryEntry entry in directory.List())
                    TreeRemover.Remove(directory, entry.Name);
            }

            try
            {
                using DirectoryHandle above = DirectoryHandle.Open(Path.GetDirectoryName(path)!);
                above.RemoveDirectory(Path.GetFileName(path));
            }
            catch (OstreeException e)
            {
                observer.Note($"The consumed directory itself stays: {e.Message}");
            }
        }
    }

    private static IEnumerable<string> DirectoriesOf(IReadOnlyList<TreeSource> sources)
        => sources.Where(source => source.Kind == TreeSourceKind.Directory).Select(source => Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Path!)));
}
