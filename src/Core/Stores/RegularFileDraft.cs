using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A draft that is a plain file; the mode's store says how its metadata is applied.</summary>
/// <param name="directory">Where it will lie.</param>
/// <param name="mode">The mode that it will probably have.</param>
/// <param name="finish">Applies owner, mode and attributes to the complete file, before it gets its name.</param>
/// <param name="sync">Whether to sync it before it gets its name.</param>
internal sealed class RegularFileDraft(ObjectDirectory directory, uint mode, Action<AnonymousFile> finish, bool sync) : ContentDraft
{
    private const uint CreationMask = 0x1FF;

    // From here on the disk has enough to do to be worth a word before the transaction's end.
    private const long LargeBytes = 1 << 20;
    private readonly AnonymousFile _file = AnonymousFile.CreateIn(directory.Handle, mode & CreationMask);

    internal override void Write(ReadOnlySpan<byte> payload)
    {
        _file.Handle.WriteAll(payload, _file.Label);
        StoredBytes += payload.Length;
    }

    internal override Stream? TryClone(SafeFileHandle payload, long size)
    {
        if (!Reflink.TryClone(payload, _file.Handle))
            return null;
        StoredBytes = size;
        return new HandleStream(_file.Handle, _file.Label);
    }

    internal override bool Publish(in Checksum checksum)
    {
        finish(_file);
        if (sync)
            _file.Handle.Sync(_file.Label);
        else if (StoredBytes >= LargeBytes)
            _file.Handle.BeginWriteback();
        return directory.Publish(_file, new ObjectName(checksum, ObjectType.File));
    }

    public override void Dispose() => _file.Dispose();
}
