using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Walking;

/// <summary>What a dirtree says of an entry, before its objects are read.</summary>
/// <param name="Path">Its path in the commit.</param>
/// <param name="Name">Its name.</param>
/// <param name="Checksum">Its content, or its dirtree.</param>
/// <param name="Meta">Its dirmeta; null for what is no directory.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TreeEntry(string Path, string Name, Checksum Checksum, Checksum? Meta);
