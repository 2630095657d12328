namespace OstreePS.Core.Formats.KeyFiles;

/// <summary>What of a key file's text is kept beyond its groups and keys.</summary>
[Flags]
public enum KeyFileKeep
{
    /// <summary>Groups and untranslated keys only.</summary>
    None = 0,

    /// <summary>Comments and blank lines.</summary>
    Comments = 1,

    /// <summary>Keys for a locale, such as <c>Name[de]</c>.</summary>
    Translations = 2,

    /// <summary>Everything.</summary>
    All = Comments | Translations,
}
