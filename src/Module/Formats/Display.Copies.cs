using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace OstreePS.Formats;

/// <content>The same for what a job or a remote session returned: copies that have the properties of an object, and not its type.</content>
public static partial class Display
{
    private const string Mark = "….";

    /// <summary>Where a remote is.</summary>
    public static string Location(PSObject remote)
        => Text(remote, "Url") is { Length: > 0 } url ? url : Text(remote, "Metalink") is { Length: > 0 } metalink ? $"metalink={metalink}" : string.Empty;

    /// <summary>Whose signatures a remote must show.</summary>
    public static string Verifies(PSObject remote)
        => Verifies(Flag(remote, "GpgVerify"), Items(remote, "SignVerify"), Flag(remote, "GpgVerifySummary"), Items(remote, "SignVerifySummary"));

    /// <summary>The bytes of a file, or of what a change made of it; nothing for a directory or link.</summary>
    public static string FileSize(PSObject item)
        => Text(item, "Kind") is "File" || Text(item, "After").StartsWith('-') ? Count(Number(item, "Size")) : string.Empty;

    /// <summary>What a commit did to a path, and how.</summary>
    public static string FileChange(PSObject change)
        => Text(change, "Changes") is "None" ? Text(change, "Change") : $"{Text(change, "Change")}: {Text(change, "Changes")}";

    /// <summary>A path; for a symbolic link also where it points.</summary>
    public static string PathAndTarget(PSObject item)
        => Text(item, "Target") is { Length: > 0 } target ? $"{Text(item, "Path")} -> {target}" : Text(item, "Path");

    /// <summary>The refs that point to a commit, and whether the history known here ends with it.</summary>
    public static string Refs(PSObject commit)
    {
        string refs = string.Join(", ", Items(commit, "Refs"));
        return Flag(commit, "IsParentMissing") ? $"{refs} (parent not here)".TrimStart() : refs;
    }

    /// <summary>The files of a checkout.</summary>
    public static string Placed(PSObject result)
        => $"{Count(Number(result, "Files"))} ({Size(Number(result, "Bytes"))}): {Count(Number(result, "Linked"))} linked, {Count(Number(result, "Copied"))} copied";

    /// <summary>What a checkout did besides placing files.</summary>
    public static string PlacedBesides(PSObject result)
        => PlacedBesides(Number(result, "Directories"), Number(result, "Symlinks"), Number(result, "Kept"), Number(result, "Whiteouts"));

    /// <summary>The refs that a pull set, or would set: a line each.</summary>
    public static string Pulled(PSObject result) => Items(result, "Refs") is { Count: > 0 } refs ? string.Join('\n', refs) : "none";

    /// <summary>How the content of a pull came, or would come.</summary>
    public static string PulledContent(PSObject result)
    {
        string content = $"{Count(Number(result, "ContentLinked"))} linked, {Count(Number(result, "ContentFetched"))} copied";
        return result.Properties["ContentOfUnknownSize"] is not null ? content : $"{content}, {Size(Number(result, "Bytes"))} moved";
    }

    /// <summary>The bytes that a pull would move, and whether these are all.</summary>
    public static string PulledBytes(PSObject forecast)
        => Flag(forecast, "IsExact") ? Size(Number(forecast, "Bytes")) : $"{Size(Number(forecast, "Bytes"))}, and {Count(Number(forecast, "ContentOfUnknownSize"))} files of unknown size";

    /// <summary>What a defect concerns; of an object the first ten digits and its type.</summary>
    public static string Subject(PSObject defect)
    {
        string subject = Text(defect, "Object") is { Length: > 0 } name ? name : Text(defect, "Subject");
        if (Text(defect, "Object").Length > 0)
            return $"{Short(subject)}{Mark}{subject[(subject.LastIndexOf('.') + 1)..]}";
        return Text(defect, "Kind") is "PartialCommit" or "DamagedCommit" ? $"{Short(subject)}{Mark}commit" : subject;
    }

    private static string Text(PSObject item, string property) => item.Properties[property]?.Value?.ToString() ?? string.Empty;

    private static bool Flag(PSObject item, string property) => item.Properties[property]?.Value is { } value && LanguagePrimitives.IsTrue(value);

    private static long Number(PSObject item, string property) => LanguagePrimitives.TryConvertTo(item.Properties[property]?.Value, CultureInfo.InvariantCulture, out long number) ? number : 0;

    private static List<string> Items(PSObject item, string property)
        => LanguagePrimitives.GetEnumerable(item.Properties[property]?.Value) is { } items ? [.. items.Cast<object?>().Select(one => one?.ToString() ?? string.Empty)] : [];
}
