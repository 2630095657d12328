using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Repository.Configuration;

/// <summary>The name of a setting in a config: its group and its key.</summary>
/// <param name="Group">The group, such as <c>core</c> or <c>remote "origin"</c>.</param>
/// <param name="Key">The key within the group.</param>
public sealed record ConfigKeyName(string Group, string Key)
{
    /// <summary>Reads <c>group.key</c>. The first dot parts them; dots in the quotes of a group such as <c>remote "my.os"</c> do not count.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>.</exception>
    public static ConfigKeyName Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        int quote = text.IndexOf('"', StringComparison.Ordinal);
        if (quote >= 0 && quote < dot && text.IndexOf("\".", quote + 1, StringComparison.Ordinal) is >= 0 and int close)
            dot = close + 1;
        return dot > 0 && dot < text.Length - 1
            ? new ConfigKeyName(text[..dot], text[(dot + 1)..])
            : throw new OstreeException(OstreeFault.InvalidOption, $"'{text}' is not the name of a setting.", text, "Write it as group.key, such as core.mode, or name the group with -Group.");
    }

    /// <summary>The name as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => $"{Group}.{Key}";
}
