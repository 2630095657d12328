using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull.Gates;
using OstreePS.Core.Pull.Sources;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Summaries;

namespace OstreePS.Core.Pull;

/// <summary>Pulls from a repository on this machine, of any mode into any mode.</summary>
public static class LocalPull
{
    /// <summary>Pulls.</summary>
    /// <param name="target">The repository to pull into.</param>
    /// <param name="source">The repository to pull from; it is not pruned meanwhile.</param>
    /// <param name="options">What and how. Without refs and commits, all refs of the source.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it; what was complete then is used by the next pull.</param>
    /// <exception cref="OstreeException">When the source lacks something or is damaged, or a commit may not come in; the repository is as it was.</exception>
    public static Task<PullResult> RunAsync(OstreeRepository target, OstreeRepository source, PullOptions options, IOperationObserver observer, CancellationToken stop)
        => RunAsync(target, source, options, demands: null, observer, stop);

    /// <summary>Pulls what bears the signatures that are demanded, by the keys of the remote under whose name the refs are written.</summary>
    /// <param name="target">The repository to pull into.</param>
    /// <param name="source">The repository to pull from; it is not pruned meanwhile.</param>
    /// <param name="options">What and how. Without refs and commits, all refs of the source.</param>
    /// <param name="demands">Which signatures are demanded; what it leaves open is not. Null for none.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it; what was complete then is used by the next pull.</param>
    /// <exception cref="OstreeException">When the source lacks something or is damaged, or a commit may not come in; the repository is as it was.</exception>
    public static async Task<PullResult> RunAsync(
        OstreeRepository target, OstreeRepository source, PullOptions options, SignatureDemands? demands, IOperationObserver observer, CancellationToken stop)
    {
        target.RequireWritable();
        (PullResult result, IReadOnlyList<string> signers) = await WithSourceAsync(
            target,
            source,
            options.Checked(),
            demands,
            (local, refs, gates) => new PullOperation(target, options.Checked(), observer).RunAsync(local, refs, gates, source.CollectionId, stop),
            stop).ConfigureAwait(false);
        return result with { VerifiedBy = signers };
    }

    /// <summary>Finds out what a pull would bring, with the same demands, and stores nothing.</summary>
    /// <param name="target">The repository that would be pulled into.</param>
    /// <param name="source">The repository that would be pulled from; it is not pruned meanwhile.</param>
    /// <param name="options">What and how.</param>
    /// <param name="demands">Which signatures are demanded; null for none.</param>
    /// <param name="observer">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException">What the pull would throw, save for content, which is not looked at.</exception>
    public static async Task<PullForecast> ForecastAsync(
        OstreeRepository target, OstreeRepository source, PullOptions options, SignatureDemands? demands, IOperationObserver observer, CancellationToken stop)
    {
        (PullForecast forecast, IReadOnlyList<string> signers) = await WithSourceAsync(
            target,
            source,
            options.Checked(),
            demands,
            (local, refs, gates) => new PullForecaster(target, options.Checked(), observer).RunAsync(local, refs, gates, source.CollectionId, stop),
            stop).ConfigureAwait(false);
        return forecast with { VerifiedBy = signers };
    }

    /// <summary>The refs that a pull would set, and the commit of each.</summary>
    /// <exception cref="OstreeException">
    /// <see cref="OstreeFault.RefNotFound"/>; <see cref="OstreeFault.InvalidRefName"/> when all are asked for and the source has refs of
    /// its own remotes, as upstream refuses it: those would collide, or pass for the source's own.
    /// </exception>
    public static IReadOnlyList<(PullRef Ref, Checksum Commit)> Resolve(OstreeRepository source, PullOptions options)
    {
        options = options.Checked();
        bool inCollection = options.RefKeyrings.Count > 0;
        if (options.Refs.Count > 0 || options.Commits.Count > 0)
        {
            return [.. options.Refs
                .Select(wanted => inCollection && wanted.CollectionId is null ? wanted with { CollectionId = source.CollectionId } : wanted)
                .Select(wanted => (wanted, wanted.Commit ?? Find(source, wanted)))];
        }

        IReadOnlyList<RefEntry> present = source.Refs.List();
        if (present.FirstOrDefault(entry => entry.Kind == RefKind.Remote) is { } foreign)
        {
            throw new OstreeException(
                OstreeFault.InvalidRefName,
                $"Invalid ref name {foreign.Refspec}: '{source.Path}' has it from a remote of its own, so that not all of its refs can be pulled at once.",
                foreign.Refspec,
                $"Name the refs to pull with -Ref, that one as {foreign.Name}; Get-OstreeRef lists them.");
        }

        return [.. present
            .Where(entry => entry.Kind == RefKind.Local)
            .Select(entry => (new PullRef(entry.Name, options.Mirror || inCollection ? source.CollectionId : null), entry.Checksum))];
    }

