using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Stores;

/// <summary>The names of repository modes in a repository's config and on upstream's command line.</summary>
public static class RepositoryModeNames
{
    /// <summary>The name as a config has it: <c>archive</c> is written <c>archive-z2</c>.</summary>
    public static string ToConfigName(this RepositoryMode mode) => mode switch
    {
        RepositoryMode.Bare => "bare",
        RepositoryMode.BareUser => "bare-user",
        RepositoryMode.BareUserOnly => "bare-user-only",
        RepositoryMode.BareSplitXattrs => "bare-split-xattrs",
        RepositoryMode.Archive => "archive-z2",
        _ => throw new ArgumentOutOfRangeException(nameof(mode)),
    };

    /// <summary>Reads a name as a config or upstream's command line has it.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidConfig"/> for an unknown one.</exception>
    public static RepositoryMode Parse(string name) => name switch
    {
        "bare" => RepositoryMode.Bare,
        "bare-user" => RepositoryMode.BareUser,
        "bare-user-only" => RepositoryMode.BareUserOnly,
        "bare-split-xattrs" => RepositoryMode.BareSplitXattrs,
        "archive" or "archive-z2" => RepositoryMode.Archive,
        _ => throw new OstreeException(
            OstreeFault.InvalidConfig,
            $"'{name}' is not a repository mode.",
            name,
            "Use bare, bare-user, bare-user-only, bare-split-xattrs or archive."),
    };

    /// <summary>Whether content is kept uncompressed, so that a checkout can hard-link it.</summary>
    public static bool IsBare(this RepositoryMode mode) => mode != RepositoryMode.Archive;
}
