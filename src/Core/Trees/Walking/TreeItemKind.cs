namespace OstreePS.Core.Trees.Walking;

/// <summary>What an entry of a tree is.</summary>
public enum TreeItemKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,
}
