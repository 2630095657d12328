namespace OstreePS.Core.Trees.Building;

/// <summary>What a source of a tree is.</summary>
public enum TreeSourceKind
{
    /// <summary>A directory of the file system.</summary>
    Directory,

    /// <summary>A tar archive, plain or compressed with gzip, xz or zstd.</summary>
    Tar,

    /// <summary>A commit of the repository, or a part of one.</summary>
    Commit,
}
