using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>As much of a content object as can be known without its attributes: enough to decide whether to link or to copy it.</summary>
/// <param name="Mode">Type and permissions, as in <c>st_mode</c>.</param>
/// <param name="Size">Bytes of payload; meaningless for a link.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentGlance(uint Mode, long Size)
{
    internal bool IsSymlink => UnixMode.IsSymlink(Mode);
}
