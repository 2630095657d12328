using System.Runtime.InteropServices;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Some of the files of a directory, for one worker.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CheckoutBatch(CheckoutDirectory Directory, DirTree Tree, int First, int Count);
