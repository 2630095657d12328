namespace OstreePS.Core.Repository.Configuration;

/// <summary>A setting of a repository.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Key">Its key.</param>
/// <param name="Value">What it holds: a text, a truth, a number or texts, as its kind is; where it is not set, what holds by default.</param>
/// <param name="Text">What stands in the file, without escapes; null where it is not set.</param>
public sealed record ConfigEntry(string Group, string Key, object? Value, string? Text)
{
    /// <summary>Whether the config says it.</summary>
    public bool IsSet => Text is not null;

    /// <summary>Group and key in one.</summary>
    public string Name => new ConfigKeyName(Group, Key).ToString();

    /// <summary>What it does; null for a setting that OSTree does not know.</summary>
    public string? Description => KnownSetting.Find(new ConfigKeyName(Group, Key))?.Description;

    /// <summary>The path of the repository that has it.</summary>
    public string? Repository { get; init; }

    /// <summary>What stands in the file.</summary>
    public override string ToString() => Text ?? string.Empty;
}
