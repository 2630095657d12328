using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;

namespace OstreePS.Core.Pull;

/// <summary>What is demanded of a ref that is not verified with the keys of where it comes from.</summary>
internal static class RefTrust
{
    private static readonly SignatureDemands AtLeastGpg = new() { Gpg = true, GpgSummary = false, SignSummary = false };
    private static readonly SignatureDemands AsConfigured = new() { GpgSummary = false, SignSummary = false };

    /// <summary>
    /// What the remote demands whose keys count, and where it demands nothing of commits, an OpenPGP signature all the same: anyone can
    /// offer anything.
    /// </summary>
    internal static SignaturePolicy PolicyOf(OstreeRepository repository, Remote keyring)
        => SignaturePolicy.ForRemote(repository, keyring, keyring.GpgVerify || keyring.SignVerify.Count > 0 ? AsConfigured : AtLeastGpg);

    /// <summary>The policies of refs that have keyrings of their own. A ref that is named goes before its collection.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>, <see cref="OstreeFault.RemoteNotFound"/>, or what <see cref="PolicyOf"/> throws.</exception>
    internal static IReadOnlyList<(RefKeyring Ref, SignaturePolicy Policy)> PoliciesOf(OstreeRepository repository, IReadOnlyList<RefKeyring> keyrings)
    {
        foreach (RefKeyring keyring in keyrings)
        {
            RefName.ValidateCollection(keyring.CollectionId);
            if (keyring.Name is { } name)
                RefName.Validate(name);
        }

        return [.. keyrings.OrderBy(keyring => keyring.Name is null).Select(keyring => (keyring, PolicyOf(repository, new RemoteStore(repository).Get(keyring.Remote))))];
    }
}
