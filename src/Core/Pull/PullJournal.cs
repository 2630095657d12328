using System.Globalization;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Remoting;

namespace OstreePS.Core.Pull;

/// <summary>Tells the system's journal of pulls that have fetched something, with upstream's fields: whoever watches for these finds ours too.</summary>
/// <param name="journal">The journal.</param>
internal sealed class PullJournal(SystemJournal journal)
{
    /// <summary>The kind of entry; upstream's <c>OSTREE_MESSAGE_FETCH_COMPLETE_ID</c>.</summary>
    internal const string FetchComplete = "75ba3deb0af041a9a46272ff85d9e73e";

    /// <summary>Tells of a pull that is done.</summary>
    internal void Note(RemoteConnection connection, SignatureGate gate, PullResult result)
        => Note(connection.Remote.Name, connection.Places[0].Uri.Scheme, connection.Remote.TlsCaPath is not null, gate.GpgState, gate.SignState, result);

    internal void Note(string remote, string scheme, bool isPinned, string gpg, string sign, PullResult result)
    {
        if (result.Bytes == 0 || scheme is not ("http" or "https"))
            return;
        string what = result.Refs.Count == 1 ? result.Refs[0].Ref.Name : string.Create(CultureInfo.InvariantCulture, $"{result.Refs.Count} refs");
        string security = scheme is "http" ? "insecure" : isPinned ? "CA-pinned" : "TLS";
        long seconds = (long)result.Elapsed.TotalSeconds;
        string size = string.Create(CultureInfo.InvariantCulture, $"{result.Bytes} bytes");
        string message = string.Create(
            CultureInfo.InvariantCulture,
            $"OstreePS pull from '{remote}' for {what} complete\nsecurity: GPG: {gpg}\nsecurity: SIGN: {sign}\nhttp: {security}\nnon-delta: meta: {result.Metadata} content: {result.ContentFetched}\ntransfer: secs: {seconds} size: {size}");
        journal.Send(
            message,
            FetchComplete,
            ("PRIORITY", "6"),
            ("OSTREE_REMOTE", remote),
            ("OSTREE_SIGN", sign),
            ("OSTREE_GPG", gpg),
            ("OSTREE_SECONDS", seconds.ToString(CultureInfo.InvariantCulture)),
            ("OSTREE_XFER_SIZE", size));
    }
}
