using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Inventory;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Building;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.UnitTests.Trees.Walking;

/// <summary>Each row that OSTree 2026.4 printed for ls, cat, checksum and raw show, against our objects.</summary>
public sealed class UpstreamLookTests(UpstreamRepositories upstream) : IClassFixture<UpstreamRepositories>
{
    [Fact]
    public void Ls_lists_what_upstream_lists() => CheckRows("ls", 29, (row, repository) =>
    {
        string[] options = [.. UpstreamRepositories.Arguments(row).Where(a => a.StartsWith('-'))];
        string[] names = [.. UpstreamRepositories.Arguments(row).Where(a => !a.StartsWith('-'))];
        CommitTree tree = CommitTree.Open(repository, RevisionResolver.Resolve(repository, names[0]));
        IEnumerable<TreeItem> items = (names.Length > 1 ? names[1..] : [TreePath.Root]).SelectMany(path => List(tree, path, options));
        if (row.GetProperty("exit").GetInt32() != 0)
        {
            Assert.Equal(OstreeFault.PathNotInCommit, Assert.Throws<OstreeException>(() => items.ToList()).Fault);
            return;
        }

        bool namesOnly = options.Contains("--nul-filenames-only");
        string printed = string.Concat(items.Select(item => namesOnly ? $"{item.Path}\0" : $"{Describe(item, options)}\n"));
        Assert.Equal(row.GetProperty("stdout").GetString(), printed);
    });

    [Fact]
    public void Cat_reads_what_upstream_reads() => CheckRows("cat", 24, (row, repository) =>
    {
        string[] arguments = UpstreamRepositories.Arguments(row);
        CommitTree tree = CommitTree.Open(repository, RevisionResolver.Resolve(repository, arguments[0]));
        using var content = new MemoryStream();
        void Read()
        {
            foreach (string path in arguments[1..])
            {
                using Stream stream = tree.OpenContent(tree.FindTarget(path));
                stream.CopyTo(content);
            }
        }

        if (row.GetProperty("exit").GetInt32() != 0)
        {
            OstreeFault expected = row.GetProperty("stderr").GetString()!.Contains("open directory", StringComparison.Ordinal) ? OstreeFault.IsADirectory : OstreeFault.PathNotInCommit;
            Assert.Equal(expected, Assert.Throws<OstreeException>(Read).Fault);
            return;
        }

        Read();
        Assert.Equal(row.GetProperty("stdout_bytes").GetInt64(), content.Length);
        Assert.Equal(row.GetProperty("stdout_sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(content.ToArray())));
    });

    [Fact]
    public void Checksum_says_what_upstream_says() => CheckRows("checksum", 25, (row, repository) =>
    {
        string[] arguments = UpstreamRepositories.Arguments(row);
        bool ignoreXattrs = arguments.Contains("--ignore-xattrs");
        DiskChecksum found = DiskChecksum.Compute(upstream.PathOf(arguments[^1], string.Empty), ignoreXattrs, IOperationObserver.None, TestContext.Current.CancellationToken);
        Assert.Equal(row.GetProperty("stdout").GetString()!.TrimEnd(), found.Checksum.ToString());
    });

    [Fact]
    public void Show_raw_prints_what_upstream_prints() => CheckRows("show", 12, (row, repository) =>
    {
        string[] arguments = UpstreamRepositories.Arguments(row);
        if (!arguments.Contains("--raw"))
            return;
        ObjectName name = new(RevisionResolver.Resolve(repository, arguments[^1]), ObjectType.Commit);
        if (row.GetProperty("exit").GetInt32() != 0)
        {
            Assert.Equal(OstreeFault.ObjectNotFound, Assert.Throws<OstreeException>(() => ObjectReader.Read(repository, name)).Fault);
            return;
        }

        ObjectDetails details = ObjectReader.Read(repository, name);
        string text = (arguments.Contains("-B") ? details.RawText : details.Text)!;
        Assert.StartsWith($"commit {name.Checksum}\n{text}\n", row.GetProperty("stdout").GetString(), StringComparison.Ordinal);
    });

    private void CheckRows(string name, int atLeast, Action<JsonElement, OstreeRepository> check)
    {
        var failures = new List<string>();
        int count = 0;
        foreach ((JsonElement row, string mode) in UpstreamRepositories.Rows(name))
        {
            count++;
            using OstreeRepository repository = OstreeRepository.Open(Path.Combine(upstream.Root, mode, "repo"));
            try
            {
                check(row, repository);
            }
            catch (Exception e)
            {
                failures.Add($"{mode}: {row.GetProperty("command")}\n{e.Message}");
            }
        }

        Assert.True(count >= atLeast, $"{count} rows of {name}; {atLeast} were expected.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {count} rows:\n{string.Join('\n', failures.Take(10))}");
    }

    private static IEnumerable<TreeItem> List(CommitTree tree, string path, string[] options)
    {
        TreeItem item = tree.Find(path);
        int depth = options.Contains("-R") ? int.MaxValue : 0;
        return item.IsDirectory && !options.Contains("-d") ? tree.Enumerate(item, depth, TestContext.Current.CancellationToken).Prepend(item) : [item];
    }

    // A line of upstream's ls, from an item's properties.
    private static string Describe(TreeItem item, string[] options)
    {
        var line = new StringBuilder();
        char type = item.Kind switch { TreeItemKind.Directory => 'd', TreeItemKind.SymbolicLink => 'l', _ => '-' };
        string mode = Convert.ToString(item.Mode & UnixMode.PermissionMask, 8).PadLeft(4, '0');
        line.Append(CultureInfo.InvariantCulture, $"{type}0{mode} {item.Uid} {item.Gid} {item.Size,6} ");
        if (options.Contains("-C"))
            line.Append(CultureInfo.InvariantCulture, $"{item.Checksum} {(item.MetaChecksum is { } meta ? $"{meta} " : string.Empty)}");
        if (options.Contains("-X"))
            line.Append("{ ").Append(XattrText(item.Xattrs)).Append(" } ");
        line.Append(item.Path);
        return (item.Target is null ? line : line.Append(" -> ").Append(item.Target)).ToString();
    }

    private static string XattrText(ExtendedAttributes xattrs)
    {
        using var writer = new VariantWriter(ExtendedAttributes.Type);
        xattrs.Write(writer);
        return writer.ToVariant().Print(annotate: true);
    }
}
