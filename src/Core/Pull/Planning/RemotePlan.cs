using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Remoting;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull.Planning;

/// <summary>Which commits a pull from a remote leads to: its summary is read where it is needed, refs are looked up, the remote's mode is checked.</summary>
internal sealed class RemotePlan
{
    private const int ConfigLimit = 16 << 20;

    private RemotePlan(IReadOnlyList<(PullRef Ref, Checksum Commit)> refs, RemoteSummary? summary, bool isAll)
    {
        Refs = refs;
        Summary = summary;
        IsAll = isAll;
    }

    /// <summary>The refs, with their commits.</summary>
    internal IReadOnlyList<(PullRef Ref, Checksum Commit)> Refs { get; }

    /// <summary>The summary; null when there is none, or none was needed.</summary>
    internal RemoteSummary? Summary { get; }

    /// <summary>Whether everything of the summary is pulled.</summary>
    internal bool IsAll { get; }

    /// <summary>Makes the plan.</summary>
    /// <param name="connection">The remote.</param>
    /// <param name="options">What to pull.</param>
    /// <param name="cacheDirectory">Where copies of signed summaries are kept.</param>
    /// <param name="check">Checks the summary; null when the remote demands no signature of it.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefNotFound"/>, <see cref="OstreeFault.InvalidOption"/> when nothing is named and
    /// nothing configured, <see cref="OstreeFault.SummaryNotFound"/>, <see cref="OstreeFault.NotSupported"/> for a remote that is no archive, or a fault of the network.</exception>
    internal static async Task<RemotePlan> MakeAsync(RemoteConnection connection, PullOptions options, string? cacheDirectory, SummaryCheck? check, CancellationToken stop)
    {
        IReadOnlyList<PullRef> wanted = options.Refs;
        bool isAll = false;
        if (wanted.Count == 0 && options.Commits.Count == 0)
        {
            wanted = [.. connection.Remote.Branches.Select(static branch => new PullRef(branch))];
            isAll = wanted.Count == 0 && options.Mirror;
            if (wanted.Count == 0 && !isAll)
                throw new OstreeException(OstreeFault.InvalidOption, $"No refs were named, and the remote '{connection.Remote.Name}' has none configured.", connection.Remote.Name, "Name refs with -Ref, set branches of the remote, or pull all of them with -Mirror.");
        }

        RemoteSummary? summary = isAll || wanted.Any(static entry => entry.Commit is null)
            ? await connection.TryReadSummaryAsync(cacheDirectory, check, stop).ConfigureAwait(false)
            : null;
        if (isAll && summary is null)
            throw new OstreeException(OstreeFault.SummaryNotFound, $"All refs were asked for, but the remote '{connection.Remote.Name}' at '{connection.Places[0]}' has no summary.", connection.Remote.Name, "Name refs with -Ref.");
        // Asked for together; what is wrong with the repository is said before what is wrong with a ref.
        Task archive = connection.LocalPath is null ? RequireArchiveAsync(connection, summary?.Summary, stop) : Task.CompletedTask;
        Task<(PullRef Ref, Checksum Commit)[]> refs = isAll
            ? Task.FromResult(summary!.Summary.Refs.Select(static entry => (new PullRef(entry.Name, entry.CollectionId), entry.Checksum)).ToArray())
            : Task.WhenAll(wanted.Select(entry => ResolveAsync(connection, entry, summary?.Summary, options.Mirror, stop)));
        await Task.WhenAll(archive, refs).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await archive.ConfigureAwait(false);
        return new RemotePlan(await refs.ConfigureAwait(false), summary, isAll);
    }

    private static async Task<(PullRef Ref, Checksum Commit)> ResolveAsync(RemoteConnection connection, PullRef wanted, Summary? summary, bool mirror, CancellationToken stop)
    {
        string? collection = wanted.CollectionId ?? (mirror ? summary?.CollectionId ?? connection.Remote.CollectionId : null);
        PullRef named = wanted with { CollectionId = collection };
        if (wanted.Commit is { } given)
            return (named, given);
        Checksum? found = summary is null
            ? await connection.TryReadRefAsync(wanted.Name, stop).ConfigureAwait(false)
            : (wanted.CollectionId is { } id ? summary.Find(id, wanted.Name) : summary.Find(wanted.Name))?.Checksum;
        return (named, found ?? throw new OstreeException(
            OstreeFault.RefNotFound,
            summary is null
                ? $"The remote '{connection.Remote.Name}' has no ref '{wanted}': '{connection.Places[0].Of($"refs/heads/{wanted.Name}")}' is not there."
                : $"The remote '{connection.Remote.Name}' has no ref '{wanted}' in its summary.",
            wanted.Name,
            "Get-OstreeRemoteRef lists the refs of a remote that has a summary."));
    }

    // A summary says it; only for a remote without one is its config fetched.
    private static async Task RequireArchiveAsync(RemoteConnection connection, Summary? summary, CancellationToken stop)
    {
        string? mode = summary?.Mode;
        if (mode is null)
        {
            byte[] bytes = await connection.TryReadAsync(RepositoryLayout.Config, ConfigLimit, stop).ConfigureAwait(false) ?? throw new OstreeException(
                OstreeFault.RemoteFileNotFound,
                $"There is no repository at '{connection.Places[0]}': it has no config.",
                connection.Places[0].Of(RepositoryLayout.Config).ToString(),
                "Check the URL of the remote.");
            mode = ModeOf(bytes, connection.Places[0].ToString());
        }

        if (mode is not ("archive" or "archive-z2"))
            throw new OstreeException(OstreeFault.NotSupported, $"The repository at '{connection.Places[0]}' is of the mode {mode}, and only archives can be pulled over HTTP.", connection.Remote.Name, "Publish it as a repository of mode archive.");
    }

    private static string ModeOf(byte[] config, string where)
    {
        try
        {
            return KeyFile.Parse(config).TryGetString("core", "mode", out string? mode) ? mode : RepositoryMode.Bare.ToConfigName();
        }
        catch (OstreeException e)
        {
            throw new OstreeException(OstreeFault.InvalidResponse, $"There is no repository at '{where}': its config is none ({e.Message.TrimEnd('.')}).", where, "Check the URL of the remote.", e);
        }
    }
}
