using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Diff;

/// <summary>A directory on disk.</summary>
internal sealed class DiskDirectory(DirectoryHandle handle, TreeComparisonOptions options) : SideDirectory
{
    internal override IReadOnlyList<SideItem> List()
    {
        List<DirectoryEntry> entries = handle.List();
        entries.Sort(static (a, b) => Utf8Order.CompareNames(a.Name, b.Name));
        return entries.ConvertAll(SideItem (entry) => new DiskItem(handle, entry.Name, options));
    }

    public override void Dispose() => handle.Dispose();
}

/// <summary>Anything in a directory on disk.</summary>
internal sealed class DiskItem(DirectoryHandle parent, string name, TreeComparisonOptions options) : SideItem(name)
{
    private FileStatus _status;
    private SafeFileHandle? _file;
    private DirectoryHandle? _directory;
    private string? _target;
    private ExtendedAttributes _xattrs = ExtendedAttributes.Empty;

    internal override bool IsDirectory => _status.IsDirectory;

    private string Label => parent.Child(Name);

    // Files are only opened: their attributes and bytes are read by whoever compares them.
    internal override void Prepare()
    {
        _status = parent.Stat(Name);
        if (_status.IsDirectory)
        {
            _directory = parent.OpenDirectory(Name);
            _xattrs = Read(() => Xattr.ReadAll(_directory, _directory.Path));
        }
        else if (_status.IsSymlink)
        {
            _target = parent.ReadLink(Name);
            _xattrs = Read(() => Xattr.ReadAllOfLink(parent, Name));
        }
        else if (_status.IsRegular)
        {
            _file = parent.OpenRead(Name);
        }
    }

    internal override SideDirectory Enter()
    {
        DirectoryHandle directory = _directory ?? throw new InvalidOperationException("A file is no directory.");
        _directory = null;
        return new DiskDirectory(directory, options);
    }

    internal override TreeFacts Load()
    {
        if (_file is { } file)
            _xattrs = Read(() => Xattr.ReadAll(file, Label));
        return new TreeFacts(_status.Mode, options.OwnerUid ?? _status.Uid, options.OwnerGid ?? _status.Gid, _status.IsRegular ? _status.Size : 0, _target, _xattrs, Checksum: null);
    }

    internal override Stream OpenPayload() => _file is { } file ? new HandleStream(file, Label) : Stream.Null;

    public override void Dispose()
    {
        _file?.Dispose();
        _directory?.Dispose();
    }

    private ExtendedAttributes Read(Func<List<KeyValuePair<byte[], byte[]>>?> read)
        => options.NoXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(read());
}
