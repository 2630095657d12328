using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>The faults of a checkout that meets what it may not touch.</summary>
internal static class Conflict
{
    internal static OstreeException Exists(string path) => New(
        $"'{path}' exists already.",
        path,
        "Remove it, choose another destination, or say with -Union, -UnionAdd or -UnionIdentical what to do with what exists.");

    internal static OstreeException Different(string path) => New(
        $"'{path}' exists already and differs from what the commit has there.",
        path,
        "Remove it, or use -Union to replace it or -UnionAdd to keep it.");

    internal static OstreeException DirectoryInTheWay(string path) => New(
        $"'{path}' is a directory, and the commit has a file there.",
        path,
        "Remove the directory; with -Whiteouts -Union a file replaces a directory.");

    internal static OstreeException NoDirectory(string path) => New(
        $"'{path}' is a file, or a symbolic link that leads to no directory within the destination, and the commit has a directory there.",
        path,
        "Remove it; with -Whiteouts -Union a directory replaces it.");

    private static OstreeException New(string message, string path, string remedy) => new(OstreeFault.CheckoutConflict, message, path, remedy);
}
