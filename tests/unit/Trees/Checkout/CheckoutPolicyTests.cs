using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Checkout;

namespace OstreePS.UnitTests.Trees.Checkout;

public sealed class CheckoutPolicyTests
{
    private const uint Script = 0x81ED;
    private const uint SetUser = 0x89ED;
    private const uint Unreadable = 0x8000;
    private const uint Link = 0xA1FF;

    [Theory]
    [InlineData("file", Script, 1, FileAction.Link, FileAction.Link, FileAction.Copy)]
    [InlineData("empty", Script, 0, FileAction.Copy, FileAction.Copy, FileAction.Copy)]
    [InlineData("unreadable", Unreadable, 1, FileAction.Link, FileAction.Copy, FileAction.Copy)]
    [InlineData("link", Link, 0, FileAction.Link, FileAction.Link, FileAction.Copy)]
    [InlineData(".wh.file", Script, 1, FileAction.Link, FileAction.Link, FileAction.Copy)]
    public void A_file_is_linked_unless_it_must_be_a_copy(string name, uint mode, long size, object full, object user, object forced)
    {
        var file = Status(mode, size);
        Assert.Equal(full, Policy(new()).Decide(name, file));
        Assert.Equal(user, Policy(new() { UserMode = true }).Decide(name, file));
        Assert.Equal(forced, Policy(new() { ForceCopy = true }).Decide(name, file));
    }

    [Theory]
    [InlineData(".wh.file", Script, FileAction.Whiteout)]
    [InlineData(".wh..wh..opq", Script, FileAction.Whiteout)]
    [InlineData(".ostree-wh.file", Script, FileAction.PassthroughWhiteout)]
    [InlineData(".wh.link", Link, FileAction.Link)]
    [InlineData(".ostree-wh.link", Link, FileAction.Link)]
    [InlineData("a.wh.file", Script, FileAction.Copy)]
    public void Whiteouts_are_regular_files_with_a_name_of_their_own(string name, uint mode, object expected)
        => Assert.Equal(expected, Policy(new() { Whiteouts = true, PassthroughWhiteouts = true }).Decide(name, Status(mode, 0)));

    [Fact]
    public void A_directory_with_whiteouts_is_placed_in_order()
    {
        var plain = new DirTree([new("a", default), new("b", default)], []);
        var docker = new DirTree([new(".wh.a", default), new("b", default)], []);
        var quoted = new DirTree([new(".ostree-wh.a", default)], []);
        CheckoutPolicy both = Policy(new() { Whiteouts = true, PassthroughWhiteouts = true });
        Assert.False(both.NeedsOrder(plain));
        Assert.True(both.NeedsOrder(docker));
        Assert.True(both.NeedsOrder(quoted));
        Assert.False(Policy(new()).NeedsOrder(docker));
        Assert.False(Policy(new() { Whiteouts = true }).NeedsOrder(quoted));
        Assert.False(Policy(new() { PassthroughWhiteouts = true }).NeedsOrder(docker));
    }

    [Fact]
    public void Only_a_mark_makes_a_directory_opaque()
    {
        var marked = new DirTree([new(WhiteoutName.Opaque, default)], []);
        Assert.True(Policy(new() { Whiteouts = true }).IsOpaque(marked));
        Assert.False(Policy(new()).IsOpaque(marked));
        Assert.False(Policy(new() { Whiteouts = true }).IsOpaque(DirTree.Empty));
    }

    [Fact]
    public void User_mode_takes_away_set_id_bits_and_lets_the_owner_read()
    {
        CheckoutPolicy user = Policy(new() { UserMode = true });
        Assert.Equal(Script, user.ModeOf(SetUser));
        Assert.Equal(Unreadable | UnixMode.OwnerRead, user.ModeOf(Unreadable));
        Assert.Equal(SetUser, Policy(new()).ModeOf(SetUser));
        Assert.Equal(Unreadable, Policy(new()).ModeOf(Unreadable));
    }

    [Fact]
    public void A_repository_of_user_files_only_decides_for_itself()
    {
        var policy = new CheckoutPolicy(new CheckoutOptions(), RepositoryMode.BareUserOnly);
        Assert.True(policy.UserMode);
        Assert.Equal(UnixMode.BareUserOnly, policy.DirectoryMask);
        Assert.Equal(UnixMode.PermissionMask, Policy(new()).DirectoryMask);
        Assert.Equal(UnixMode.BareUserOnly, Policy(new() { BareUserOnlyDirectories = true }).DirectoryMask);
    }

    [Fact]
    public void Options_that_contradict_each_other_are_refused()
    {
        foreach (CheckoutOptions options in (CheckoutOptions[])[
            new() { RequireHardlinks = true, ForceCopy = true },
            new() { Overwrite = CheckoutOverwrite.UnionIdentical }])
        {
            Assert.Equal(OstreeFault.InvalidOption, Assert.Throws<OstreeException>(() => Policy(options)).Fault);
        }
    }

    [Fact]
    public void The_cache_is_out_of_use_where_upstream_does_not_use_it()
    {
        Assert.True(new CheckoutOptions().AllowsCache);
        Assert.True(new CheckoutOptions { UserMode = true, Overwrite = CheckoutOverwrite.Union, Subpath = "/a", Fsync = false }.AllowsCache);
        Assert.All(
            (CheckoutOptions[])[
                new() { DisableCache = true },
                new() { Whiteouts = true },
                new() { PassthroughWhiteouts = true },
                new() { RequireHardlinks = true },
                new() { ForceCopy = true },
                new() { BareUserOnlyDirectories = true },
                new() { SkipList = new CheckoutFilter([]) },
                new() { Overwrite = CheckoutOverwrite.UnionAdd },
                new() { Overwrite = CheckoutOverwrite.UnionIdentical }],
            options => Assert.False(options.AllowsCache));
    }

    private static CheckoutPolicy Policy(CheckoutOptions options) => new(options, RepositoryMode.Bare);

    private static ContentStatus Status(uint mode, long size) => new(0, 0, mode, size, string.Empty, Xattrs: null);
}
