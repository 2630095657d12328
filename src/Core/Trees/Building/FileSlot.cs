using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Building;

/// <summary>The place of a file in a tree, whose checksum may come to be known only later, when a worker has written the content.</summary>
internal sealed class FileSlot
{
    internal FileSlot()
    {
    }

    internal FileSlot(in Checksum checksum) => Checksum = checksum;

    /// <summary>The content object; all zero while it is not known.</summary>
    internal Checksum Checksum { get; set; }
}
