using System.Globalization;
using System.Text;
using System.Text.Json;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;

namespace OstreePS.UnitTests.Formats.KeyFiles;

public sealed class KeyFileVectorTests
{
    private static readonly string[] GetterColumns = ["get_boolean", "get_integer", "get_uint64", "get_string_list"];

    // GLib takes these from a caller and then writes a file that it cannot load, or that has lost the key. We refuse them.
    private static readonly (string Key, string Line)[] Refused = [("raw2", "raw2=x\ny\n"), ("a\nb", "a\nb=v\n"), ("#a", "#a=v\n")];

    [Fact]
    public void Files_load_change_and_save_as_in_GLib() => GLibVectors.CheckRows("keyfile.json", 191, row =>
    {
        byte[] data = GLibVectors.Utf8(row.GetProperty("data"));
        KeyFileKeep keep = Keep(row.GetProperty("flags"));
        if (!row.Flag("ok"))
        {
            Assert.Equal(OstreeFault.MalformedKeyFile, Assert.Throws<OstreeException>(() => KeyFile.Parse(data, keep)).Fault);
            return;
        }

        KeyFile file = KeyFile.Parse(data, keep);
        CheckLoaded(file, row.GetProperty("loaded"));
        Assert.Equal(GLibVectors.Utf8(row.GetProperty("loaded_to_data")), file.ToBytes());
        foreach (JsonElement operation in row.GetProperty("ops").EnumerateArray())
        {
            try
            {
                CheckOperation(file, operation);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{operation.GetRawText()}: {e.Message}", e);
            }
        }

        byte[] saved = file.ToBytes();
        string expected = Text(GLibVectors.Utf8(row.GetProperty("to_data")));
        if (row.Text("name") is "escapes-set" or "set-bad-names")
            expected = Refused.Aggregate(expected, (text, refused) => text.Replace(refused.Line, "", StringComparison.Ordinal));
        else
            Assert.True(row.Flag("reload_ok"));
        Assert.Equal(expected, Text(saved));
        KeyFile.Parse(saved);
    });

    private static void CheckLoaded(KeyFile file, JsonElement groups)
    {
        Assert.Equal(groups.GetArrayLength(), file.Groups.Count);
        foreach ((JsonElement group, string name) in groups.EnumerateArray().Zip(file.Groups))
        {
            Assert.Equal(Text(GLibVectors.Utf8(group.GetProperty("group"))), name);
            Assert.Equal(group.GetProperty("keys").GetArrayLength(), file.Keys(name).Count);
            foreach ((JsonElement pair, string key) in group.GetProperty("keys").EnumerateArray().Zip(file.Keys(name)))
            {
                Assert.Equal(Text(GLibVectors.Utf8(pair.GetProperty("key"))), key);
                Assert.Equal(Text(GLibVectors.Utf8(pair.GetProperty("value"))), file.GetRaw(name, key));
                if (pair.TryGetProperty("get_string", out JsonElement text))
                    Assert.Equal(text.GetString(), file.GetString(name, key));
                foreach (string column in GetterColumns)
                {
                    if (pair.TryGetProperty(column, out JsonElement expected))
                        Assert.Equal(Plain(expected), Plain(Get(file, column, name, key)));
                }
                if (pair.TryGetProperty("get_string_error", out _))
                    Assert.Equal(OstreeFault.MalformedKeyFile, Assert.Throws<OstreeException>(() => file.GetString(name, key)).Fault);
                if (pair.TryGetProperty("get_string_list_error", out _))
                    Assert.Equal(OstreeFault.MalformedKeyFile, Assert.Throws<OstreeException>(() => file.GetStringList(name, key)).Fault);
            }
        }
    }

    private static void CheckOperation(KeyFile file, JsonElement operation)
    {
        string name = operation.Text("op");
        JsonElement[] args = [.. operation.GetProperty("args").EnumerateArray()];
        if (operation.TryGetProperty("critical", out _))
        {
            byte[] before = file.ToBytes();
            Assert.Throws<OstreeException>(() => Run(file, name, args));
            Assert.Equal(before, file.ToBytes());
        }
        else if (name is "set_value" && Array.Exists(Refused, refused => refused.Key.Equals(args[1].GetString(), StringComparison.Ordinal)))
        {
            Assert.Equal(OstreeFault.MalformedKeyFile, Assert.Throws<OstreeException>(() => Run(file, name, args)).Fault);
        }
        else if (operation.TryGetProperty("error", out JsonElement error))
        {
            if (name is "has_key")
            {
                // We answer "no" where GLib reports that even the group is missing.
                Assert.Equal(false, Run(file, name, args));
                return;
            }
            OstreeFault expected = error.Text("name") is "GROUP_NOT_FOUND" or "KEY_NOT_FOUND"
                ? OstreeFault.KeyNotFound
                : OstreeFault.MalformedKeyFile;
            Assert.Equal(expected, Assert.Throws<OstreeException>(() => Run(file, name, args)).Fault);
        }
        else
        {
            object? actual = Run(file, name, args);
            if (operation.TryGetProperty("result", out JsonElement expected))
                Assert.Equal(Plain(expected), Plain(actual));
        }
    }

