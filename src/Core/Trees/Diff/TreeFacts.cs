using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Diff;

/// <summary>What one of two compared trees says of a path.</summary>
/// <param name="Mode">Type and permissions, as in <c>st_mode</c>.</param>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Size">Bytes of content; 0 for directories and links.</param>
/// <param name="Target">Where a symbolic link points; null for anything else.</param>
/// <param name="Xattrs">Extended attributes.</param>
/// <param name="Checksum">The content object, or the dirmeta object of a directory; null for what lies on disk.</param>
public sealed record TreeFacts(uint Mode, uint Uid, uint Gid, long Size, string? Target, ExtendedAttributes Xattrs, Checksum? Checksum)
{
    /// <summary>Whether it is a directory.</summary>
    public bool IsDirectory => UnixMode.IsDirectory(Mode);

    /// <summary>Whether it is a regular file.</summary>
    public bool IsRegular => UnixMode.IsRegular(Mode);

    /// <summary>The letters of <c>ls -l</c>.</summary>
    public override string ToString() => UnixMode.ToLetters(Mode);

    internal TreeChanges ChangesFrom(TreeFacts before)
    {
        TreeChanges changes = TreeChanges.None;
        if ((Mode & UnixMode.TypeMask) != (before.Mode & UnixMode.TypeMask))
            changes |= TreeChanges.Type;
        else if (Mode != before.Mode)
            changes |= TreeChanges.Mode;
        if (!string.Equals(Target, before.Target, StringComparison.Ordinal) && Target is not null && before.Target is not null)
            changes |= TreeChanges.Target;
        if (Uid != before.Uid || Gid != before.Gid)
            changes |= TreeChanges.Owner;
        return Xattrs.Equals(before.Xattrs) ? changes : changes | TreeChanges.Xattrs;
    }
}
