using System.Diagnostics;
using System.Text.Json;

namespace OstreePS.UnitTests.Trees.Walking;

/// <summary>The repositories that OSTree 2026.4 made (Fixtures/2026.4), unpacked for a test class, and what it read in them.</summary>
public sealed class UpstreamRepositories : IDisposable
{
    private readonly string? _path = Unpack();

    private static string Fixtures => Path.Combine(AppContext.BaseDirectory, "Fixtures", "2026.4", "repos");

    /// <summary>Where the repositories and trees are; skips the test where they could not be unpacked with their owners.</summary>
    public string Root
    {
        get
        {
            Assert.SkipWhen(_path is null, "Owners and trusted attributes can be unpacked only by root.");
            return _path!;
        }
    }

    /// <summary>The rows of some case, each as often as it has modes.</summary>
    public static IEnumerable<(JsonElement Row, string Mode)> Rows(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Fixtures, "read.json")));
        foreach (JsonElement row in document.RootElement.Clone().EnumerateArray())
        {
            if (row.GetProperty("case").ValueEquals(name))
            {
                foreach (JsonElement mode in row.GetProperty("modes").EnumerateArray())
                    yield return (row, mode.GetString()!);
            }
        }
    }

    /// <summary>What follows the command and its repository.</summary>
    public static string[] Arguments(JsonElement row)
        => [.. row.GetProperty("command").EnumerateArray().Select(part => part.GetString()!).Skip(2).Where(part => !part.StartsWith("--repo=", StringComparison.Ordinal))];

    public string PathOf(string text, string mode)
        => text.Replace("TMP/repos", Root, StringComparison.Ordinal).Replace("MODE", mode, StringComparison.Ordinal);

    public void Dispose()
    {
        if (_path is not null)
            Directory.Delete(_path, recursive: true);
    }

    private static string? Unpack()
    {
        if (!Environment.IsPrivilegedProcess)
            return null;
        string path = Directory.CreateTempSubdirectory("ostreeps-upstream-").FullName;
        string[] arguments = ["--xattrs", "--xattrs-include=*", "--numeric-owner", "-xpf", Path.Combine(Fixtures, "repos.tar.xz"), "-C", path];
        using Process tar = Process.Start(new ProcessStartInfo("tar", arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        string complaint = tar.StandardError.ReadToEnd();
        tar.WaitForExit();
        return tar.ExitCode == 0 ? path : throw new InvalidOperationException(complaint);
    }
}
