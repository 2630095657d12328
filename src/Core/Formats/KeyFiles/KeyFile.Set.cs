using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

public sealed partial class KeyFile
{
    /// <summary>What separates and ends the elements of a list; a semicolon unless it is set.</summary>
    public char ListSeparator { get; set; } = ';';

    /// <summary>Sets a string, escaping what a line cannot hold.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible, or the text holds a NUL or half a surrogate pair.</exception>
    public void SetString(string group, string key, string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        var raw = new StringBuilder(value.Length);
        KeyFileValue.Escape(raw, RequireUnicode(key, value));
        SetRaw(group, key, raw.ToString());
    }

    /// <summary>Sets <c>true</c> or <c>false</c>.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetBoolean(string group, string key, bool value) => SetRaw(group, key, Text(value));

    /// <summary>Sets a 32-bit integer.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetInt32(string group, string key, int value) => SetRaw(group, key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a 64-bit integer.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetInt64(string group, string key, long value) => SetRaw(group, key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets an unsigned 64-bit integer.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetUInt64(string group, string key, ulong value) => SetRaw(group, key, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Sets a number, with as many digits as it takes to read the same one.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible.</exception>
    public void SetDouble(string group, string key, double value) => SetRaw(group, key, CNumber.Print(value));

    /// <summary>Sets a list of strings; each is escaped and followed by <see cref="ListSeparator"/>.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: a name is not possible, or a text holds a NUL or half a surrogate pair.</exception>
    public void SetStringList(string group, string key, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var raw = new StringBuilder();
        foreach (string value in values)
        {
            KeyFileValue.Escape(raw, RequireUnicode(key, value), ListSeparator);
            raw.Append(ListSeparator);
        }
        SetRaw(group, key, raw.ToString());
    }

    private static string Text(bool value) => value ? "true" : "false";

    private static string RequireUnicode(string key, string value)
        => LosslessUtf8.IsUnicode(value) ? value : throw Unwritable($"the value of '{key}' holds half a surrogate pair", key);
}
