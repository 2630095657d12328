namespace OstreePS.Core.Repository.Configuration;

/// <summary>What a setting holds.</summary>
public enum ConfigValueKind
{
    /// <summary>Any text.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>An amount of space as a whole number of MB, GB or TB: <c>500MB</c>.</summary>
    Size,

    /// <summary>Texts with a semicolon behind each.</summary>
    List,
}
