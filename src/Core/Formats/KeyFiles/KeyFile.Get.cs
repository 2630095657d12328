using System.Diagnostics.CodeAnalysis;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

public sealed partial class KeyFile
{
    /// <summary>Reads a string.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is not UTF-8 or holds a wrong escape.</exception>
    public string GetString(string group, string key) => ReadString(group, key, GetRaw(group, key));

    /// <summary>Reads a boolean: <c>true</c>, <c>false</c>, <c>1</c> or <c>0</c>.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is no boolean.</exception>
    public bool GetBoolean(string group, string key) => ReadBoolean(group, key, GetRaw(group, key));

    /// <summary>Reads a 32-bit integer. As in GLib, text behind a blank is ignored.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is no such number.</exception>
    public int GetInt32(string group, string key) => ReadInt32(group, key, GetRaw(group, key));

    /// <summary>Reads a 64-bit integer. As in GLib, one that does not fit becomes the nearest that does.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is no number.</exception>
    public long GetInt64(string group, string key) => ReadInt64(group, key, GetRaw(group, key));

    /// <summary>Reads an unsigned 64-bit integer. As in GLib, <c>-1</c> is the largest one.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is no number.</exception>
    public ulong GetUInt64(string group, string key) => ReadUInt64(group, key, GetRaw(group, key));

    /// <summary>Reads a number.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is no number.</exception>
    public double GetDouble(string group, string key) => ReadDouble(group, key, GetRaw(group, key));

    /// <summary>Reads a list of strings, separated by <see cref="ListSeparator"/>.</summary>
    /// <exception cref="OstreeException">KeyNotFound; MalformedKeyFile: the value is not UTF-8 or holds a wrong escape.</exception>
    public string[] GetStringList(string group, string key) => ReadStringList(group, key, GetRaw(group, key));

    /// <summary>Reads a string if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is not UTF-8 or holds a wrong escape.</exception>
    public bool TryGetString(string group, string key, [NotNullWhen(true)] out string? value)
    {
        value = TryGetRaw(group, key, out string? raw) ? ReadString(group, key, raw) : null;
        return value is not null;
    }

    /// <summary>Reads a boolean if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is no boolean.</exception>
    public bool TryGetBoolean(string group, string key, out bool value)
    {
        bool found = TryGetRaw(group, key, out string? raw);
        value = found && ReadBoolean(group, key, raw!);
        return found;
    }

    /// <summary>Reads a 32-bit integer if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is no such number.</exception>
    public bool TryGetInt32(string group, string key, out int value)
    {
        bool found = TryGetRaw(group, key, out string? raw);
        value = found ? ReadInt32(group, key, raw!) : 0;
        return found;
    }

    /// <summary>Reads a 64-bit integer if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is no number.</exception>
    public bool TryGetInt64(string group, string key, out long value)
    {
        bool found = TryGetRaw(group, key, out string? raw);
        value = found ? ReadInt64(group, key, raw!) : 0;
        return found;
    }

    /// <summary>Reads an unsigned 64-bit integer if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is no number.</exception>
    public bool TryGetUInt64(string group, string key, out ulong value)
    {
        bool found = TryGetRaw(group, key, out string? raw);
        value = found ? ReadUInt64(group, key, raw!) : 0;
        return found;
    }

    /// <summary>Reads a number if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is no number.</exception>
    public bool TryGetDouble(string group, string key, out double value)
    {
        bool found = TryGetRaw(group, key, out string? raw);
        value = found ? ReadDouble(group, key, raw!) : 0;
        return found;
    }

    /// <summary>Reads a list of strings if there is such a key.</summary>
    /// <exception cref="OstreeException">MalformedKeyFile: the value is not UTF-8 or holds a wrong escape.</exception>
    public bool TryGetStringList(string group, string key, [NotNullWhen(true)] out string[]? value)
    {
        value = TryGetRaw(group, key, out string? raw) ? ReadStringList(group, key, raw) : null;
        return value is not null;
    }

    private static string ReadString(string group, string key, string raw)
        => KeyFileValue.Unescape(Unicode(group, key, raw)) ?? throw BadValue(group, key, raw, "a string with valid escapes");

    private static bool ReadBoolean(string group, string key, string raw)
        => KeyFileValue.ReadBoolean(raw) ?? throw BadValue(group, key, raw, "true or false");

    private static int ReadInt32(string group, string key, string raw)
        => KeyFileValue.ReadInt32(raw) ?? throw BadValue(group, key, raw, "an integer of 32 bits");

    private static long ReadInt64(string group, string key, string raw)
        => KeyFileValue.ReadInt64(raw) ?? throw BadValue(group, key, raw, "an integer");

    private static ulong ReadUInt64(string group, string key, string raw)
        => KeyFileValue.ReadUInt64(raw) ?? throw BadValue(group, key, raw, "an integer");

    private static double ReadDouble(string group, string key, string raw)
        => KeyFileValue.ReadDouble(raw) ?? throw BadValue(group, key, raw, "a number");

    private string[] ReadStringList(string group, string key, string raw)
        => KeyFileValue.UnescapeList(Unicode(group, key, raw), ListSeparator)
            ?? throw BadValue(group, key, raw, "a list of strings with valid escapes");

    private static string Unicode(string group, string key, string raw)
        => LosslessUtf8.IsUnicode(raw) ? raw : throw BadValue(group, key, raw, "UTF-8 text");

    private static OstreeException BadValue(string group, string key, string raw, string expected) => new(
        OstreeFault.MalformedKeyFile,
        $"The key '{key}' in group '{group}' is '{raw}', where {expected} was expected.",
        $"{group}.{key}",
        $"Set '{key}' to {expected}.");
}
