using System.Runtime.InteropServices;

namespace OstreePS.Core.Diagnostics;

/// <summary>How far an operation has come.</summary>
/// <param name="Activity">What is being done, as a short phrase: "Committing /srv/tree".</param>
/// <param name="Items">Files and directories dealt with.</param>
/// <param name="Bytes">Content bytes dealt with.</param>
/// <param name="TotalItems">Files and directories in all, where that is known beforehand.</param>
/// <param name="TotalBytes">Content bytes in all, where that is known beforehand.</param>
/// <param name="Current">The path or object now worked on.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct OperationProgress(
    string Activity,
    long Items,
    long Bytes,
    long? TotalItems = null,
    long? TotalBytes = null,
    string? Current = null);
