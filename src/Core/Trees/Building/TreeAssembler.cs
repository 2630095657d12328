using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Transactions;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Building;

/// <summary>Puts the sources of a commit together. A single directory is written as it is read; all else goes through a tree in memory.</summary>
internal sealed class TreeAssembler(Transaction transaction, CommitOptions options, ProgressCounter progress, IOperationObserver observer, CancellationToken stop)
{
    private const uint DefaultMode = UnixMode.Directory | 0x1ED;
    private readonly TreeModifier _modifier = new(options, transaction.Repository.Mode, transaction.Repository.Config.DisableXattrs);

    /// <summary>Writes everything but the commit.</summary>
    /// <param name="sources">The sources, the lowest first.</param>
    /// <param name="before">The parent, to guess from; null for none.</param>
    /// <returns>The root's dirtree and dirmeta.</returns>
    internal (Checksum Tree, Checksum Meta) Assemble(IReadOnlyList<TreeSource> sources, Commit? before)
    {
        ObjectLinks? links = options.LinkCheckoutSpeedup || options.DevinoCanonical
            ? ObjectLinks.Scan(transaction.Repository, options.DevinoCanonical, stop)
            : null;
        (Checksum Tree, Checksum Meta) result;
        if (options.Base is null && sources is [{ Kind: TreeSourceKind.Directory, Prefix: null } only])
        {
            result = new DirectoryImport(CreateContext(links)).Run(only.Path!, before?.RootTree);
        }
        else
        {
            MutableTree root = Start();
            foreach (TreeSource source in sources)
                Lay(root, source, links);
            result = root.Write(transaction);
        }

        _modifier.RequireAllMatched();
        return result;
    }

    private MutableTree Start()
    {
        if (options.Base is not { } revision)
            return new MutableTree();
        Commit commit = transaction.Objects.LoadCommit(revision);
        return MutableTree.Of(transaction.Objects, commit.RootTree, commit.RootMeta);
    }

    private void Lay(MutableTree root, TreeSource source, ObjectLinks? links)
    {
        // Upstream notes the sizes of what the last source brings only.
        transaction.Sizes?.Clear();
        observer.Note($"Laying {source} over the tree{(source.Prefix is null ? string.Empty : $" at {source.Prefix}")}.");
        string[] parts = TreePath.Split(source.Prefix ?? string.Empty);
        string prefix = string.Concat(parts.Select(part => $"/{part}"));
        MutableTree target = Descend(root, parts);
        if (source.Kind == TreeSourceKind.Directory)
        {
            new DirectoryImport(CreateContext(links)).Run(source.Path!, earlier: null, target, prefix);
            return;
        }

        using var pool = new ContentPool(transaction, stop);
        if (source.Kind == TreeSourceKind.Commit)
            LayCommit(target, source, prefix, pool);
        else
            LayTar(target, source, prefix, pool);
        pool.Finish();
    }

    private void LayCommit(MutableTree target, TreeSource source, string prefix, ContentPool pool)
    {
        CommitTree commit = CommitTree.Open(transaction.Repository, RevisionResolver.Resolve(transaction.Repository, source.Revision!));
        TreeItem item = source.Subpath is { } subpath ? commit.Find(subpath) : commit.GetRoot();
        var layer = new CommitLayer(transaction, _modifier, pool, progress, stop);
        if (item.MetaChecksum is not { } meta)
            layer.LayFile(target, new DirTree.FileEntry(item.Name, item.Checksum), prefix);
        else if (_modifier.IsActive)
            layer.LayRoot(target, item.Checksum, meta, prefix);
        else
            Count(target.Overlay(transaction.Objects, item.Checksum, meta));
    }

    private void LayTar(MutableTree target, TreeSource source, string prefix, ContentPool pool)
    {
        using ArchiveStream archive = ArchiveStream.Open(source);
        string label = source.Path ?? "(stream)";
        if (!new TarImport(transaction, _modifier, options.Tar, pool, progress, stop).Run(archive, label, target, prefix))
            observer.Warn($"The archive '{label}' ends without the mark of its end; it may have been cut.");
    }

    // Upstream counts, and reads, each file that it lays over another tree.
    private void Count(long files)
    {
        for (long i = 0; i < files; i++)
            transaction.CountContent(written: false, bytes: 0);
    }

    private MutableTree Descend(MutableTree root, string[] parts)
    {
        MutableTree target = root;
        foreach (string part in parts)
        {
            if (target.Meta is null)
                target.SetMeta(transaction.WriteMetadata(ObjectType.DirMeta, new DirMeta(0, 0, DefaultMode, ExtendedAttributes.Empty).ToBytes()));
            target = target.EnsureDirectory(part);
        }

        return target;
    }

    private ImportContext CreateContext(ObjectLinks? links) => new(transaction, _modifier, progress, stop) { Links = links, Adopts = options.Consume && transaction.Target.CanAdopt };
}
