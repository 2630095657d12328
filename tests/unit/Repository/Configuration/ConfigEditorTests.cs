using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Configuration;
using OstreePS.Core.Stores;

namespace OstreePS.UnitTests.Repository.Configuration;

public sealed class ConfigEditorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("config").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("core.mode", "core", "mode")]
    [InlineData("a.b.c", "a", "b.c")]
    [InlineData("remote \"o\".url", "remote \"o\"", "url")]
    [InlineData("remote \"my.os\".url", "remote \"my.os\"", "url")]
    [InlineData("remote \"my.os\".a.b", "remote \"my.os\"", "a.b")]
    public void A_name_is_parted_at_the_first_dot_outside_quotes(string text, string group, string key)
        => Assert.Equal(new ConfigKeyName(group, key), ConfigKeyName.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("core")]
    [InlineData(".mode")]
    [InlineData("core.")]
    public void A_name_without_group_or_key_is_refused(string text)
        => Assert.Equal(OstreeFault.InvalidOption, Assert.Throws<OstreeException>(() => ConfigKeyName.Parse(text)).Fault);

    [Fact]
    public void A_remote_with_a_file_of_its_own_is_not_written_into_the_config()
    {
        string remotes = Directory.CreateDirectory(Path.Combine(_folder, "remotes.d")).FullName;
        File.WriteAllText(Path.Combine(remotes, "origin.conf"), "[remote \"origin\"]\nurl=file:///there\n");
        using OstreeRepository repository = OstreeRepository.Create(Path.Combine(_folder, "repo"), RepositoryMode.Archive);
        var editor = new ConfigEditor(repository, remotes);
        OstreeException refusal = Assert.Throws<OstreeException>(() => editor.Set(new ConfigKeyName("remote \"origin\"", "url"), "file:///here"));
        Assert.Equal(OstreeFault.AlreadyExists, refusal.Fault);
        Assert.True(editor.Set(new ConfigKeyName("remote \"other\"", "url"), "file:///here").Changed);
        Assert.DoesNotContain(editor.List(withDefaults: false), entry => entry.Group.Contains("origin", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_default_is_of_its_kind()
        => Assert.All(KnownSetting.All, known => Assert.True(known.Default is null || known.Kind switch
        {
            ConfigValueKind.Boolean => known.Default is "true" or "false",
            ConfigValueKind.Number => long.TryParse(known.Default, System.Globalization.CultureInfo.InvariantCulture, out _),
            ConfigValueKind.List => known.Default.EndsWith(';'),
            _ => known.Values.Count == 0 || known.Values.Contains(known.Default, StringComparer.Ordinal),
        }, known.Name.ToString()));
}
