using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;

namespace OstreePS.Core.Trees.Building;

/// <summary>The metadata of a commit that can be booted: <c>ostree.bootable</c> and the kernel's release in <c>ostree.linux</c>.</summary>
internal static class BootableMetadata
{
    internal static IReadOnlyList<KeyValuePair<string, Variant>> AddTo(IReadOnlyList<KeyValuePair<string, Variant>> metadata, ObjectLoader objects, Checksum root)
        => GLibDictOrder.Arrange([.. metadata, new("ostree.bootable", Variant.Boolean(value: true)), new("ostree.linux", Variant.String(FindKernel(objects, root)))]);

    private static string FindKernel(ObjectLoader objects, Checksum root)
    {
        DirTree? modules = objects.LoadDirTree(root);
        foreach (string name in (string[])["usr", "lib", "modules"])
            modules = modules?.FindDirectory(name) is { } entry ? objects.LoadDirTree(entry.Tree) : null;
        string[] releases = modules is null ? [] : [.. modules.Directories.Where(d => HasKernel(objects.LoadDirTree(d.Tree))).Select(d => d.Name)];
        return releases switch
        {
            [var only] => only,
            [] => throw new OstreeException(OstreeFault.InvalidOption, "The tree has no kernel: no file /usr/lib/modules/*/vmlinuz.", "/usr/lib/modules", "Put the kernel there, or commit without -Bootable."),
            _ => throw new OstreeException(OstreeFault.InvalidOption, $"The tree has several kernels: {string.Join(", ", releases)}.", "/usr/lib/modules", "Leave one of them in /usr/lib/modules, or commit without -Bootable."),
        };
    }

    private static bool HasKernel(DirTree directory) => directory.FindFile("vmlinuz") is not null || directory.FindDirectory("vmlinuz") is not null;
}
