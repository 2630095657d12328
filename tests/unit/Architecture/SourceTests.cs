using System.Text.RegularExpressions;

namespace OstreePS.UnitTests.Architecture;

/// <summary>What a compiler does not see: sizes of files, where a namespace lies, words that have no place.</summary>
public sealed class SourceTests
{
    private const int LineLimit = 500;
    private static readonly string Home = FindHome();
    private static readonly Regex Namespace = Make(@"^namespace (?<name>[\w.]+);");
    private static readonly Regex Later = Make(@"\b(TODO|FIXME|HACK)\b|NotImplementedException|^\s*#region|catch(\s*\([^()]*\))?\s*\{\s*\}");
    private static readonly Regex Drawer = Make(@"(^|/)(Utils?|Utilities|Common|Helpers?|Misc)(/|\.cs$)|(Utils?|Helpers?)\.cs$");
    private static readonly Regex PublicType = Make(@"^public [\w ]*\b(class|struct|enum|interface|record)\b");

    [Fact]
    public void No_file_is_longer_than_its_reader_bears()
    {
        Assert.Empty(Sources("src", "tools", "tests/unit", "bench").Where(file => File.ReadLines(file).Count() > LineLimit).Select(Relative));
        Assert.NotEmpty(Sources("src"));
    }

    [Fact]
    public void A_namespace_is_its_folder()
        => Assert.Empty(Sources("src/Core").Where(file => Namespace.Match(File.ReadAllText(file)).Groups["name"].Value != ExpectedNamespace(file)).Select(Relative));

    [Fact]
    public void Nothing_is_left_for_later()
        => Assert.Empty(Sources("src", "tools").SelectMany(file => Findings(file, Later)));

    [Fact]
    public void No_folder_or_type_is_a_drawer_for_everything()
        => Assert.Empty(Sources("src", "tools", "tests/unit").Where(file => Drawer.IsMatch(Relative(file))).Select(Relative));

    [Fact]
    public void A_file_has_at_most_one_public_type()
        => Assert.Empty(Sources("src/Core").Where(file => PublicType.Count(File.ReadAllText(file)) > 1).Select(Relative));

    [Theory]
    [InlineData("    // TODO: later", true)]
    [InlineData("    throw new NotImplementedException();", true)]
    [InlineData("#region Private", true)]
    [InlineData("        catch (IOException) { }", true)]
    [InlineData("        catch\n        {\n        }", true)]
    [InlineData("        catch (IOException e) when (e.Data is { } data) { Report(data); }", false)]
    [InlineData("    string total = Sum(lines); // why", false)]
    public void The_search_for_leftovers_finds_them(string line, bool found) => Assert.Equal(found, Later.IsMatch(line));

    private static IEnumerable<string> Sources(params string[] folders) => folders
        .Select(folder => Path.Combine(Home, folder))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !Relative(file).Split('/').Any(part => part is "obj" or "bin" or "out"));

    private static IEnumerable<string> Findings(string file, Regex pattern)
        => pattern.Matches(File.ReadAllText(file)).Select(match => $"{Relative(file)}: {match.Value.Trim()}");

    private static string ExpectedNamespace(string file)
    {
        string folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Home, "src/Core"), file))!;
        return folder.Length == 0 ? House.Root : $"{House.Root}.{folder.Replace('/', '.')}";
    }

    private static string Relative(string file) => Path.GetRelativePath(Home, file);

    private static Regex Make(string pattern) => new(pattern, RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking);

    private static string FindHome()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "OstreePS.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the project's folder.");
    }
}
