using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Maintenance.Checking;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Repository.Inventory;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Trees.Checkout;
using OstreePS.Core.Trees.Diff;
using OstreePS.Core.Trees.Searching;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Formats;

/// <summary>What the columns of the views call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Display
{
    private static readonly string[] s_units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    /// <summary>A number with its thousands apart: <c>21,482</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A size in the largest unit that leaves a digit before the point: <c>1.3 GiB</c>.</summary>
    public static string Size(long bytes)
    {
        double value = bytes;
        int unit = 0;
        while (Math.Abs(value) >= 1024 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return value.ToString(unit == 0 ? "0" : "0.0", CultureInfo.InvariantCulture) + " " + s_units[unit];
    }

    /// <summary>The first ten digits of a checksum, or nothing.</summary>
    public static string Short(object? checksum) => checksum?.ToString() is { Length: >= 10 } text ? text[..10] : string.Empty;

    /// <summary>A moment in UTC, to the second: <c>2026-01-31 12:00:00Z</c>; or nothing. A job returns it as text.</summary>
    public static string Time(object? moment)
    {
        object? value = (moment as PSObject)?.BaseObject ?? moment;
        if (value is not DateTimeOffset known && !DateTimeOffset.TryParse(moment?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out known))
            return moment?.ToString() ?? string.Empty;
        return known.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Where a remote is.</summary>
    public static string Location(Remote remote) => remote.Url ?? (remote.Metalink is { } metalink ? $"metalink={metalink}" : string.Empty);

    /// <summary>Whose signatures a remote must show: <c>gpg, ed25519; summary: gpg</c>.</summary>
    public static string Verifies(Remote remote) => Verifies(remote.GpgVerify, remote.SignVerify, remote.GpgVerifySummary, remote.SignVerifySummary);

    private static string Verifies(bool gpg, IReadOnlyList<string> others, bool gpgOfSummary, IReadOnlyList<string> othersOfSummary)
    {
        string commits = Engines(gpg, others);
        string summary = Engines(gpgOfSummary, othersOfSummary);
        return summary.Length == 0 ? commits : $"{commits}{(commits.Length == 0 ? string.Empty : "; ")}summary: {summary}";
    }

    private static string Engines(bool gpg, IReadOnlyList<string> others)
        => string.Join(", ", (gpg ? ["gpg"] : Array.Empty<string>()).Concat(others.Select(engine => engine is "true" ? "any key" : engine)));

    /// <summary>A duration in seconds: <c>1.24 s</c>.</summary>
    public static string Span(TimeSpan duration) => duration.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    /// <summary>How many of some objects were new: <c>12 of 300 new</c>.</summary>
    public static string Written(long written, long total) => $"{Count(written)} of {Count(total)} new";

    /// <summary>Owner and group by number: <c>0:0</c>.</summary>
    public static string Owner(uint uid, uint gid) => string.Create(CultureInfo.InvariantCulture, $"{uid}:{gid}");

    /// <summary>The bytes of a file; nothing for a directory or link, which have none of their own.</summary>
    public static string FileSize(TreeItem item) => item.Kind == TreeItemKind.File ? Count(item.Size) : string.Empty;

    /// <summary>The bytes that a file has after a change; nothing for what has none.</summary>
    public static string FileSize(FileChange change) => change.After is { IsRegular: true } after ? Count(after.Size) : string.Empty;

    /// <summary>What a commit did to a path, and how: <c>Modified: Content, Mode</c>.</summary>
    public static string FileChange(FileChange change)
        => change.Changes == TreeChanges.None ? change.Change.ToString() : $"{change.Change}: {change.Changes}";

    /// <summary>A path; for a symbolic link also where it points: <c>/bin -> usr/bin</c>.</summary>
    public static string PathAndTarget(TreeItem item) => item.Target is null ? item.Path : $"{item.Path} -> {item.Target}";

    /// <summary>What is in an object, as text; shortened where it would fill the screen many times over.</summary>
    public static string ObjectText(ObjectDetails details) => Shortened(details.Text ?? details.Value.ToString() ?? string.Empty);

    /// <summary>The value in a file, shortened where it would fill many screens.</summary>
    public static string VariantText(VariantFile file) => Shortened(file.Text);

    /// <summary>The refs that point to a commit, and whether the history known here ends with it.</summary>
    public static string Refs(CommitInfo commit)
    {
        string refs = string.Join(", ", commit.Refs.Select(entry => entry.Kind == RefKind.Mirror ? $"({entry.CollectionId}, {entry.Name})" : entry.Refspec));
        return commit.IsParentMissing ? $"{refs} (parent not here)".TrimStart() : refs;
    }

    /// <summary>The keys of metadata, as they are ordered there.</summary>
    public static string Keys(Variant metadata) => string.Join(", ", metadata.Children().Select(entry => entry[0].GetString()));

    /// <summary>What a commit says of its size.</summary>
    public static string Sizes(CommitSizes sizes)
    {
        string all = $"{Count(sizes.Objects)} objects, {Size(sizes.StoredBytes)} stored, {Size(sizes.UnpackedBytes)} unpacked";
        return sizes is { NeededObjects: long objects, NeededStoredBytes: long stored } ? $"{all}; needed: {Count(objects)} objects, {Size(stored)}" : all;
    }

    /// <summary>The first line of a text.</summary>
    public static string FirstLine(string text) => text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? text[..end] + " …" : text;

    /// <summary>In which ways something was modified; nothing where it was not.</summary>
    public static string Changes(TreeChanges changes) => changes == TreeChanges.None ? string.Empty : changes.ToString();

    /// <summary>The files of a checkout: <c>21,000 (1.3 GiB): 20,400 linked, 600 copied</c>.</summary>
    public static string Placed(CheckoutResult result)
        => $"{Count(result.Files)} ({Size(result.Bytes)}): {Count(result.Linked)} linked, {Count(result.Copied)} copied";

    /// <summary>What a checkout did besides placing files: <c>1,800 directories, 340 symbolic links</c>.</summary>
    public static string PlacedBesides(CheckoutResult result) => PlacedBesides(result.Directories, result.Symlinks, result.Kept, result.Whiteouts);

    private static string PlacedBesides(long directories, long symlinks, long kept, long whiteouts)
    {
        string text = $"{Count(directories)} directories, {Count(symlinks)} symbolic links";
        if (kept > 0)
            text += $", {Count(kept)} kept as they were";
        return whiteouts > 0 ? $"{text}, {Count(whiteouts)} whiteouts" : text;
    }

    /// <summary>How many of some objects went: <c>12 of 300 deleted</c>.</summary>
    public static string Deleted(long deleted, long total) => $"{Count(deleted)} of {Count(total)} deleted";

    /// <summary>The refs that a pull set, a line each: whether they are new, moved or as before, and the commit.</summary>
    public static string Pulled(PullResult result) => result.Refs.Count == 0 ? "none" : string.Join('\n', result.Refs);

    /// <summary>How the content of a pull came: linked, or copied with so many bytes.</summary>
    public static string PulledContent(PullResult result)
        => $"{Count(result.ContentLinked)} linked, {Count(result.ContentFetched)} copied, {Size(result.Bytes)} moved";

    /// <summary>The refs that a pull would set.</summary>
    public static string Pulled(PullForecast forecast) => forecast.Refs.Count == 0 ? "none" : string.Join('\n', forecast.Refs);

    /// <summary>How much content a pull would bring.</summary>
    public static string PulledContent(PullForecast forecast) => $"{Count(forecast.ContentLinked)} linked, {Count(forecast.ContentFetched)} copied";

    /// <summary>The bytes that a pull would move, and whether these are all.</summary>
    public static string PulledBytes(PullForecast forecast)
        => forecast.IsExact ? Size(forecast.Bytes) : $"{Size(forecast.Bytes)}, and {Count(forecast.ContentOfUnknownSize)} files of unknown size";

    /// <summary>What a pull would do, in one sentence.</summary>
    public static string Forecast(PullForecast forecast)
    {
        string refs = forecast.Refs.Count == 0 ? string.Empty : $"{string.Join(", ", forecast.Refs)}: ";
        string commits = forecast.Commits.Count switch
        {
            0 => "no commits",
            1 => $"commit {Short(forecast.Commits[0])}",
            _ => $"{Count(forecast.Commits.Count)} commits",
        };
        return $"{refs}{commits}, {Count(forecast.Metadata)} metadata and {Count(forecast.ContentLinked + forecast.ContentFetched)} content objects, {PulledBytes(forecast)}";
    }

    /// <summary>What a defect concerns; of an object the first ten digits and its type.</summary>
    public static string Subject(RepositoryDefect defect)
        => defect.Object is { } name ? $"{Short(name.Checksum)}….{name.Type.ToName()}" : defect.Kind is DefectKind.PartialCommit or DefectKind.DamagedCommit ? $"{Short(defect.Subject)}….commit" : defect.Subject;

    private static string Shortened(string text)
    {
        const int Limit = 4000;
        return text.Length <= Limit ? text : $"{text.AsSpan(0, Limit)} … ({Count(text.Length)} characters in all)";
    }
}
