using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Remoting;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Pull;

/// <summary>What the configuration of a remote asks of signatures, as checks.</summary>
internal static class RemoteTrust
{
    /// <summary>The check of a remote's summary; null when its configuration asks for none.</summary>
    internal static SummaryCheck? CheckOfSummary(OstreeRepository repository, Remote remote)
    {
        if (!remote.GpgVerifySummary && remote.SignVerifySummary.Count == 0)
            return null;
        return (_, _) => throw new OstreeException(
            OstreeFault.NotSupported,
            $"The remote '{remote.Name}' of '{repository.Path}' wants its summary to be signed, and signatures cannot be checked.",
            remote.Name,
            "Set gpg-verify-summary and sign-verify-summary of the remote to false, if you trust it without signatures.");
    }
}
