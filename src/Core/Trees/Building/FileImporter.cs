using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>One worker: turns files into content objects, and complete directories into dirtrees.</summary>
internal sealed class FileImporter(ImportContext context) : IDisposable
{
    private readonly ContentWriter _writer = context.Transaction.CreateContentWriter();
    private readonly VariantWriter _trees = new(DirTree.Type, capacity: 4096);

    internal void Import(FileBatch batch)
    {
        DirectoryNode directory = batch.Directory;
        for (int i = 0; i < batch.Files.Count; i++)
        {
            context.Stop.ThrowIfCancellationRequested();
            SourceFile file = batch.Files[i];
            directory.Files[batch.First + i] = new DirTree.FileEntry(file.Name, Import(directory, file));
            context.Progress.CountItem();
        }

        Complete(directory, batch.Files.Count);
    }

    /// <summary>Reports that part of a directory is done, and writes its dirtree, and those above it, when that was the last part.</summary>
    internal void Complete(DirectoryNode directory, int count)
    {
        while (directory.Complete(count))
        {
            Checksum tree = Write(directory);
            context.Close(directory.Handle);
            if (directory.Parent is not { } parent)
            {
                context.Finish(tree, directory.Meta);
                return;
            }

            parent.Directories[directory.Index] = new DirTree.DirectoryEntry(directory.Name, tree, directory.Meta);
            directory = parent;
            count = 1;
        }
    }

    public void Dispose()
    {
        _writer.Dispose();
        _trees.Dispose();
    }

    private Checksum Write(DirectoryNode directory)
    {
        if (directory.Target is not { } target)
            return context.Transaction.WriteMetadata(ObjectType.DirTree, new DirTree(directory.Files, directory.Directories).Write(_trees));
        foreach (DirTree.FileEntry file in directory.Files)
            target.ReplaceFile(file.Name, file.Checksum);
        return default;
    }

    private Checksum Import(DirectoryNode directory, in SourceFile file)
    {
        if (file.Facts?.Content is { } known)
        {
            context.Transaction.CountCacheHit();
            return known;
        }

        if (file.Status.IsSymlink)
            return ImportLink(directory, file);
        if (file.Status.LinkCount <= 1 || file.Facts is not null)
            return ImportRegular(directory, file);
        SourceFile linked = file;
        Checksum checksum = context.HardLinks.GetOrAdd(file.Status, file.Attributes, () => ImportRegular(directory, linked), out bool first);
        if (!first)
            context.Transaction.CountContent(written: false, bytes: 0);
        return checksum;
    }

    private Checksum ImportLink(DirectoryNode directory, in SourceFile file)
    {
        string target = directory.Handle.ReadLink(file.Name);
        ExtendedAttributes xattrs = (file.Facts?.Xattrs ?? (context.Modifier.SkipXattrs
            ? ExtendedAttributes.Empty
            : ExtendedAttributes.Create(Xattr.ReadAllOfLink(directory.Handle, file.Name)))).WithLabel(file.Facts?.Label);
        return _writer.WriteLink(new FileHeader(file.Attributes.Uid, file.Attributes.Gid, file.Attributes.Mode, target, xattrs));
    }

    private Checksum ImportRegular(DirectoryNode directory, in SourceFile file)
    {
        string label = directory.Handle.Child(file.Name);
        using var handle = directory.Handle.OpenRead(file.Name);
        ExtendedAttributes xattrs = (file.Facts?.Xattrs
            ?? (context.Modifier.SkipXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAll(handle, label)))).WithLabel(file.Facts?.Label);
        var header = new FileHeader(file.Attributes.Uid, file.Attributes.Gid, file.Attributes.Mode, string.Empty, xattrs);
        if (context.Adopts && MayAdopt(file) && _writer.TryAdopt(header, directory.Handle, file.Name, handle, file.Status, context.Progress.CountBytes, context.Stop) is { } adopted)
            return adopted;
        Checksum? guess = file.Status.Size >= ImportContext.GuessFromBytes ? directory.Earlier?.FindFile(file.Name)?.Checksum : null;
        Checksum checksum = _writer.WriteFile(header, handle, file.Status.Size, label, guess, context.Progress.CountBytes, context.Stop);
        if (!handle.Stat(label).HasSameContentStamp(file.Status))
        {
            throw new OstreeException(
                OstreeFault.FileChanged,
                $"'{label}' changed while it was read.",
                label,
                "Commit from a tree that nobody writes to: a snapshot, or a stopped system.");
        }

        return checksum;
    }

    // Whoever has the source consumed gives it away, other links of a file included. In bare-user-only the mode is all that is kept, and it is set.
    private bool MayAdopt(in SourceFile file)
        => context.Transaction.Repository.Mode == Stores.RepositoryMode.BareUserOnly
            || (!context.Modifier.SkipXattrs && file.Facts is null && file.Attributes == new TreeModifier.Attributes(file.Status.Uid, file.Status.Gid, file.Status.Mode));
}
