using System.Text;
using System.Text.Json;

namespace OstreePS.UnitTests.Formats;

/// <summary>The rows that the real GLib made; see Fixtures/glib/README.md.</summary>
internal static class GLibVectors
{
    public static IEnumerable<JsonElement> Rows(string file, string list = "rows")
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Fixtures", "glib", file);
        return JsonDocument.Parse(File.ReadAllBytes(path)).RootElement.GetProperty(list).EnumerateArray();
    }

    /// <summary>Runs a check over every row and fails with each row that did not hold.</summary>
    public static void CheckRows(string file, int atLeast, Action<JsonElement> check, string list = "rows")
    {
        var failures = new List<string>();
        int count = 0;
        foreach (JsonElement row in Rows(file, list))
        {
            count++;
            try
            {
                check(row);
            }
            catch (Exception e)
            {
                string text = row.GetRawText();
                failures.Add($"row {count}: {(text.Length > 300 ? text[..300] + "…" : text)}\n    {e.GetType().Name}: {e.Message.ReplaceLineEndings("\n    ")}");
            }
        }
        Assert.True(count >= atLeast, $"{file} has {count} rows; {atLeast} were expected.");
        if (failures.Count > 0)
            Assert.Fail($"{failures.Count} of {count} rows of {file}:\n" + string.Join("\n", failures.Take(25)));
    }

    public static string Text(this JsonElement row, string column) => row.GetProperty(column).GetString()!;

    public static bool Flag(this JsonElement row, string column) => row.GetProperty(column).GetBoolean();

    public static byte[] Hex(this JsonElement row, string column) => Convert.FromHexString(row.Text(column));

    public static string? TextOrNull(this JsonElement row, string column)
        => row.TryGetProperty(column, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A string column; its bytes when it is not UTF-8.</summary>
    public static byte[] Utf8(JsonElement value)
        => value.ValueKind == JsonValueKind.Object
            ? Convert.FromHexString(value.GetProperty("hex").GetString()!)
            : Encoding.UTF8.GetBytes(value.GetString()!);
}
