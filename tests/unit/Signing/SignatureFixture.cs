using System.Diagnostics;
using System.Text.Json;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing.OpenPgp;

namespace OstreePS.UnitTests.Signing;

/// <summary>The signed repository that OSTree 2026.4 was run on, unpacked; see Fixtures/2026.4/README.md.</summary>
public sealed class SignatureFixture : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ostreeps-signatures-").FullName;
    private readonly Dictionary<string, string> _targets = new(StringComparer.Ordinal);
    private readonly JsonElement _cases;
    private int _made;

    public SignatureFixture()
    {
        using Process tar = Process.Start("tar", ["--no-same-owner", "-xf", Path.Combine(Files, "repo.tar.xz"), "-C", _root]);
        tar.WaitForExit();
        Assert.Equal(0, tar.ExitCode);
        _cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Files, "cases.json"))).RootElement;
        Repository = OstreeRepository.Open(Path.Combine(_root, "repo"));
        string[] names = [.. Directory.GetFiles(Path.Combine(Files, "keys", "gpg"), "*.pub.asc").Where(path => !path.EndsWith("unknown-key.pub.asc", StringComparison.Ordinal))];
        AllKeys = Path.Combine(_root, "all.asc");
        File.WriteAllText(AllKeys, string.Concat(names.Select(File.ReadAllText)));
    }

    public static string Files { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "2026.4", "signatures");

    public OstreeRepository Repository { get; }

    /// <summary>The keys that upstream trusted: all but the one that is meant to be unknown.</summary>
    public string AllKeys { get; }

    public IEnumerable<SignatureRun> Runs => _cases.GetProperty("rows").EnumerateArray().Select(SignatureRun.Parse);

    public string Commit(string kind, string name) => _cases.GetProperty(kind).GetProperty(name).GetString()!;

    public string KeyFile(params string[] parts) => Path.Combine([Files, "keys", .. parts]);

    public byte[] Summary(string name, string file)
        => File.Exists(Path.Combine(_root, "summaries", name, file)) ? File.ReadAllBytes(Path.Combine(_root, "summaries", name, file)) : [];

    /// <summary>A recorded path as it is here.</summary>
    public string Localize(string word) => word.Replace("TMP/sig", _root, StringComparison.Ordinal).Replace("OUT/signatures", Files, StringComparison.Ordinal);

    /// <summary>Lays down the files that stood there when the row was recorded.</summary>
    public void Lay(SignatureRun run)
    {
        if (Directory.Exists(Path.Combine(_root, "keysdir")))
            Directory.Delete(Path.Combine(_root, "keysdir"), recursive: true);
        foreach ((string name, string? content) in run.Files)
        {
            string path = Localize(name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(path);
            if (content is not null)
                File.WriteAllText(path, content);
        }
    }

    /// <summary>Does what a recorded <c>ostree remote add</c> does, in a repository of its own.</summary>
    public void AddRemote(SignatureRun run)
    {
        string path = Directory.CreateDirectory(Path.Combine(_root, $"target{_made++}")).FullName;
        _targets[run.RepositoryWord] = path;
        var options = new List<KeyValuePair<string, object>>();
        string? keys = null;
        foreach (string word in run.Options)
        {
            if (word == "--no-gpg-verify")
                options.Add(new("gpg-verify", "false"));
            else if (word.StartsWith("--set=", StringComparison.Ordinal))
                options.Add(Pair(word["--set=".Length..]));
            else if (word.StartsWith("--gpg-import=", StringComparison.Ordinal))
                keys = Localize(word["--gpg-import=".Length..]);
            else if (word.StartsWith("--sign-verify=", StringComparison.Ordinal))
                options.AddRange(Engine(word["--sign-verify=".Length..]));
        }

        using OstreeRepository repository = OstreeRepository.Create(path, Core.Stores.RepositoryMode.Archive);
        (Remote remote, _) = new RemoteEditor(repository).Add("origin", run.Plain[^1], options, RemoteConflict.Refuse);
        if (keys is not null)
            _ = new RemoteKeyring(repository).Import(remote, [(File.ReadAllBytes(keys), keys)], []);
    }

    /// <summary>The repository that the last recorded <c>remote add</c> of that name made.</summary>
    public OstreeRepository OpenTarget(SignatureRun run) => OstreeRepository.Open(_targets[run.RepositoryWord]);

    public void Dispose()
    {
        Repository.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private IEnumerable<KeyValuePair<string, object>> Engine(string text)
    {
        string[] parts = text.Split('=', 2);
        yield return new("sign-verify", parts[0]);
        string kind = parts[1].Split(':', 2)[0] == "file" ? "file" : "key";
        yield return new($"verification-{parts[0]}-{kind}", Localize(parts[1].Split(':', 2)[1]));
    }

    private static KeyValuePair<string, object> Pair(string text) => new(text.Split('=', 2)[0], text.Split('=', 2)[1]);
}

/// <summary>One recorded run.</summary>
public sealed record SignatureRun(string Case, string[] Command, int Exit, string Output, string Error)
{
    public Dictionary<string, string?> Files { get; private init; } = [];

    public Dictionary<string, string?> Environment { get; private init; } = [];

    public string RepositoryWord => Command.First(word => word.StartsWith("--repo=", StringComparison.Ordinal));

    public string[] Options => [.. Command.Skip(2).Where(word => word.StartsWith('-') && !word.StartsWith("--repo=", StringComparison.Ordinal))];

    public string[] Plain => [.. Command.Skip(1).Where(word => !word.StartsWith('-'))];

    public string? ValueOf(string option) => Options.FirstOrDefault(word => word.StartsWith(option + "=", StringComparison.Ordinal))?[(option.Length + 1)..];

    public override string ToString() => $"{Case}: {string.Join(' ', Command)} → {Exit}: {Error}";

    internal static SignatureRun Parse(JsonElement row) => new(
        row.GetProperty("case").GetString()!,
        [.. row.GetProperty("command").EnumerateArray().Select(word => word.GetString()!)],
        row.GetProperty("exit").GetInt32(),
        row.TryGetProperty("stdout", out JsonElement output) ? output.GetString()! : string.Empty,
        row.TryGetProperty("stderr", out JsonElement error) ? error.GetString()! : string.Empty)
    {
        Files = Texts(row, "files"),
        Environment = Texts(row, "environment"),
    };

    private static Dictionary<string, string?> Texts(JsonElement row, string name)
        => row.TryGetProperty(name, out JsonElement map) && map.ValueKind == JsonValueKind.Object ? map.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString(), StringComparer.Ordinal) : [];
}
