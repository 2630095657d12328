namespace OstreePS.Core.Trees.Diff;

/// <summary>In which ways a path that both trees have is not the same.</summary>
[Flags]
public enum TreeChanges
{
    /// <summary>In none.</summary>
    None = 0,

    /// <summary>One is a file, the other a directory or a link.</summary>
    Type = 1,

    /// <summary>The bytes of a file.</summary>
    Content = 2,

    /// <summary>Where a symbolic link points.</summary>
    Target = 4,

    /// <summary>The permissions, with set-id and sticky bits.</summary>
    Mode = 8,

    /// <summary>Owner or group.</summary>
    Owner = 16,

    /// <summary>Extended attributes.</summary>
    Xattrs = 32,
}
