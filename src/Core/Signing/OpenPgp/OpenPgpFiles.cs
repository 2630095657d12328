using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Files of OpenPGP keys.</summary>
public static class OpenPgpFiles
{
    /// <summary>The keyrings of a home directory of GnuPG: <c>pubring.kbx</c> and <c>pubring.gpg</c>, those that are there.</summary>
    public static IReadOnlyList<string> InHome(string directory)
        => [.. ((string[])["pubring.kbx", "pubring.gpg"]).Select(name => Path.Join(directory, name)).Where(File.Exists)];

    /// <summary>Reads a file of at most 16 MiB.</summary>
    /// <exception cref="OstreeException">A fault of the file system.</exception>
    public static byte[] Read(string path) => KeyText.ReadFile(path);
}
