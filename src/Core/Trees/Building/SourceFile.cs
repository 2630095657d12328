using System.Runtime.InteropServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Building;

/// <summary>A file or link that waits to be written.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceFile(string Name, FileStatus Status, TreeModifier.Attributes Attributes, SourceFacts? Facts = null);

/// <summary>What is known of a few files beyond their status.</summary>
/// <param name="Content">The content object, where the file need not be read.</param>
/// <param name="Xattrs">The attributes to commit, where they are not those of the file.</param>
/// <param name="Label">The security label that takes the place of any other.</param>
internal sealed record SourceFacts(Checksum? Content, ExtendedAttributes? Xattrs, string? Label = null);

/// <summary>A directory that waits to be entered.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Attributes">Owner and mode that it gets.</param>
/// <param name="Facts">What else is known of it; null for nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SourceDirectory(string Name, TreeModifier.Attributes Attributes, SourceFacts? Facts);

/// <summary>Files of one directory that go to a worker together: slots <paramref name="First"/> and following.</summary>
internal sealed record FileBatch(DirectoryNode Directory, int First, ArraySegment<SourceFile> Files);
