using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Building;

/// <summary>Shows the entries of a directory on disk to a filter, and carries out what it says.</summary>
internal static class SourceFilter
{
    /// <param name="filter">The filter.</param>
    /// <param name="modifier">The other options.</param>
    /// <param name="directory">The directory.</param>
    /// <param name="below">Its path in the tree: empty for the root.</param>
    /// <param name="admitted">The entries that the other options let pass; an empty name is the directory itself. Changed in place.</param>
    internal static void Apply(ICommitFilter filter, TreeModifier modifier, DirectoryHandle directory, string below, List<SourceFile> admitted)
    {
        if (admitted.Count == 0)
            return;
        var entries = new CommitFilterEntry[admitted.Count];
        for (int i = 0; i < entries.Length; i++)
            entries[i] = Describe(modifier, directory, below, admitted[i]);
        filter.Apply(entries);
        int kept = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            if (!entries[i].Skip)
                admitted[kept++] = Decide(modifier, entries[i], admitted[i]);
        }

        admitted.RemoveRange(kept, admitted.Count - kept);
    }

    private static CommitFilterEntry Describe(TreeModifier modifier, DirectoryHandle directory, string below, SourceFile file)
    {
        string path = file.Name.Length == 0 ? below : $"{below}/{file.Name}";
        return new CommitFilterEntry(
            path,
            file.Attributes,
            file.Status.IsRegular ? file.Status.Size : 0,
            file.Status.IsSymlink ? () => directory.ReadLink(file.Name) : null,
            () => file.Facts?.Xattrs ?? ReadXattrs(modifier, directory, file));
    }

    private static ExtendedAttributes ReadXattrs(TreeModifier modifier, DirectoryHandle directory, SourceFile file)
    {
        if (modifier.SkipXattrs)
            return ExtendedAttributes.Empty;
        if (file.Name.Length == 0)
            return ExtendedAttributes.Create(Xattr.ReadAll(directory, directory.Path));
        if (file.Status.IsDirectory)
        {
            using DirectoryHandle child = directory.OpenDirectory(file.Name);
            return ExtendedAttributes.Create(Xattr.ReadAll(child, child.Path));
        }

        return ExtendedAttributes.Create(Xattr.ReadAllOfLink(directory, file.Name));
    }

    private static SourceFile Decide(TreeModifier modifier, CommitFilterEntry entry, in SourceFile file)
    {
        TreeModifier.Attributes attributes = modifier.Finish(entry.Attributes);
        ExtendedAttributes? xattrs = modifier.SkipXattrs ? null : entry.ChangedXattrs;
        if (attributes == file.Attributes && xattrs is null)
            return file;
        SourceFacts? facts = xattrs is null && file.Facts?.Xattrs is null ? null : new SourceFacts(Content: null, xattrs ?? file.Facts?.Xattrs);
        return file with { Attributes = attributes, Facts = facts };
    }
}
