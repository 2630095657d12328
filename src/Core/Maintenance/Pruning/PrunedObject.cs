using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Pruning;

/// <summary>An object that a prune removes.</summary>
/// <param name="Name">The object.</param>
/// <param name="Size">Bytes of its file.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PrunedObject(ObjectName Name, long Size);
