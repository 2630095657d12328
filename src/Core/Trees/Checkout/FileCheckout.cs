using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Places one file after another: looks at it, decides, and has it linked, copied or taken for what it stands for.</summary>
internal sealed class FileCheckout
{
    private readonly CheckoutContext _context;
    private readonly HardLinker _linker;
    private readonly ContentCopier _copier;
    private readonly FilePlacer _placer;
    private readonly PassthroughPlacer _passthrough;

    internal FileCheckout(CheckoutContext context)
    {
        _context = context;
        _linker = new HardLinker(context);
        _copier = new ContentCopier(context);
        _placer = new FilePlacer(context.Repository, context.Policy, _copier);
        _passthrough = new PassthroughPlacer(context.Repository, context.Policy);
    }

    internal CheckoutCounters Counters { get; } = new();

    /// <summary>Places a file.</summary>
    /// <param name="directory">Where to.</param>
    /// <param name="name">Its name there.</param>
    /// <param name="checksum">The object.</param>
    /// <param name="below">The path of the directory below the destination, where labels go by it.</param>
    internal void Place(DirectoryHandle directory, string name, in Checksum checksum, string below)
    {
        if (_context.MayLink && Look(checksum) is { } status)
        {
            Place(directory, name, checksum, status, opened: null, below);
            return;
        }

        using ContentObject content = _context.Repository.Objects.OpenContent(checksum);
        Place(directory, name, checksum, ContentStatus.Of(content), content, below);
    }

    private void Place(DirectoryHandle directory, string name, in Checksum checksum, in ContentStatus file, ContentObject? opened, string below)
    {
        switch (_context.Policy.Decide(name, file))
        {
            case FileAction.Whiteout:
                TreeRemover.Remove(directory, WhiteoutName.TargetOf(name, WhiteoutName.Prefix, directory.Child(name)));
                Counters.Whiteouts++;
                return;
            case FileAction.PassthroughWhiteout:
                PlaceDevice(directory, name, checksum, opened);
                return;
            case FileAction.Link when TryLink(directory, name, checksum, file) || TryLinkThroughCache(directory, name, checksum, file, opened):
                return;
            default:
                using (ContentObject content = opened ?? _context.Repository.Objects.OpenContent(checksum))
                    Count(_placer.Place(content, checksum, directory, name, below), file, linked: false);
                return;
        }
    }

    private ContentStatus? Look(in Checksum checksum)
    {
        foreach (LinkSource source in _context.Sources)
        {
            if (source.Store.TryStatContent(checksum) is { } status)
                return status;
        }

        return null;
    }

    private bool TryLink(DirectoryHandle directory, string name, in Checksum checksum, in ContentStatus file)
    {
        foreach (LinkSource source in _context.Sources)
        {
            bool exempt = file.IsSymlink && source.KeepsUserFiles;
            if (_context.Policy.RequireHardlinks && !source.IsLinkable && !exempt)
                throw NotLinkable(source, directory.Child(name));
            if (source.DirectoryFor(file.IsSymlink) is not { } from)
                continue;
            Placement placement = _linker.TryLink(from, checksum, directory, name);
            if (placement == Placement.NotPossible)
                continue;
            Count(placement, file, linked: true);
            return true;
        }

        return false;
    }

    private bool TryLinkThroughCache(DirectoryHandle directory, string name, in Checksum checksum, in ContentStatus file, ContentObject? opened)
    {
        if (file.IsSymlink || _context.Sources[0].Cache is not { } cache)
            return false;
        ObjectDirectory cached;
        using (AnonymousFile copy = cache.Begin())
        using (ContentObject content = opened ?? _context.Repository.Objects.OpenContent(checksum))
        {
            _copier.Copy(content, checksum, copy.Handle, copy.Label);
            cached = cache.Publish(copy, checksum, file.Mode);
        }

        Placement placement = _linker.TryLink(cached, checksum, directory, name);
        if (placement == Placement.NotPossible)
        {
            using ContentObject again = _context.Repository.Objects.OpenContent(checksum);
            Count(_placer.Place(again, checksum, directory, name, string.Empty), file, linked: false);
            return true;
        }

        Count(placement, file, linked: true);
        return true;
    }

    private void PlaceDevice(DirectoryHandle directory, string name, in Checksum checksum, ContentObject? opened)
    {
        string hidden = WhiteoutName.TargetOf(name, WhiteoutName.PassthroughPrefix, directory.Child(name));
        using ContentObject content = opened ?? _context.Repository.Objects.OpenContent(checksum);
        if (_passthrough.Place(content.Header, directory, hidden) == Placement.Placed)
            Counters.Whiteouts++;
        else
            Counters.Kept++;
    }

    private void Count(Placement placement, in ContentStatus file, bool linked)
    {
        if (placement == Placement.Kept)
        {
            Counters.Kept++;
            return;
        }

        if (file.IsSymlink)
        {
            Counters.Symlinks++;
            return;
        }

        Counters.Bytes += file.Size;
        if (linked)
            Counters.Linked++;
        else
            Counters.Copied++;
    }

    private OstreeException NotLinkable(LinkSource source, string path) => new(
        OstreeFault.NotSupported,
        source.KeepsUserFiles
            ? $"'{path}' cannot be a hard link: the repository '{source.Path}' keeps files without their owner and attributes."
            : $"'{path}' cannot be a hard link: the repository '{source.Path}' does not keep files as this checkout needs them.",
        path,
        source.KeepsUserFiles ? "Add -UserMode, or leave out -RequireHardlinks." : "Leave out -RequireHardlinks, or check out from a repository of another mode.");
}
