using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>The OpenPGP keys of a remote: <c>NAME.trustedkeys.gpg</c> in the repository, packets one after another.</summary>
/// <param name="repository">The repository.</param>
public sealed class RemoteKeyring(OstreeRepository repository)
{
    /// <summary>The keys that are trusted for a remote: its keyring and its <c>gpgkeypath</c>.</summary>
    /// <param name="remote">The remote; null for the global keyrings.</param>
    /// <param name="observer">Is warned of keyrings in which there is no key.</param>
    /// <exception cref="OstreeException">A keyring cannot be read.</exception>
    public IReadOnlyList<OpenPgpKeyInfo> List(Remote? remote, IOperationObserver observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        Keyring keyring = remote is null ? KeyringSources.ForEverything() : KeyringSources.ForRemote(repository, remote, withGlobal: false);
        foreach (string source in keyring.Keyless)
            observer.Warn($"There is no key that can be read in '{source}'.");
        return [.. keyring.Certificates.Select(certificate => OpenPgpKeyInfo.Of(certificate, remote?.Name))];
    }

    /// <summary>Adds keys to a remote's keyring. What a key has that the keyring's copy lacks is added to that; nothing secret is kept.</summary>
    /// <param name="remote">The remote.</param>
    /// <param name="sources">The contents of files of keys, armoured or not, with names for messages.</param>
    /// <param name="only">Key ids, fingerprints or parts of user ids of those to take; empty for all.</param>
    /// <returns>The keys that were taken, and how many of them the keyring did not have at all.</returns>
    /// <exception cref="OstreeException">
    /// <see cref="OstreeFault.InvalidSigningKey"/>: there is no key, or one that is not signed by itself;
    /// <see cref="OstreeFault.SigningKeyNotFound"/>: none of the keys is meant; or a fault of the file system.
    /// </exception>
    public (IReadOnlyList<OpenPgpKeyInfo> Keys, int Added) Import(Remote remote, IEnumerable<(byte[] Bytes, string Name)> sources, IReadOnlyList<string> only)
    {
        ArgumentNullException.ThrowIfNull(remote);
        ArgumentNullException.ThrowIfNull(sources);
        ArgumentNullException.ThrowIfNull(only);
        Keyring offered = Gather(sources);
        Certificate[] chosen = [.. Choose(offered, only)];
        RequireValid(chosen);
        var keyring = new Keyring();
        if (repository.Root.Exists(remote.KeyringName))
            keyring.Add(repository.Root.ReadSmallFile(remote.KeyringName, KeyText.FileLimit), remote.KeyringName);
        int before = keyring.Blocks.Count;
        foreach (Certificate certificate in chosen)
        {
            string fingerprint = certificate.Primary.Packet.Fingerprint;
            CertificateBlock block = offered.Blocks.First(block => string.Equals(block.Primary!.Fingerprint, fingerprint, StringComparison.Ordinal));
            keyring.Add([.. block.Packets.SelectMany(packet => packet.ToBytes())], fingerprint);
        }

        Save(remote.KeyringName, keyring);
        HashSet<string> taken = [.. chosen.Select(certificate => certificate.Primary.Packet.Fingerprint)];
        return ([.. keyring.Certificates.Where(certificate => taken.Contains(certificate.Primary.Packet.Fingerprint)).Select(certificate => OpenPgpKeyInfo.Of(certificate, remote.Name))], keyring.Blocks.Count - before);
    }

    /// <summary>Makes sure that all keys of sources could be imported, before something else is done.</summary>
    /// <exception cref="OstreeException">As for <see cref="Import"/>.</exception>
    public static void RequireKeys(IEnumerable<(byte[] Bytes, string Name)> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        RequireValid(Gather(sources).Certificates);
    }

    private static Keyring Gather(IEnumerable<(byte[] Bytes, string Name)> sources)
    {
        var offered = new Keyring();
        foreach ((byte[] bytes, string name) in sources)
        {
            if (Keyring.Parse(bytes, name).Count == 0)
                throw new OstreeException(OstreeFault.InvalidSigningKey, $"There is no OpenPGP key in '{name}'.", name, "Export the keys with 'gpg --export' or 'gpg --export --armor'.");
            offered.Add(bytes, name);
        }

        return offered;
    }

    private static void RequireValid(IEnumerable<Certificate> certificates)
    {
        if (certificates.FirstOrDefault(certificate => !certificate.IsValid)?.Primary.Packet.Fingerprint is { } fingerprint)
            throw new OstreeException(OstreeFault.InvalidSigningKey, $"The key {fingerprint} has not signed any of its user ids, and cannot be trusted.", fingerprint, "Export the key again, with its self-signatures.");
    }

    private void Save(string name, Keyring keyring)
    {
        using AnonymousFile file = AnonymousFile.CreateIn(repository.Root);
        foreach (CertificateBlock block in keyring.Blocks)
        {
            foreach (Packet packet in block.Packets)
                file.Handle.WriteAll(packet.ToBytes(), name);
        }

        file.Handle.EnsureMode(0x1A4, name);
        file.Handle.Sync(name);
        file.PublishOver(repository.Root, name);
    }

    private static IEnumerable<Certificate> Choose(Keyring offered, IReadOnlyList<string> only)
    {
        if (only.Count == 0)
            return offered.Certificates;
        var chosen = new List<Certificate>();
        foreach (string wanted in only)
        {
            Certificate[] found = [.. offered.Find(wanted)];
            if (found.Length != 1)
            {
                throw new OstreeException(
                    OstreeFault.SigningKeyNotFound,
                    found.Length == 0 ? $"There is no key '{wanted}' among those to import." : $"'{wanted}' means {found.Length} of the keys to import.",
                    wanted,
                    "Give a fingerprint; 'gpg --show-keys FILE' shows those of a file.");
            }

            if (!chosen.Contains(found[0]))
                chosen.Add(found[0]);
        }

        return chosen;
    }
}
