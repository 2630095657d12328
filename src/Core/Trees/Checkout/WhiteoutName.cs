using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Names of files that stand for the absence of another.</summary>
internal static class WhiteoutName
{
    /// <summary>What Docker puts before the name of what a layer removes.</summary>
    internal const string Prefix = ".wh.";

    /// <summary>Docker's mark in a directory that hides all that lower layers had there.</summary>
    internal const string Opaque = ".wh..wh..opq";

    /// <summary>What stands in a commit before the name of what overlayfs is to hide.</summary>
    internal const string PassthroughPrefix = ".ostree-wh.";

    internal static bool IsWhiteout(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    internal static bool IsPassthrough(string name) => name.StartsWith(PassthroughPrefix, StringComparison.Ordinal);

    /// <summary>What a whiteout names. A name that would mean the directory itself, or the one above, is refused: it must not be removed.</summary>
    internal static string TargetOf(string name, string prefix, string where)
    {
        string target = name[prefix.Length..];
        if (FileName.IsValid(target))
            return target;
        throw new OstreeException(
            OstreeFault.InvalidName,
            $"The whiteout '{where}' names '{target}', which is no file name.",
            where,
            "The tree is damaged or hostile: leave the file out with a skip list, or check out without whiteouts.");
    }
}
