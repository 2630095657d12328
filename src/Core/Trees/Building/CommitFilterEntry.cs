using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Trees.Walking;

namespace OstreePS.Core.Trees.Building;

/// <summary>A file, directory or link on its way into a commit, as a filter sees and changes it.</summary>
public sealed class CommitFilterEntry
{
    private readonly Lazy<ExtendedAttributes> _original;
    private readonly Lazy<string>? _target;
    private uint _mode;
    private ExtendedAttributes? _xattrs;

    internal CommitFilterEntry(string path, in TreeModifier.Attributes attributes, long size, Func<string>? target, Func<ExtendedAttributes> xattrs)
    {
        Path = path;
        Uid = attributes.Uid;
        Gid = attributes.Gid;
        _mode = attributes.Mode;
        Size = size;
        _target = target is null ? null : new Lazy<string>(target);
        _original = new Lazy<ExtendedAttributes>(xattrs);
    }

    /// <summary>Its path in the tree, with a slash in front; <c>/</c> for the root.</summary>
    public string Path { get; }

    /// <summary>The last part of the path; <c>/</c> for the root.</summary>
    public string Name => Path.Length == 1 ? Path : Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>What it is.</summary>
    public TreeItemKind Kind => UnixMode.IsDirectory(Mode) ? TreeItemKind.Directory : UnixMode.IsSymlink(Mode) ? TreeItemKind.SymbolicLink : TreeItemKind.File;

    /// <summary>Bytes of content; 0 for a directory or link.</summary>
    public long Size { get; }

    /// <summary>Where a symbolic link points; null for anything else. Read when it is asked for.</summary>
    public string? Target => _target?.Value;

    /// <summary>Owner; may be changed.</summary>
    public uint Uid { get; set; }

    /// <summary>Group; may be changed.</summary>
    public uint Gid { get; set; }

    /// <summary>Type and permissions, as in <c>st_mode</c>. Setting it changes the permissions only: the type stays.</summary>
    public uint Mode
    {
        get => _mode;
        set => _mode = (_mode & UnixMode.TypeMask) | (value & UnixMode.PermissionMask);
    }

    /// <summary>Type and permissions in the letters of <c>ls -l</c>.</summary>
    public string ModeText => UnixMode.ToLetters(_mode);

    /// <summary>Extended attributes; may be changed. Read when they are asked for.</summary>
    public ExtendedAttributes Xattrs
    {
        get => _xattrs ?? _original.Value;
        set => _xattrs = value;
    }

    /// <summary>Whether it is left out, and all that is below it.</summary>
    public bool Skip { get; set; }

    internal ExtendedAttributes? ChangedXattrs => _xattrs;

    internal TreeModifier.Attributes Attributes => new(Uid, Gid, _mode);

    /// <summary>Sets the permissions in octal digits: <c>'0755'</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>.</exception>
    public void SetMode(string octal)
    {
        uint mode = 0;
        bool valid = octal.Length is > 0 and <= 5;
        foreach (char digit in octal)
        {
            valid &= digit is >= '0' and <= '7';
            mode = (mode << 3) | ((uint)digit & 7);
        }

        Mode = valid && mode <= UnixMode.PermissionMask
            ? mode
            : throw new OstreeException(OstreeFault.InvalidOption, $"'{octal}' is no mode.", octal, "Write octal digits, such as '0755'.");
    }

    /// <summary>Sets an extended attribute to text, as UTF-8 without a final NUL.</summary>
    public void SetXattr(string name, string value) => SetXattr(name, Encoding.UTF8.GetBytes(value));

    /// <summary>Sets an extended attribute.</summary>
    public void SetXattr(string name, byte[] value) => _xattrs = Without(name, new(Encoding.UTF8.GetBytes(name), value));

    /// <summary>Takes an extended attribute away, if it is there.</summary>
    public void RemoveXattr(string name) => _xattrs = Without(name, added: null);

    /// <summary>The path.</summary>
    public override string ToString() => Path;

    private ExtendedAttributes Without(string name, KeyValuePair<byte[], byte[]>? added)
    {
        IEnumerable<KeyValuePair<byte[], byte[]>> kept = Xattrs
            .Where(x => !string.Equals(x.Name, name, StringComparison.Ordinal))
            .Select(x => KeyValuePair.Create(x.RawName.ToArray(), x.Value.ToArray()));
        return ExtendedAttributes.Create(added is { } one ? kept.Append(one) : kept);
    }
}