    private static object? Run(KeyFile file, string name, JsonElement[] args)
    {
        string A(int i) => Text(GLibVectors.Utf8(args[i]));
        string? N(int i) => args[i].ValueKind == JsonValueKind.Null ? null : A(i);
        object? Done(Action action)
        {
            action();
            return true;
        }
        return name switch
        {
            "get_groups" => file.Groups,
            "get_start_group" => file.StartGroup,
            "get_keys" => file.Keys(A(0)),
            "has_group" => file.HasGroup(A(0)),
            "has_key" => file.HasKey(A(0), A(1)),
            "get_locale_string" => file.GetLocaleString(A(0), A(1), N(2)),
            "get_locale_string_list" => ListOf(file, A(0), A(1), A(2)),
            "get_comment" => file.GetComment(N(0), N(1)),
            "to_data" => file.ToString(),
            "set_value" => Done(() => file.SetRaw(A(0), A(1), A(2))),
            "set_string" => Done(() => file.SetString(A(0), A(1), A(2))),
            "set_locale_string" => Done(() => file.SetLocaleString(A(0), A(1), A(2), A(3))),
            "set_boolean" => Done(() => file.SetBoolean(A(0), A(1), args[2].GetInt32() != 0)),
            "set_integer" => Done(() => file.SetInt32(A(0), A(1), args[2].GetInt32())),
            "set_int64" => Done(() => file.SetInt64(A(0), A(1), args[2].GetInt64())),
            "set_uint64" => Done(() => file.SetUInt64(A(0), A(1), args[2].GetUInt64())),
            "set_double" => Done(() => file.SetDouble(A(0), A(1), args[2].GetDouble())),
            "set_string_list" => Done(() => file.SetStringList(A(0), A(1), args[2].EnumerateArray().Select(e => e.GetString()!))),
            "set_boolean_list" => Done(() => file.SetBooleanList(A(0), A(1), args[2].EnumerateArray().Select(e => e.GetInt32() != 0))),
            "set_integer_list" => Done(() => file.SetInt32List(A(0), A(1), args[2].EnumerateArray().Select(e => e.GetInt32()))),
            "set_double_list" => Done(() => file.SetDoubleList(A(0), A(1), args[2].EnumerateArray().Select(e => e.GetDouble()))),
            "set_list_separator" => Done(() => file.ListSeparator = A(0)[0]),
            "set_comment" => Done(() => file.SetComment(N(0), N(1), N(2))),
            "remove_comment" => Done(() => file.SetComment(N(0), N(1), null)),
            "remove_key" => Done(() => file.RemoveKey(A(0), A(1))),
            "remove_group" => Done(() => file.RemoveGroup(A(0))),
            _ => Get(file, name, A(0), A(1)),
        };
    }

    private static object? Get(KeyFile file, string name, string group, string key) => name switch
    {
        "get_value" => file.GetRaw(group, key),
        "get_string" => file.GetString(group, key),
        "get_boolean" => file.GetBoolean(group, key),
        "get_integer" => file.GetInt32(group, key),
        "get_int64" => file.GetInt64(group, key),
        "get_uint64" => file.GetUInt64(group, key),
        "get_double" => file.GetDouble(group, key),
        "get_string_list" => file.GetStringList(group, key),
        "get_boolean_list" => file.GetBooleanList(group, key),
        "get_integer_list" => file.GetInt32List(group, key),
        "get_double_list" => file.GetDoubleList(group, key),
        _ => throw new InvalidOperationException($"The operation {name} is not known here."),
    };

    private static string[] ListOf(KeyFile file, string group, string key, string locale)
        => file.GetLocaleString(group, key, locale).Split(';', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One spelling for both sides: GLib's answers come as JSON, its 64-bit numbers and single doubles as strings.</summary>
    private static string Plain(object? value) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null } => "",
        JsonElement { ValueKind: JsonValueKind.Array } list => "[" + string.Join('|', list.EnumerateArray().Select(e => Plain(e))) + "]",
        JsonElement { ValueKind: JsonValueKind.True } => "true",
        JsonElement { ValueKind: JsonValueKind.False } => "false",
        JsonElement { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        JsonElement other => Text(GLibVectors.Utf8(other)),
        bool flag => flag ? "true" : "false",
        double number => Python(number),
        string text => text,
        System.Collections.IEnumerable list => list.Cast<object>().ToArray() is { Length: > 0 } items || value is not (bool[] or int[] or double[])
            ? "[" + string.Join('|', list.Cast<object>().Select(Plain)) + "]"
            : "",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Python(double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text switch
        {
            "infinity" => "inf",
            "-infinity" => "-inf",
            _ => text.AsSpan().ContainsAny(".en") ? text : text + ".0",
        };
    }

    private static string Text(byte[] utf8) => LosslessUtf8.Decode(utf8);

    private static KeyFileKeep Keep(JsonElement flags) => flags.EnumerateArray().Aggregate(
        KeyFileKeep.None,
        (keep, flag) => keep | (flag.GetString() is "KEEP_COMMENTS" ? KeyFileKeep.Comments : KeyFileKeep.Translations));
}
