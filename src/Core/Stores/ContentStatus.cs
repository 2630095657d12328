using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>What a store can tell of a content object at the least cost.</summary>
/// <param name="Uid">Owner.</param>
/// <param name="Gid">Group.</param>
/// <param name="Mode">Type and permissions.</param>
/// <param name="Size">Bytes of payload; 0 for a link.</param>
/// <param name="Target">Where a symbolic link points; empty for a file.</param>
/// <param name="Xattrs">Extended attributes; null where reading them would cost more than all the rest.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentStatus(uint Uid, uint Gid, uint Mode, long Size, string Target, ExtendedAttributes? Xattrs)
{
    internal bool IsSymlink => UnixMode.IsSymlink(Mode);

    internal static ContentStatus Of(ContentObject content)
        => new(content.Header.Uid, content.Header.Gid, content.Header.Mode, content.Size, content.Header.SymlinkTarget, content.Header.Xattrs);
}
