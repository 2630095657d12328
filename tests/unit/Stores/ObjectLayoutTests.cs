using OstreePS.Core.Objects;
using OstreePS.Core.Stores;
using Xunit;

namespace OstreePS.UnitTests.Stores;

public sealed class ObjectLayoutTests
{
    private const string Digits = "0011223344556677889900112233445566778899001122334455667788990011";
    private static readonly Checksum s_checksum = Checksum.Parse(Digits);

    public static TheoryData<ObjectType, string> Suffixes => new()
    {
        { ObjectType.File, ".file" },
        { ObjectType.DirTree, ".dirtree" },
        { ObjectType.DirMeta, ".dirmeta" },
        { ObjectType.Commit, ".commit" },
        { ObjectType.TombstoneCommit, ".tombstone-commit" },
        { ObjectType.CommitMeta, ".commitmeta" },
        { ObjectType.PayloadLink, ".payload-link" },
        { ObjectType.FileXattrs, ".file-xattrs" },
        { ObjectType.FileXattrsLink, ".file-xattrs-link" },
    };

    [Theory, MemberData(nameof(Suffixes))]
    public void A_path_is_read_back(ObjectType type, string suffix)
    {
        var name = new ObjectName(s_checksum, type);
        string path = ObjectLayout.PathOf(name, RepositoryMode.Bare);
        Assert.Equal($"00/{Digits[2..]}{suffix}", path);
        Assert.Equal(name, ObjectLayout.Parse(path[..2], path[3..], RepositoryMode.Bare));
    }

    [Fact]
    public void Content_of_an_archive_has_a_suffix_of_its_own()
    {
        string path = ObjectLayout.PathOf(new ObjectName(s_checksum, ObjectType.File), RepositoryMode.Archive);
        Assert.EndsWith(".filez", path, StringComparison.Ordinal);
        Assert.Null(ObjectLayout.Parse(path[..2], path[3..], RepositoryMode.BareUser));
    }

    [Fact]
    public void A_payload_link_is_read_back()
    {
        string target = ObjectLayout.PayloadLinkTo(s_checksum, RepositoryMode.BareUser);
        Assert.Equal($"../00/{Digits[2..]}.file", target);
        Assert.Equal(s_checksum, ObjectLayout.ParsePayloadLink(target, RepositoryMode.BareUser));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../")]
    [InlineData("../00")]
    [InlineData("../00/")]
    [InlineData("../00/x.file")]
    [InlineData("00/" + "11223344556677889900112233445566778899001122334455667788990011.file")]
    [InlineData("../00x11223344556677889900112233445566778899001122334455667788990011.file")]
    [InlineData("../00/11223344556677889900112233445566778899001122334455667788990011.dirtree")]
    [InlineData("../00/11223344556677889900112233445566778899001122334455667788990011.filez")]
    [InlineData("../../00/1223344556677889900112233445566778899001122334455667788990011.file")]
    [InlineData("/etc/passwd")]
    public void What_leads_to_no_content_is_no_payload_link(string target) => Assert.Null(ObjectLayout.ParsePayloadLink(target, RepositoryMode.BareUser));
}
