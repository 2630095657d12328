using System.Text.Json;

namespace OstreePS.UnitTests.Fixtures;

/// <summary>One run of OSTree 2026.4: a row of Fixtures/2026.4/repos/*.json.</summary>
public sealed record RecordedRun(string Case, string[] Command, int Exit, string Output, string Error, string[] Modes)
{
    /// <summary>The options and arguments behind the command and its repository.</summary>
    public string[] Arguments => [.. Command.Skip(2).Where(word => !word.StartsWith("--repo=", StringComparison.Ordinal))];

    /// <summary>The digest of what it printed, where that is not text.</summary>
    public string? OutputSha256 { get; private init; }

    /// <summary>The arguments that are no options.</summary>
    public string[] Plain => [.. Arguments.Where(word => !word.StartsWith('-'))];

    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public bool Has(string option) => Arguments.Contains(option, StringComparer.Ordinal);

    /// <summary>The value of an option written as <c>--name=value</c>; null when it is absent.</summary>
    public string? ValueOf(string option)
        => Arguments.Where(word => word.StartsWith(option + "=", StringComparison.Ordinal)).Select(word => word[(option.Length + 1)..]).FirstOrDefault();

    public override string ToString() => $"{Case}: {string.Join(' ', Command.Skip(1))}";

    internal static IEnumerable<RecordedRun> Load(string file)
        => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "2026.4", "repos", file))).RootElement.EnumerateArray().Select(Parse);

    private static RecordedRun Parse(JsonElement row) => new(
        row.GetProperty("case").GetString()!,
        Strings(row, "command"),
        row.GetProperty("exit").GetInt32(),
        row.TryGetProperty("stdout", out JsonElement output) ? output.GetString()! : string.Empty,
        row.GetProperty("stderr").GetString()!,
        Strings(row, "modes"))
    {
        OutputSha256 = row.TryGetProperty("stdout_sha256", out JsonElement digest) ? digest.GetString() : null,
    };

    private static string[] Strings(JsonElement row, string name)
        => row.TryGetProperty(name, out JsonElement list) ? [.. list.EnumerateArray().Select(item => item.GetString()!)] : [];
}
