using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>Loose objects in a directory. What is the same in every mode is here; how content lies is in one subclass for each mode.</summary>
internal abstract class LooseStore : IObjectSource, IDisposable
{
    private const uint ObjectFileMode = 0x1A4;

    private protected LooseStore(ObjectDirectory directory, bool syncEachObject)
    {
        Directory = directory;
        SyncEachObject = syncEachObject;
    }

    internal ObjectDirectory Directory { get; }

    private protected bool SyncEachObject { get; }

    /// <summary>The store for a mode.</summary>
    /// <param name="directory">Where the objects lie; owned by the store from now on.</param>
    /// <param name="syncEachObject">Whether each object is synced before it gets its name.</param>
    /// <param name="level">The level of compression, 1 to 9, for content that is compressed.</param>
    /// <param name="ignoreXattrs">Whether the attributes of real files are left unread, as if there were none (<c>core.disable-xattrs</c>).</param>
    internal static LooseStore Create(ObjectDirectory directory, bool syncEachObject, int level, bool ignoreXattrs = false) => directory.Mode switch
    {
        RepositoryMode.Bare => new BareStore(directory, syncEachObject, ignoreXattrs),
        RepositoryMode.BareUser => new BareUserStore(directory, syncEachObject),
        RepositoryMode.BareUserOnly => new BareUserOnlyStore(directory, syncEachObject),
        RepositoryMode.BareSplitXattrs => new BareSplitXattrsStore(directory, syncEachObject),
        RepositoryMode.Archive => new ArchiveStore(directory, syncEachObject, level),
        _ => throw new ArgumentOutOfRangeException(nameof(directory)),
    };

    public bool Contains(in ObjectName name) => Directory.Exists(name);

    public long? TryGetStoredSize(in ObjectName name) => Directory.TryStat(name)?.Size;

    public byte[]? TryReadMetadata(in ObjectName name)
    {
        using var file = Directory.TryOpenRegular(name, out FileStatus status);
        if (file is null)
            return null;
        string label = Directory.LabelOf(name);
        long size = status.Size;
        if (size > MetadataLimits.MaxBytes)
            throw TooLarge(name, size);
        byte[] bytes = GC.AllocateUninitializedArray<byte>((int)size);
        int count = file.ReadFully(bytes, label);
        return count == bytes.Length ? bytes : bytes[..count];
    }

    public abstract ContentObject? TryOpenContent(in Checksum checksum);

    public virtual ContentStatus? TryStatContent(in Checksum checksum)
    {
        using ContentObject? content = TryOpenContent(checksum);
        return content is null ? null : ContentStatus.Of(content);
    }

    /// <summary>Starts a content object.</summary>
    /// <param name="header">Its header; for a link, all of it.</param>
    /// <param name="size">Bytes of payload to come.</param>
    internal abstract ContentDraft BeginContent(FileHeader header, long size);

    /// <summary>Whether <see cref="TryAdopt"/> can ever succeed.</summary>
    internal bool CanAdopt => Directory.Mode is RepositoryMode.Bare or RepositoryMode.BareUserOnly;

    /// <summary>Makes a file of the same file system an object as it lies, by a hard link, where the mode keeps such files.</summary>
    /// <param name="directory">The directory of the file.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="file">The file, open; its owner, mode and attributes are those of the object, as far as the mode keeps them.</param>
    /// <param name="checksum">The checksum of the object.</param>
    /// <param name="header">The header of the object.</param>
    /// <returns>False when that cannot be; then nothing has happened.</returns>
    internal virtual bool TryAdopt(DirectoryHandle directory, string name, Microsoft.Win32.SafeHandles.SafeFileHandle file, in Checksum checksum, FileHeader header) => false;

    /// <summary>Links an object of another store of this mode here, where their modes keep it alike.</summary>
    /// <returns>0, or the error number, with which nothing has happened.</returns>
    internal virtual int TryLinkFrom(LooseStore source, in ObjectName name)
    {
        Directory.EnsurePrefix(name.Checksum);
        return source.Directory.Handle.TryLink(source.Directory.PathOf(name), Directory.Handle, Directory.PathOf(name));
    }

    /// <summary>Links a file into its place.</summary>
    private protected bool TryLink(DirectoryHandle directory, string name, in Checksum checksum)
    {
        Directory.EnsurePrefix(checksum);
        return directory.TryLink(name, Directory.Handle, Directory.PathOf(new ObjectName(checksum, ObjectType.File))) is 0 or Errno.Exists;
    }

    /// <summary>Writes a metadata object whose name is known to fit.</summary>
    /// <returns>False when the store has it already.</returns>
    internal bool WriteMetadata(in ObjectName name, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MetadataLimits.MaxBytes)
            throw TooLarge(name, bytes.Length);
        using AnonymousFile file = WriteFile(bytes);
        return Directory.Publish(file, name);
    }

    /// <summary>Writes the detached metadata of a commit, replacing what was there.</summary>
    internal void ReplaceDetachedMetadata(in Checksum commit, ReadOnlySpan<byte> bytes)
    {
        var name = new ObjectName(commit, ObjectType.CommitMeta);
        using AnonymousFile file = WriteFile(bytes);
        Directory.EnsurePrefix(commit);
        file.PublishOver(Directory.Handle, Directory.PathOf(name));
    }

    /// <summary>Removes an object; false when it was not there.</summary>
    internal bool Delete(in ObjectName name) => Directory.Handle.Unlink(Directory.PathOf(name));

    public void Dispose() => Directory.Dispose();

    private protected AnonymousFile WriteFile(ReadOnlySpan<byte> bytes)
    {
        var file = AnonymousFile.CreateIn(Directory.Handle, ObjectFileMode);
        try
        {
            file.Handle.WriteAll(bytes, file.Label);
            file.Handle.EnsureMode(ObjectFileMode, file.Label);
            if (SyncEachObject)
                file.Handle.Sync(file.Label);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private protected static OstreeException Corrupt(string label, string what) => new(
        OstreeFault.CorruptObject,
        $"{label} {what}.",
        label,
        "The object is damaged: fetch it again or restore it from a backup.");

    private static OstreeException TooLarge(in ObjectName name, long size) => new(
        OstreeFault.ObjectTooLarge,
        $"The object {name} has {size} bytes; metadata may have at most {MetadataLimits.MaxBytes}.",
        name.ToString(),
        "Split the directory, or make the metadata smaller.");
}
