using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.UnitTests.Repository;

public sealed class RepositoryConfigTests
{
    [Fact]
    public void What_a_config_does_not_say_has_upstreams_default()
    {
        RepositoryConfig config = Parse("[core]\nrepo_version=1\n");
        Assert.Equal(RepositoryMode.Bare, config.Mode);
        Assert.True(config.Fsync);
        Assert.False(config.PerObjectFsync);
        Assert.False(config.DisableXattrs);
        Assert.True(config.EnableUncompressedCache);
        Assert.True(config.Locking);
        Assert.Equal(TimeSpan.FromSeconds(300), config.LockTimeout);
        Assert.Equal(TimeSpan.FromDays(1), config.TmpExpiry);
        Assert.Equal(6, config.ZlibLevel);
        Assert.Null(config.CollectionId);
        Assert.Null(config.Parent);
        Assert.False(config.TombstoneCommits);
        Assert.Equal(-1, config.PayloadLinkThreshold);
        Assert.False(config.AddRemotesConfigDir);
        Assert.Equal(3, config.MinFreeSpacePercent);
        Assert.Equal(0, config.MinFreeSpaceSize);
    }

    [Theory]
    [InlineData("bare", RepositoryMode.Bare)]
    [InlineData("bare-user", RepositoryMode.BareUser)]
    [InlineData("bare-user-only", RepositoryMode.BareUserOnly)]
    [InlineData("bare-split-xattrs", RepositoryMode.BareSplitXattrs)]
    [InlineData("archive", RepositoryMode.Archive)]
    [InlineData("archive-z2", RepositoryMode.Archive)]
    public void Modes_have_their_names(string name, RepositoryMode mode) => Assert.Equal(mode, Core($"mode={name}").Mode);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("7", 7)]
    [InlineData("-1", null)]
    [InlineData("-2", 0)]
    [InlineData("9223372036854775807", int.MaxValue)]
    [InlineData("-9223372036854775808", 0)]
    public void The_lock_is_awaited_as_long_as_asked(string text, int? seconds)
        => Assert.Equal(seconds is { } count ? TimeSpan.FromSeconds(count) : null, Core($"lock-timeout-secs={text}").LockTimeout);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("86400", 86400)]
    [InlineData("-5", 0)]
    [InlineData("9223372036854775807", int.MaxValue)]
    public void Temporary_files_expire_as_asked(string text, int seconds) => Assert.Equal(TimeSpan.FromSeconds(seconds), Core($"tmp-expiry-secs={text}").TmpExpiry);

    [Theory]
    [InlineData("0", 1)]
    [InlineData("1", 1)]
    [InlineData("9", 9)]
    [InlineData("10", 9)]
    public void The_level_of_compression_is_within_1_to_9(string text, int level)
        => Assert.Equal(level, Parse($"[core]\nrepo_version=1\n[archive]\nzlib-level={text}\n").ZlibLevel);

    [Theory]
    [InlineData("", 30)]
    [InlineData("min-free-space-percent=0", 0)]
    [InlineData("min-free-space-percent=50", 500)]
    [InlineData("min-free-space-percent=99", 990)]
    [InlineData("min-free-space-size=1MB", 1 << 20)]
    [InlineData("min-free-space-size=2GB", 2L << 30)]
    [InlineData("min-free-space-size=3TB", 3L << 40)]
    [InlineData("min-free-space-size=1MB\nmin-free-space-percent=50", 1 << 20)]
    [InlineData("min-free-space-size=0MB\nmin-free-space-percent=50", 500)]
    [InlineData("min-free-space-size=0MB", 0)]
    public void Space_is_kept_free(string lines, long bytes) => Assert.Equal(bytes, Core(lines).ReservedBytes(1000));

    [Theory]
    [InlineData("")]
    [InlineData("[core]\n")]
    [InlineData("[core]\nrepo_version=2\n")]
    [InlineData("[core]\nrepo_version=\n")]
    [InlineData("[core]\nrepo_version=1.0\n")]
    [InlineData("[core]\nrepo_version=one\n")]
    [InlineData("[other]\nrepo_version=1\n")]
    [InlineData("repo_version=1\n")]
    [InlineData("[core\nrepo_version=1\n")]
    [InlineData("\0\0\0\0")]
    public void A_config_without_version_1_is_refused(string text) => AssertInvalid(() => Parse(text));

    [Theory]
    [InlineData("mode=")]
    [InlineData("mode=BARE")]
    [InlineData("mode=squashfs")]
    [InlineData("mode=bare user")]
    [InlineData("archive=true")]
    [InlineData("archive=perhaps")]
    [InlineData("fsync=perhaps")]
    [InlineData("locking=2")]
    [InlineData("per-object-fsync=")]
    [InlineData("lock-timeout-secs=soon")]
    [InlineData("lock-timeout-secs=99999999999999999999")]
    [InlineData("tmp-expiry-secs=1d")]
    [InlineData("payload-link-threshold=big")]
    [InlineData("min-free-space-percent=100")]
    [InlineData("min-free-space-percent=-1")]
    [InlineData("min-free-space-percent=3%")]
    [InlineData("min-free-space-size=1")]
    [InlineData("min-free-space-size=1KB")]
    [InlineData("min-free-space-size=MB")]
    [InlineData("min-free-space-size=-1MB")]
    [InlineData("min-free-space-size=9223372036854775807TB")]
    public void A_value_that_means_nothing_is_refused(string line) => AssertInvalid(() => Core(line));

    [Fact]
    public void A_config_that_is_no_file_is_refused_at_once()
    {
        using var repository = new TemporaryRepository();
        File.Delete(repository.At("config"));
        Directory.CreateDirectory(repository.At("config"));
        Assert.Equal(OstreeFault.InvalidConfig, Assert.Throws<OstreeException>(() => OstreeRepository.Open(repository.Path)).Fault);
        Directory.Delete(repository.At("config"));
        System.Diagnostics.Process.Start("mkfifo", [repository.At("config")]).WaitForExit();
        Assert.Equal(OstreeFault.InvalidConfig, Assert.Throws<OstreeException>(() => OstreeRepository.Open(repository.Path)).Fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nowhere")]
    [InlineData(".")]
    [InlineData("bad\0path")]
    public void A_parent_that_is_no_other_repository_is_refused(string parent)
    {
        using var repository = new TemporaryRepository();
        File.AppendAllText(repository.At("config"), $"parent={parent}\n");
        if (parent.Length == 0)
            OstreeRepository.Open(repository.Path).Dispose();
        else
            Assert.Throws<OstreeException>(() => OstreeRepository.Open(repository.Path));
    }

    private static RepositoryConfig Core(string lines) => Parse($"[core]\nrepo_version=1\n{lines}\n");

    private static RepositoryConfig Parse(string text) => RepositoryConfig.Parse(Encoding.UTF8.GetBytes(text), "/the/config", isSystem: false);

    private static void AssertInvalid(Action parse)
    {
        OstreeException e = Assert.Throws<OstreeException>(parse);
        Assert.Equal(OstreeFault.InvalidConfig, e.Fault);
        Assert.Equal("/the/config", e.Subject);
        Assert.NotNull(e.Remedy);
    }
}
