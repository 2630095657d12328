using System.Diagnostics;
using OstreePS.Core.Repository;

namespace OstreePS.UnitTests.Fixtures;

/// <summary>The trees and repositories that OSTree 2026.4 was run on, unpacked once for all tests; see Fixtures/2026.4/README.md.</summary>
internal static class RepoFixture
{
    private static readonly Lazy<(string Path, string? Reason)> s_unpacked = new(Unpack);

    /// <summary>The folder with everything in it. Skips the test where it cannot be unpacked as it was packed.</summary>
    public static string Root
    {
        get
        {
            (string path, string? reason) = s_unpacked.Value;
            Assert.SkipWhen(reason is not null, reason ?? string.Empty);
            return path;
        }
    }

    public static OstreeRepository Open(string mode) => OstreeRepository.Open(Path.Combine(Root, mode, "repo"));

    /// <summary>A recorded argument with its paths as they are here.</summary>
    public static string Localize(string argument) => argument.Replace("TMP/repos", Root, StringComparison.Ordinal);

    /// <summary>Runs a check over rows and each of their modes, and fails with every one that did not hold.</summary>
    public static void CheckRows(string file, Func<RecordedRun, bool> isMeant, int atLeast, Action<RecordedRun, string> check)
    {
        _ = Root;
        var failures = new List<string>();
        int count = 0;
        foreach (RecordedRun run in RecordedRun.Load(file).Where(isMeant))
        {
            foreach (string mode in run.Modes.Length == 0 ? ["none"] : run.Modes)
            {
                count++;
                try
                {
                    check(run, mode);
                }
                catch (Exception e)
                {
                    failures.Add($"{mode}, {run}\n    {e.GetType().Name}: {e.Message.ReplaceLineEndings("\n    ")}");
                }
            }
        }

        Assert.True(count >= atLeast, $"{file} has {count} such rows; {atLeast} were expected.");
        if (failures.Count > 0)
            Assert.Fail($"{failures.Count} of {count} rows of {file}:\n" + string.Join("\n", failures.Take(25)));
    }

    /// <summary>Removes what was unpacked, if anything was.</summary>
    public static void Remove()
    {
        if (s_unpacked.IsValueCreated && s_unpacked.Value.Path is { Length: > 0 } path)
            Directory.Delete(path, recursive: true);
    }

    private static (string Path, string? Reason) Unpack()
    {
        string archive = Path.Combine(AppContext.BaseDirectory, "Fixtures", "2026.4", "repos", "repos.tar.xz");
        if (!Environment.IsPrivilegedProcess)
            return (string.Empty, "The recorded repositories have owners and trusted attributes, which only root can unpack.");
        string path = Directory.CreateTempSubdirectory("ostreeps-recorded-").FullName;
        return (path, Run("tar", "--xattrs", "--xattrs-include=*", "--numeric-owner", "-xf", archive, "-C", path));
    }

    private static string? Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && errors.Length == 0 ? null : $"The recorded repositories cannot be unpacked: {errors}";
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return $"The recorded repositories cannot be unpacked: {e.Message}";
        }
    }
}
