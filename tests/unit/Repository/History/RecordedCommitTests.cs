using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Repository.Refs;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Repository.History;

/// <summary>What OSTree 2026.4 said with <c>show</c> and <c>log</c>, said again from our objects.</summary>
public sealed class RecordedCommitTests
{
    private static readonly VariantType s_commit = VariantType.Parse("(a{sv}aya(say)sstayay)");

    [Fact]
    public void Show_and_log_find_the_same_facts()
        => RepoFixture.CheckRows("read.json", run => run.Case is "show" or "log" && run.Arguments.All(word => !word.StartsWith("--", StringComparison.Ordinal) || word is "--raw"), atLeast: 40, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            Assert.Equal(run.Exit == 0 ? run.Output : "ObjectNotFound", Said(() => run.Case is "log"
                ? string.Concat(Reader(repository).Walk(Start(repository, run), CancellationToken.None).Select(commit => Describe(repository, commit, run)))
                : Describe(repository, Reader(repository).Read(Start(repository, run)), run)));
        });

    [Fact]
    public void Metadata_has_the_same_keys()
        => RepoFixture.CheckRows("read.json", run => run.Has("--list-metadata-keys") || run.Has("--list-detached-metadata-keys"), atLeast: 20, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            Assert.Equal(run.Exit == 0 ? run.Output : "ObjectNotFound", Said(() =>
            {
                CommitInfo commit = Reader(repository).Read(Start(repository, run));
                OrderedDictionary<string, object?> metadata = run.Has("--list-metadata-keys") ? commit.Metadata : commit.DetachedMetadata;
                return string.Concat(metadata.Keys.Order(Utf8Order.Comparer).Select(key => key + "\n"));
            }));
        });

    [Fact]
    public void Metadata_has_the_same_values()
        => RepoFixture.CheckRows("read.json", run => run.Arguments.Any(word => word.StartsWith("--print-metadata-key=", StringComparison.Ordinal) || word.StartsWith("--print-detached-metadata-key=", StringComparison.Ordinal)), atLeast: 200, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            CommitInfo commit = Reader(repository).Read(Start(repository, run));
            Variant? value = run.ValueOf("--print-metadata-key") is { } key
                ? commit.MetadataVariant.LookUp(key)
                : commit.DetachedMetadataVariant?.LookUp(run.ValueOf("--print-detached-metadata-key")!);
            if (run.Exit != 0)
                Assert.Null(value);
            else if (run.Has("--print-hex") && value!.Type == VariantType.ByteString)
                Assert.Equal(run.Output, Convert.ToHexStringLower(value.Data.Span) + "\n");
            else
                Assert.Equal(run.Output, (run.Has("-B") ? value! : value!.Byteswap()).Print(annotate: true) + "\n");
        });

    [Fact]
    public void Sizes_add_up_to_the_same()
        => RepoFixture.CheckRows("read.json", run => run.Has("--print-sizes"), atLeast: 8, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            var reader = new CommitReader(repository, IOperationObserver.None) { CountsNeeded = true };
            CommitSizes? sizes = reader.Read(Start(repository, run)).Sizes;
            if (run.Exit != 0)
            {
                Assert.Null(sizes);
                return;
            }

            Assert.Equal(run.Output, RecordedText.Lines(
                $"Compressed size (needed/total): {RecordedText.Size(sizes!.NeededStoredBytes!.Value)}/{RecordedText.Size(sizes.StoredBytes)}",
                $"Unpacked size (needed/total): {RecordedText.Size(sizes.NeededUnpackedBytes!.Value)}/{RecordedText.Size(sizes.UnpackedBytes)}",
                $"Number of objects (needed/total): {sizes.NeededObjects}/{sizes.Objects}"));
        });

    [Theory]
    [InlineData("bare")]
    [InlineData("bare-user-only")]
    [InlineData("archive")]
    public void A_partial_commit_is_marked_and_refs_are_found(string mode)
    {
        using OstreeRepository repository = RepoFixture.Open(mode);
        CommitInfo partial = Reader(repository).Read(RevisionResolver.Resolve(repository, "part/fcwol"));
        Assert.Equal(CommitState.Partial, partial.State);
        CommitInfo tip = Reader(repository).Read(RevisionResolver.Resolve(repository, "nasty/fcwol/x86_64"));
        Assert.Equal(CommitState.Normal, tip.State);
        Assert.Equal("alias/fcwol, nasty/fcwol/x86_64", string.Join(", ", tip.Refs));
        Assert.Equal("also/fcwol, nasty/fcwol/x86_64", string.Join(", ", tip.RefBindings));
        Assert.Equal("a detached value", tip.DetachedMetadata["det.fcwol"]);
    }

    private static CommitReader Reader(OstreeRepository repository) => new(repository, IOperationObserver.None);

    private static Checksum Start(OstreeRepository repository, RecordedRun run) => RevisionResolver.Resolve(repository, run.Plain[^1]);

    private static string Said(Func<string> say)
    {
        try
        {
            return say();
        }
        catch (OstreeException e)
        {
            return e.Fault.ToString();
        }
    }

    private static string Describe(OstreeRepository repository, CommitInfo commit, RecordedRun run)
    {
        var text = new StringBuilder($"commit {commit.Checksum}\n");
        var raw = Variant.FromBytes(s_commit, repository.Objects.LoadCommit(commit.Checksum).ToBytes());
        if (run.Has("-B"))
            text.Append(raw.Print(annotate: true)).Append('\n');
        else if (run.Has("--raw"))
            return text.Append(raw.Byteswap().Print(annotate: true)).Append('\n').ToString();
        if (commit.Parent is { } parent)
            text.Append(CultureInfo.InvariantCulture, $"Parent:  {parent}\n");
        text.Append(CultureInfo.InvariantCulture, $"ContentChecksum:  {commit.ContentChecksum}\nDate:  {commit.Timestamp:yyyy-MM-dd HH:mm:ss} +0000\n");
        if (commit.Version is { } version)
            text.Append(CultureInfo.InvariantCulture, $"Version: {version}\n");
        text.Append(commit.Subject.Length > 0 ? $"\n{Indented(commit.Subject)}" : "(no subject)\n");
        if (commit.Body.Length > 0)
            text.Append('\n').Append(Indented(commit.Body));
        return text.Append('\n').ToString();
    }

    private static string Indented(string text) => string.Concat(text.Split('\n').Select(line => $"    {line}\n"));
}
