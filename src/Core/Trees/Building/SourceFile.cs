using System.Runtime.InteropServices;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Building;

/// <summary>A file or link that waits to be written.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceFile(string Name, FileStatus Status, TreeModifier.Attributes Attributes);

/// <summary>A directory that waits to be entered.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceDirectory(string Name, TreeModifier.Attributes Attributes);

/// <summary>Files of one directory that go to a worker together: slots <paramref name="First"/> and following.</summary>
internal sealed record FileBatch(DirectoryNode Directory, int First, ArraySegment<SourceFile> Files);
