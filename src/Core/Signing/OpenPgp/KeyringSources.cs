using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Gathers the keys that count for a remote, for all remotes, or for everything, as upstream does.</summary>
internal static class KeyringSources
{
    private const int Limit = KeyText.FileLimit;
    private const string GlobalDirectory = "/usr/share/ostree/trusted.gpg.d";

    /// <summary>
    /// The keyring of a remote, in the repository, in <c>remotes.d</c> or in the parent; without one the global keyrings; and the
    /// remote's <c>gpgkeypath</c> besides.
    /// </summary>
    internal static Keyring ForRemote(OstreeRepository repository, Remote remote, bool withGlobal = true)
    {
        var keyring = new Keyring();
        if (ReadKeyring(repository, remote.KeyringName) is (var bytes, var path))
            keyring.Add(bytes, path);
        else if (withGlobal)
            AddDirectory(keyring, Global);
        foreach (string keyPath in remote.GpgKeyPaths)
            AddKeyPath(keyring, keyPath);
        return keyring;
    }

    /// <summary>All keyrings within the repository, and the global ones.</summary>
    internal static Keyring ForAllRemotes(OstreeRepository repository)
    {
        var keyring = new Keyring();
        AddDirectory(keyring, repository.Path);
        AddDirectory(keyring, Global);
        return keyring;
    }

    /// <summary>The global keyrings only.</summary>
    internal static Keyring ForEverything()
    {
        var keyring = new Keyring();
        AddDirectory(keyring, Global);
        return keyring;
    }

    /// <summary>A file of keys, or each file <c>*.gpg</c> and <c>pubring.kbx</c> of a directory, as a home of GnuPG has them.</summary>
    internal static void AddPath(Keyring keyring, string path)
    {
        if (!Directory.Exists(path))
        {
            keyring.Add(KeyText.ReadFile(path), path);
            return;
        }

        AddDirectory(keyring, path);
        if (Path.Join(path, "pubring.kbx") is var box && File.Exists(box))
            keyring.Add(KeyText.ReadFile(box), box);
    }

    internal static (byte[] Bytes, string Path)? ReadKeyring(OstreeRepository repository, string name)
    {
        string own = repository.Root.Child(name);
        if (repository.Root.Exists(name))
            return (repository.Root.ReadSmallFile(name, Limit), own);
        if (repository.RemotesDirectory is { } directory && Path.Join(directory, name) is var shared && File.Exists(shared))
            return (KeyText.ReadFile(shared), shared);
        return repository.Parent is { } parent ? ReadKeyring(parent, name) : null;
    }

    private static string Global => Environment.GetEnvironmentVariable("OSTREE_GPG_HOME") ?? GlobalDirectory;

    private static void AddDirectory(Keyring keyring, string directory)
    {
        if (!Directory.Exists(directory))
            return;
        foreach (string path in Directory.EnumerateFiles(directory, "*.gpg").Where(path => Path.GetFileName(path) is not ("trustdb.gpg" or "secring.gpg")))
            keyring.Add(KeyText.ReadFile(path), path);
    }

    private static void AddKeyPath(Keyring keyring, string path)
    {
        if (Directory.Exists(path))
        {
            AddAll(keyring, path);
            return;
        }

        try
        {
            keyring.Add(KeyText.ReadFile(path), path);
        }
        catch (OstreeException e) when (e.Fault is OstreeFault.PathNotFound or OstreeFault.PermissionDenied or OstreeFault.NotSupported)
        {
            throw new OstreeException(OstreeFault.InvalidSigningKey, $"The keys of gpgkeypath cannot be read: {e.Message}", path, "Correct the remote's setting gpgkeypath, or restore the file.", e);
        }
    }

    // Such a directory may be GnuPG's home, with sockets and files in it that are no keys.
    private static void AddAll(Keyring keyring, string directory)
    {
        using DirectoryHandle folder = DirectoryHandle.Open(directory);
        foreach (DirectoryEntry entry in folder.List())
        {
            if (!folder.Stat(entry.Name).IsRegular)
                continue;
            string file = folder.Child(entry.Name);
            try
            {
                keyring.Add(KeyText.ReadFile(file), file, mustHaveKeys: false);
            }
            catch (OstreeException e) when (e.Fault == OstreeFault.InvalidSigningKey)
            {
                continue;
            }
        }
    }
}