    private static async Task<(T Result, IReadOnlyList<string> Signers)> WithSourceAsync<T>(
        OstreeRepository target,
        OstreeRepository source,
        PullOptions options,
        SignatureDemands? demands,
        Func<IPullSource, IReadOnlyList<(PullRef Ref, Checksum Commit)>, IReadOnlyList<ICommitGate>, Task<T>> work,
        CancellationToken stop)
    {
        SignaturePolicy? policy = PolicyOf(target, options, demands);
        IReadOnlyList<(RefKeyring Ref, SignaturePolicy Policy)> ofRefs = RefTrust.PoliciesOf(target, options.RefKeyrings);
        SignatureGate? gate = policy is null && ofRefs.Count == 0 ? null : new SignatureGate(policy, ofRefs);
        using IDisposable? held = source.IsWritable ? source.Lock.Acquire(exclusive: false, stop) : null;
        if (gate is { DemandsSummary: true })
        {
            var summary = new SummaryFile(source);
            gate.CheckSummary(summary.Read()?.Bytes ?? default, summary.ReadSignatures());
        }

        IReadOnlyList<(PullRef Ref, Checksum Commit)> refs = Resolve(source, options);
        if (ofRefs.Count > 0 && policy is not { DemandsCommit: true })
            RequireKeyrings(target, refs, options);
        var local = new LocalSource(source, trusted: !options.Untrusted, trustsMetadata: options.TrustsMetadata);
        ICommitGate[] gates = gate is { DemandsCommit: true } ? [gate] : [];
        T result = await work(local, refs, gates).ConfigureAwait(false);
        return (result, gate?.VerifiedBy ?? []);
    }

    // Of a local source nothing is demanded but what is asked for: who asks for keyrings means all that comes in.
    private static void RequireKeyrings(OstreeRepository target, IReadOnlyList<(PullRef Ref, Checksum Commit)> refs, PullOptions options)
    {
        string? open = refs.Where(pair => !options.RefKeyrings.Any(keyring => keyring.Covers(pair.Ref))).Select(pair => $"the ref {pair.Ref}").FirstOrDefault()
            ?? options.Commits.Select(commit => $"the commit {commit}").FirstOrDefault();
        if (open is null)
            return;
        throw new OstreeException(
            OstreeFault.InvalidOption,
            $"No keyring is given for {open}, so that it would come in without a signature.",
            target.Path,
            "Give a keyring of its collection with -RefKeyring, say with -CollectionId which that is, or name with -GpgVerify and -Remote whose keys count for all else.");
    }

    private static SignaturePolicy? PolicyOf(OstreeRepository target, PullOptions options, SignatureDemands? demands)
    {
        if (demands is null)
            return null;
        string remote = options.RemoteName ?? throw new OstreeException(
            OstreeFault.InvalidOption,
            "Signatures were demanded, but no remote was named whose keys are trusted.",
            target.Path,
            "Name one with -Remote.");
        var closed = new SignatureDemands { Gpg = demands.Gpg ?? false, GpgSummary = demands.GpgSummary ?? false, Sign = false, SignSummary = false };
        return SignaturePolicy.ForRemote(target, new RemoteStore(target).Get(remote), closed);
    }

    private static Checksum Find(OstreeRepository source, PullRef wanted)
    {
        Checksum? found = wanted.CollectionId is { } collection ? FindInCollection(source, wanted.Name, collection) : source.Refs.FindAnywhere(wanted.Name);
        return found ?? throw new OstreeException(
            OstreeFault.RefNotFound,
            $"Refspec '{wanted}' not found in '{source.Path}'.",
            wanted.Name,
            "List what there is with Get-OstreeRef.");
    }

    // A collection's ref is a ref of the repository itself, a mirror, or what was pulled from a remote of that collection.
    private static Checksum? FindInCollection(OstreeRepository source, string name, string collection)
    {
        if (string.Equals(collection, source.CollectionId, StringComparison.Ordinal) && source.Refs.FindOwn(new RefAddress(name)) is { } own)
            return own;
        if (source.Refs.FindOwn(new RefAddress(name, collectionId: collection)) is { } mirror)
            return mirror;
        return new RemoteStore(source).List()
            .Where(remote => string.Equals(remote.CollectionId, collection, StringComparison.Ordinal))
            .Select(remote => source.Refs.FindOwn(new RefAddress(name, remote.Name)))
            .FirstOrDefault(found => found is not null);
    }
}
