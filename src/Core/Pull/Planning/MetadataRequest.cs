using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Planning;

/// <summary>A metadata object that the plan wants next.</summary>
/// <param name="Name">Which.</param>
/// <param name="Scope">For a dirtree: what is wanted of it.</param>
/// <param name="Depth">For a commit: how many of its ancestors are wanted; -1 for all.</param>
/// <param name="Ref">For a commit: the ref that asked for it; null when none did.</param>
/// <param name="IsParent">Whether it is wanted as an ancestor, and may be missing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MetadataRequest(ObjectName Name, PullScope Scope, int Depth = 0, PullRef? Ref = null, bool IsParent = false);
