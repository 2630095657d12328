namespace OstreePS.Core.Objects;

/// <summary>The kinds of objects in a repository. The numbers are those of the format.</summary>
public enum ObjectType
{
    /// <summary>Content: a regular file or a symbolic link.</summary>
    File = 1,

    /// <summary>The names in a directory, with their checksums.</summary>
    DirTree = 2,

    /// <summary>Owner, mode and extended attributes of a directory.</summary>
    DirMeta = 3,

    /// <summary>A commit.</summary>
    Commit = 4,

    /// <summary>The mark that a deleted commit leaves.</summary>
    TombstoneCommit = 5,

    /// <summary>Detached metadata of a commit, such as signatures; not covered by its checksum.</summary>
    CommitMeta = 6,

    /// <summary>A link from a payload's digest to an object with that payload.</summary>
    PayloadLink = 7,

    /// <summary>The extended attributes of content in a <c>bare-split-xattrs</c> repository.</summary>
    FileXattrs = 8,

    /// <summary>A hard link from a content checksum to its <see cref="FileXattrs"/>.</summary>
    FileXattrsLink = 9,
}
