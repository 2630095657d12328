namespace OstreePS.Core.Formats.Tar;

/// <summary>What an entry of a tar archive is.</summary>
internal enum TarEntryKind
{
    File,
    HardLink,
    SymbolicLink,
    Directory,

    /// <summary>A device, a fifo, or something else that has no place in a commit.</summary>
    Special,
}
