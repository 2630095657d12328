using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.UnitTests.Repository.Transactions;

public sealed class TransactionTests : IDisposable
{
    private static readonly byte[] Meta = new DirMeta(0, 0, UnixMode.Directory | 0x1ED, ExtendedAttributes.Empty).ToBytes();
    private static readonly ObjectName MetaName = new(new Checksum(SHA256.HashData(Meta)), ObjectType.DirMeta);
    private readonly List<TemporaryRepository> _made = [];

    public void Dispose() => _made.ForEach(repository => repository.Dispose());

    [Fact]
    public void Objects_and_refs_appear_with_the_commit()
    {
        TemporaryRepository repository = Make();
        using Transaction transaction = Begin(repository);
        transaction.WriteMetadata(ObjectType.DirMeta, Meta);
        transaction.SetRef("a/b", MetaName.Checksum);
        Assert.False(repository.Open.Objects.Contains(MetaName));
        Assert.True(transaction.Objects.Contains(MetaName));
        Assert.Null(repository.Open.Refs.Find("a/b"));
        transaction.Commit();
        Assert.True(repository.Open.Objects.Contains(MetaName));
        Assert.Equal(MetaName.Checksum, repository.Open.Refs.Find("a/b"));
        Assert.Empty(Temporary(repository));
    }

