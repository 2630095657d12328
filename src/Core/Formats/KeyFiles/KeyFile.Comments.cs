using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.KeyFiles;

public sealed partial class KeyFile
{
    /// <summary>The comment at the top of the file, above a group, or above a key: its lines without their <c>#</c>.</summary>
    /// <param name="group">The group, or null for the top of the file.</param>
    /// <param name="key">A key of the group, or null for the group's header.</param>
    /// <returns>The comment, or null when there is none.</returns>
    /// <exception cref="OstreeException">KeyNotFound: there is no such group or key.</exception>
    public string? GetComment(string? group = null, string? key = null)
    {
        if (group is null)
            return Join(Top, Top.TrailingComment);
        KeyFileGroup target = GetGroup(group);
        if (key is not null)
            return Join(target, target.CommentAbove(key) ?? throw NoKey(group, key));
        if (target.HeaderComment is not null)
            return target.HeaderComment;
        KeyFileGroup before = _groups[_groups.IndexOf(target) - 1];
        return Join(before, before.TrailingComment);
    }

    /// <summary>Replaces a comment; each line gets a <c>#</c> in front.</summary>
    /// <param name="group">The group, or null for the top of the file.</param>
    /// <param name="key">A key of the group, or null for the group's header.</param>
    /// <param name="comment">The new comment, or null to remove it.</param>
    /// <remarks>
    /// A comment above a group's header that was read from text belongs to the group before and stays; a comment set here is added to it.
    /// </remarks>
    /// <exception cref="OstreeException">KeyNotFound: there is no such group or key. MalformedKeyFile: the comment holds a NUL.</exception>
    public void SetComment(string? group, string? key, string? comment)
    {
        if (comment?.Contains('\0', StringComparison.Ordinal) == true)
            throw Unwritable("the comment holds a NUL", key ?? group ?? "");
        string? lines = comment is null ? null : "#" + comment.Replace("\n", "\n#", StringComparison.Ordinal);
        if (group is null)
        {
            Top.Lines.Clear();
            if (lines is not null)
                Top.Lines.Add(new KeyFileLine(null, lines));
            return;
        }

        KeyFileGroup target = GetGroup(group);
        if (key is null)
        {
            target.HeaderComment = lines;
            return;
        }
        (int start, int count) = (target.CommentAbove(key) ?? throw NoKey(group, key)).GetOffsetAndLength(target.Lines.Count);
        target.Lines.RemoveRange(start, count);
        if (lines is not null)
            target.Lines.Insert(start, new KeyFileLine(null, lines));
    }

    private static string? Join(KeyFileGroup group, Range range)
    {
        (int start, int count) = range.GetOffsetAndLength(group.Lines.Count);
        return count == 0 ? null : string.Join('\n', group.Lines.Slice(start, count).Select(line => WithoutMarks(line.Value)));
    }

    private static string WithoutMarks(string lines)
        => string.Join('\n', lines.Split('\n').Select(line => line.StartsWith('#') ? line[1..] : line));
}
