using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Labels;

/// <summary>
/// The SELinux policy of a root file system: which label each path has. Taken from a directory's <c>etc/selinux</c>, or
/// <c>usr/etc/selinux</c> where the former is missing, and from a commit's <c>usr/etc/selinux</c>. A policy that its <c>config</c> does not turn on has no labels.
/// </summary>
public sealed class SelinuxPolicy
{
    private const int ConfigLimit = 1 << 20;
    private const int ContextsLimit = 64 << 20;
    private readonly FileContexts? _contexts;

    private SelinuxPolicy(string source, string? name, FileContexts? contexts)
    {
        Source = source;
        Name = name;
        _contexts = contexts;
    }

    /// <summary>Where it was read: a directory, or a commit.</summary>
    public string Source { get; }

    /// <summary>The type of policy, such as <c>targeted</c>; null when it is off.</summary>
    public string? Name { get; }

    /// <summary>Reads the policy of a root file system on disk.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPolicy"/>, or a fault of the file system.</exception>
    public static SelinuxPolicy FromRoot(string root)
    {
        using DirectoryHandle directory = DirectoryHandle.Open(root);
        return Read(
            root,
            (path, limit) => directory.Exists(path) ? directory.ReadSmallFile(path, limit) : null,
            directory.Exists);
    }

    /// <summary>Reads the policy that a commit has.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPolicy"/>, or what is wrong with the commit.</exception>
    public static SelinuxPolicy FromCommit(CommitTree tree)
        => Read($"commit {tree.Checksum}", (path, limit) => ReadFile(tree, path, limit), static path => path.StartsWith("usr/", StringComparison.Ordinal));

    /// <summary>The label of a path.</summary>
    /// <param name="path">An absolute path in the root file system.</param>
    /// <param name="mode">Its mode; only the type of file counts.</param>
    /// <returns>Null when the policy says nothing, or that there is none.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPolicy"/>.</exception>
    public string? FindLabel(string path, uint mode)
        // As upstream: what lies in /proc of a tree is no process information, but a place to mount on.
        => _contexts?.Find(string.Equals(path, "/proc", StringComparison.Ordinal) ? "/mnt" : path, mode);

    /// <summary>Warns of a policy that labels nothing, which nobody asks for on purpose.</summary>
    internal void WarnIfOff(IOperationObserver observer)
    {
        if (_contexts is null)
            observer.Warn($"No SELinux policy is turned on in {Source}, so that nothing gets a label of it.");
    }

    private static SelinuxPolicy Read(string where, Func<string, int, byte[]?> read, Func<string, bool> exists)
    {
        string folder = exists("etc/selinux") ? "etc/selinux" : "usr/etc/selinux";
        string? type = null;
        bool enabled = false;
        foreach (string line in Text(read($"{folder}/config", ConfigLimit)).Split('\n'))
        {
            if (line.StartsWith("SELINUXTYPE=", StringComparison.Ordinal))
                type = line["SELINUXTYPE=".Length..].Trim();
            else if (line.StartsWith("SELINUX=", StringComparison.Ordinal))
                enabled |= line["SELINUX=".Length..].StartsWith("enforcing", StringComparison.OrdinalIgnoreCase) || line["SELINUX=".Length..].StartsWith("permissive", StringComparison.OrdinalIgnoreCase);
        }

        if (!enabled)
            return new SelinuxPolicy(where, name: null, contexts: null);
        if (type is null || type.Length == 0 || type.Contains('/', StringComparison.Ordinal) || type is "." or "..")
            throw Invalid(where, $"{folder}/config does not say which type of policy it is (SELINUXTYPE)");
        string main = $"{folder}/{type}/contexts/files/file_contexts";
        byte[] rules = read(main, ContextsLimit) ?? throw Invalid(where, $"{main} is missing");
        var files = new List<(string, string)> { (main, Text(rules)) };
        foreach (string suffix in new[] { ".homedirs", ".local" })
        {
            if (read(main + suffix, ContextsLimit) is { } more)
                files.Add((main + suffix, Text(more)));
        }

        var aliases = new PathAliases(ByteText.Of(read($"{main}.subs", ConfigLimit)), ByteText.Of(read($"{main}.subs_dist", ConfigLimit)));
        return new SelinuxPolicy(where, type, FileContexts.Parse(files, aliases));
    }

    private static string Text(byte[]? bytes) => bytes is null ? string.Empty : Encoding.UTF8.GetString(bytes);

    private static byte[]? ReadFile(CommitTree tree, string path, int limit)
    {
        if (tree.TryFind($"/{path}") is not { Kind: TreeItemKind.File } file)
            return null;
        if (file.Size > limit)
            throw Invalid($"commit {tree.Checksum}", $"{path} has {file.Size} bytes, and may have {limit}");
        using Stream content = tree.OpenContent(file);
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static OstreeException Invalid(string where, string what) => new(
        OstreeFault.InvalidPolicy,
        $"The SELinux policy of {where} cannot be used: {what}.",
        where,
        "Install a policy in the tree, or name another root file system.");
}
