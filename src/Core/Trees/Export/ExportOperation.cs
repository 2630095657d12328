using System.Buffers;
using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.Tar;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Export;

/// <summary>Writes a commit as a tar archive. The same commit gives the same bytes, always: all times are that of the commit.</summary>
public static class ExportOperation
{
    private const int BatchSize = 32;
    private const int BufferBytes = 1 << 20;
    private static readonly int s_batchesAhead = (2 * Environment.ProcessorCount) + 1;

    /// <summary>Writes the archive to a file, which gets its name when it is complete.</summary>
    /// <param name="tree">The commit.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="options">What is exported.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work; nothing is left of it then.</param>
    /// <exception cref="OstreeException">A fault of the commit or of the file system.</exception>
    public static Task<ExportResult> RunAsync(CommitTree tree, string path, ExportOptions options, IOperationObserver observer, CancellationToken stop)
        => Task.Run(() => RunToFile(tree, path, options, observer, stop), stop);

    /// <summary>Writes the archive to a stream, which stays open.</summary>
    /// <param name="tree">The commit.</param>
    /// <param name="output">Where to.</param>
    /// <param name="options">What is exported.</param>
    /// <param name="observer">Hears of the progress.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException">A fault of the commit.</exception>
    public static Task<ExportResult> RunAsync(CommitTree tree, Stream output, ExportOptions options, IOperationObserver observer, CancellationToken stop)
        => Task.Run(() => Run(tree, output, options, observer, stop), stop);

    private static ExportResult RunToFile(CommitTree tree, string path, ExportOptions options, IOperationObserver observer, CancellationToken stop)
    {
        string full = Path.GetFullPath(path);
        using DirectoryHandle directory = DirectoryHandle.Open(Path.GetDirectoryName(full) ?? "/");
        string name = Path.GetFileName(full);
        FileStatus? existing = name.Length == 0 ? directory.Stat() : directory.TryStat(name, out _);
        if (existing is { IsDirectory: true })
            throw Errno.Fault(Errno.IsDirectory, "write the archive", full);
        if (existing is { IsRegular: false })
        {
            // A pipe, a device, or a link to something: written where it is, for a new file in its place would destroy it.
            using var opened = directory.OpenWrite(name);
            return Run(tree, new HandleWriteStream(opened, full), options, observer, stop) with { Path = full };
        }

        using AnonymousFile file = AnonymousFile.CreateIn(directory);
        ExportResult result = Run(tree, new HandleWriteStream(file.Handle, full), options, observer, stop);
        file.PublishOver(directory, name);
        return result with { Path = full };
    }

    private static ExportResult Run(CommitTree tree, Stream output, ExportOptions options, IOperationObserver observer, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        TreeItem root = options.Subpath is { } subpath ? tree.Find(subpath) : tree.GetRoot();
        if (root.MetaChecksum is not { } meta)
            throw tree.NotADirectory(root.Path, root.Target);
        string prefix = string.Concat(TreePath.Split(options.Prefix ?? string.Empty).Select(part => part + "/"));
        var progress = new ProgressCounter(observer, $"Exporting commit {tree.Checksum}");
        var writer = new TarWriter(output, (long)tree.Commit.Timestamp);
        var firsts = new Dictionary<Checksum, string>();
        long entries = 0;
        long links = 0;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            // The path of the root is only a slash, so that those below begin with one; it is no part of the archive.
            var start0 = new TreeEntry(TreePath.Root, TreePath.Root, root.Checksum, meta);
            foreach (ExportPart part in Load(tree, start0, prefix, firsts, !options.NoXattrs, stop))
            {
                Write(tree, writer, part, buffer, progress, stop);
                progress.CountItem();
                entries++;
                links += part.Entry.Kind == TarEntryKind.HardLink ? 1 : 0;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        writer.Finish();
        progress.Report(current: null);
        return new ExportResult
        {
            Commit = tree.Checksum,
            Entries = entries,
            HardLinks = links,
            Size = writer.Written,
            Duration = Stopwatch.GetElapsedTime(start),
            Repository = tree.Repository.Path,
        };
    }

    private static void Write(CommitTree tree, TarWriter writer, ExportPart part, byte[] buffer, ProgressCounter progress, CancellationToken stop)
    {
        writer.WriteEntry(part.Entry);
        if (part.Content is { } loaded)
        {
            writer.WriteContent(loaded.AsSpan(0, (int)part.Entry.Size));
            ArrayPool<byte>.Shared.Return(loaded);
            progress.CountBytes(part.Entry.Size);
        }
        else if (part.Stream is { } checksum)
        {
            using Stream content = tree.Repository.Objects.OpenPayload(checksum);
            for (int count; (count = content.Read(buffer)) > 0;)
            {
                stop.ThrowIfCancellationRequested();
                writer.WriteContent(buffer.AsSpan(0, count));
                progress.CountBytes(count);
            }
        }

        writer.EndContent();
    }

    // Loads a few batches ahead of the writer, on the pool; they come out in the order of the walk.
    private static IEnumerable<ExportPart> Load(CommitTree tree, TreeEntry root, string prefix, Dictionary<Checksum, string> firsts, bool withXattrs, CancellationToken stop)
    {
        var walk = new EntryWalk(tree.Repository.Objects, int.MaxValue, root);
        var ahead = new Queue<Task<ExportPart[]>>();
        bool more = true;
        ahead.Enqueue(Task.FromResult<ExportPart[]>([ExportPart.Load(tree.Repository.Objects, root, prefix.Length == 0 ? "." : prefix, earlier: null, withXattrs)]));
        try
        {
            while (true)
            {
                while (more && ahead.Count < s_batchesAhead)
                {
                    var batch = new List<(TreeEntry Entry, string Path, string? Earlier)>(BatchSize);
                    while (batch.Count < BatchSize && (more = walk.TryNext(out TreeEntry entry)))
                    {
                        string path = prefix + entry.Path[1..];
                        string? earlier = entry.Meta is null && !firsts.TryAdd(entry.Checksum, path) ? firsts[entry.Checksum] : null;
                        batch.Add((entry, path, earlier));
                    }

                    ahead.Enqueue(Task.Run(
                        () => batch.ConvertAll(e => ExportPart.Load(tree.Repository.Objects, e.Entry, e.Path, e.Earlier, withXattrs)).ToArray(), stop));
                }

                if (!ahead.TryDequeue(out Task<ExportPart[]>? next))
                    yield break;
                foreach (ExportPart part in next.GetAwaiter().GetResult())
                    yield return part;
                stop.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            // What still reads must end before the caller may close the repository.
            foreach (Task<ExportPart[]> left in ahead)
                ((IAsyncResult)left).AsyncWaitHandle.WaitOne();
        }
    }
}