    [Fact]
    public void Disposal_leaves_the_repository_as_it_was()
    {
        TemporaryRepository repository = Make();
        string[] before = repository.Listing();
        using (Transaction transaction = Begin(repository))
        {
            transaction.WriteMetadata(ObjectType.DirMeta, Meta);
            transaction.WriteDetachedMetadata(MetaName.Checksum, Variant.Dictionary([]));
            using ContentWriter writer = transaction.CreateContentWriter();
            writer.WriteLink(new FileHeader(0, 0, UnixMode.Symlink | 0x1FF, "target", ExtendedAttributes.Empty));
            transaction.SetRef("a", MetaName.Checksum);
        }

        Assert.Equal(before, repository.Listing());
        repository.Open.Lock.Acquire(exclusive: true, CancellationToken.None).Dispose();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x400u)]
    public void New_directories_of_objects_hand_their_group_down_where_the_others_do(uint setGroup)
    {
        TemporaryRepository repository = Make();
        using (DirectoryHandle objects = DirectoryHandle.Open(repository.At("objects")))
            objects.ChangeMode(0x1FDu | setGroup);
        using Transaction transaction = Begin(repository);
        transaction.WriteMetadata(ObjectType.DirMeta, Meta);
        transaction.Commit();
        using DirectoryHandle made = DirectoryHandle.Open(repository.At($"objects/{MetaName.Checksum.ToString()[..2]}"));
        Assert.Equal(setGroup, made.Stat().Mode & 0x400);
    }

    [Fact]
    public void What_a_killed_process_of_this_boot_staged_is_used_again()
    {
        TemporaryRepository repository = Make();
        Stage(repository, ProcessIdentity.BootId);
        using Transaction transaction = Begin(repository);
        transaction.WriteMetadata(ObjectType.DirMeta, Meta);
        Assert.Equal(0, transaction.Stats.MetadataWritten);
        transaction.Commit();
        Assert.Equal(Meta, repository.Open.Objects.LoadMetadata(MetaName));
        Assert.Empty(Temporary(repository));
    }

    [Fact]
    public void What_was_staged_under_another_boot_may_have_holes_and_is_dropped()
    {
        TemporaryRepository repository = Make();
        Stage(repository, "00000000-1111-2222-3333-444444444444");
        using Transaction transaction = Begin(repository);
        transaction.WriteMetadata(ObjectType.DirMeta, Meta);
        Assert.Equal(1, transaction.Stats.MetadataWritten);
        transaction.Commit();
        Assert.Empty(Temporary(repository));
    }

    [Fact]
    public void What_another_process_is_staging_is_left_alone()
    {
        TemporaryRepository repository = Make();
        Stage(repository, ProcessIdentity.BootId);
        using DirectoryHandle temporary = DirectoryHandle.Open(repository.At("tmp"));
        using NamedLock held = NamedLock.TryAcquire(temporary, $"staging-{ProcessIdentity.BootId}-abcdef")!;
        string[] before = Temporary(repository);
        using (Transaction transaction = Begin(repository))
        {
            transaction.WriteMetadata(ObjectType.DirMeta, Meta);
            Assert.Equal(1, transaction.Stats.MetadataWritten);
            transaction.Commit();
        }

        Assert.Equal(before, Temporary(repository));
    }

    [Fact]
    public void Old_temporary_files_go_and_new_ones_and_the_cache_stay()
    {
        TemporaryRepository repository = Make("tmp-expiry-secs=100\n");
        foreach (string name in new[] { "old", "new" })
            File.WriteAllText(repository.At($"tmp/{name}"), name);
        Directory.CreateDirectory(repository.At("tmp/old-tree/deep/deeper"));
        Directory.CreateDirectory(repository.At("tmp/cache/summaries"));
        foreach (string name in new[] { "old", "old-tree", "cache" })
            File.SetLastWriteTimeUtc(repository.At($"tmp/{name}"), DateTime.UtcNow.AddSeconds(-200));
        Begin(repository).Dispose();
        Assert.Equal(["cache", "new"], Temporary(repository));
    }

    [Theory]
    [InlineData("fsync=false\n", true)]
    [InlineData("per-object-fsync=true\n", true)]
    [InlineData("", false)]
    public void Without_one_sync_for_all_objects_go_directly_to_their_place(string config, bool direct)
    {
        TemporaryRepository repository = Make(config);
        using Transaction transaction = Begin(repository);
        transaction.WriteMetadata(ObjectType.DirMeta, Meta);
        Assert.Equal(direct, repository.Open.Objects.Contains(MetaName));
        Assert.Equal(config.StartsWith("fsync", StringComparison.Ordinal), !transaction.Fsync);
    }

    [Fact]
    public void Content_that_would_use_the_reserve_is_refused_and_leaves_nothing()
    {
        TemporaryRepository repository = Make("min-free-space-size=100000TB\n");
        string[] before = repository.Listing();
        using (Transaction transaction = Begin(repository))
        {
            transaction.WriteMetadata(ObjectType.DirMeta, Meta);
            using ContentWriter writer = transaction.CreateContentWriter();
            OstreeException e = Assert.Throws<OstreeException>(() => writer.WriteLink(new FileHeader(0, 0, UnixMode.Symlink | 0x1FF, "target", ExtendedAttributes.Empty)));
            Assert.Equal(OstreeFault.InsufficientSpace, e.Fault);
        }

        Assert.Equal(before, repository.Listing());
    }

    [Fact]
    public void A_commit_and_its_ref_wait_until_all_other_objects_are_in_place()
    {
        TemporaryRepository repository = Make();
        File.WriteAllText(repository.At($"objects/{MetaName.Checksum.ToString()[..2]}"), "in the way");
        using (Transaction transaction = Begin(repository))
        {
            transaction.WriteMetadata(ObjectType.DirMeta, Meta);
            Checksum commit = transaction.WriteMetadata(ObjectType.Commit, new Commit
            {
                Metadata = Variant.Dictionary([]),
                Timestamp = 1,
                RootTree = MetaName.Checksum,
                RootMeta = MetaName.Checksum,
            }.ToBytes());
            transaction.SetRef("a", commit);
            Assert.Throws<OstreeException>(transaction.Commit);
            Assert.False(repository.Open.Objects.Contains(new ObjectName(commit, ObjectType.Commit)));
        }

        Assert.Null(repository.Open.Refs.Find("a"));
        Assert.Empty(Temporary(repository));
    }

    [Theory]
    [InlineData("a", "a/b")]
    [InlineData("a/b", "a")]
    public void A_ref_does_not_take_the_place_of_another(string there, string wanted)
    {
        TemporaryRepository repository = Make();
        using (Transaction transaction = Begin(repository))
        {
            transaction.SetRef(there, MetaName.Checksum);
            transaction.Commit();
        }

        using (Transaction transaction = Begin(repository))
        {
            transaction.SetRef(wanted, MetaName.Checksum);
            Assert.Equal(OstreeFault.RefConflict, Assert.Throws<OstreeException>(transaction.Commit).Fault);
        }

        Assert.Equal([there], repository.Open.Refs.List().Select(entry => entry.Name));
        Assert.Empty(Temporary(repository));
    }

    [Fact]
    public void A_transaction_ends_once()
    {
        TemporaryRepository repository = Make();
        using Transaction transaction = Begin(repository);
        transaction.Commit();
        Assert.Throws<ObjectDisposedException>(transaction.Commit);
    }

    private static void Stage(TemporaryRepository repository, string boot)
    {
        string hex = MetaName.Checksum.ToString();
        string folder = repository.At($"tmp/staging-{boot}-abcdef/{hex[..2]}");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, hex[2..] + ".dirmeta"), Meta);
        File.WriteAllText(repository.At($"tmp/staging-{boot}-abcdef/tmp-left"), "half an object");
    }

    private static Transaction Begin(TemporaryRepository repository) => Transaction.Begin(repository.Open, stop: TestContext.Current.CancellationToken);

    private static string[] Temporary(TemporaryRepository repository)
        => [.. Directory.EnumerateFileSystemEntries(repository.At("tmp")).Select(entry => Path.GetFileName(entry)).Order(StringComparer.Ordinal)];

    private TemporaryRepository Make(string config = "")
    {
        var repository = new TemporaryRepository(config);
        _made.Add(repository);
        return repository;
    }
}
