using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>The place of a checkout: a directory that is made, or gone into where the options allow.</summary>
internal sealed class Destination : IDisposable
{
    private readonly DirectoryHandle? _parent;
    private readonly string _name;

    private Destination(DirectoryHandle? parent, string name, DirectoryHandle directory, bool created)
    {
        _parent = parent;
        _name = name;
        Directory = directory;
        IsNew = created;
    }

    internal DirectoryHandle Directory { get; }

    /// <summary>Whether it was not there before.</summary>
    internal bool IsNew { get; }

    /// <summary>Opens the destination of a directory, or makes it.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="policy">What to do when it exists.</param>
    /// <param name="opaque">Whether to empty it first.</param>
    internal static Destination Enter(string path, CheckoutPolicy policy, bool opaque)
    {
        (DirectoryHandle? parent, string name) = OpenParent(path);
        try
        {
            if (policy.Overwrite != CheckoutOverwrite.None && !opaque && DirectoryHandle.TryOpen(path, out _) is { } existing)
                return new Destination(parent, name, existing, created: false);
            if (parent is null)
                throw Conflict.Exists(path);
            (DirectoryHandle directory, bool created) = DirectoryPlacer.Enter(root: null, parent, name, policy, opaque);
            return new Destination(parent, name, directory, created);
        }
        catch
        {
            parent?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the directory that is to hold a single file, or makes it; as upstream does, whatever the overwrite mode.</summary>
    internal static Destination EnterForFile(string path)
    {
        (DirectoryHandle? parent, string name) = OpenParent(path);
        try
        {
            bool created = parent is not null && parent.CreateDirectory(name, 0x1C0);
            return new Destination(parent, name, DirectoryHandle.Open(path), created);
        }
        catch
        {
            parent?.Dispose();
            throw;
        }
    }

    /// <summary>Takes away what a failed checkout has made. What was there before it stays, with what was added.</summary>
    internal void Withdraw(IOperationObserver observer)
    {
        if (!IsNew || _parent is null)
            return;
        try
        {
            TreeRemover.Remove(_parent, _name);
        }
        catch (OstreeException e)
        {
            observer.Warn($"The incomplete tree '{_parent.Child(_name)}' is left behind: {e.Message}");
        }
    }

    public void Dispose()
    {
        Directory.Dispose();
        _parent?.Dispose();
    }

    private static (DirectoryHandle? Parent, string Name) OpenParent(string path)
    {
        string? above = Path.GetDirectoryName(path);
        return above is null ? (null, string.Empty) : (DirectoryHandle.Open(above), Path.GetFileName(path));
    }
}
