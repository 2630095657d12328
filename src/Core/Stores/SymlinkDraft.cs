using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A draft that is a real symbolic link.</summary>
/// <param name="directory">Where it will lie.</param>
/// <param name="target">Where it points.</param>
/// <param name="finish">Applies owner and attributes to the link of that name, before it gets its final one.</param>
internal sealed class SymlinkDraft(ObjectDirectory directory, string target, Action<DirectoryHandle, string> finish) : ContentDraft
{
    private string? _temporary;

    internal override void Write(ReadOnlySpan<byte> payload)
    {
        if (!payload.IsEmpty)
            throw new InvalidOperationException("A symbolic link has no payload.");
    }

    internal override bool Publish(in Checksum checksum)
    {
        var name = new ObjectName(checksum, ObjectType.File);
        _temporary = TemporaryName.New();
        directory.Handle.CreateSymlink(target, _temporary);
        finish(directory.Handle, _temporary);
        directory.EnsurePrefix(checksum);
        if (!directory.Handle.TryRenameNew(_temporary, directory.Handle, directory.PathOf(name)))
            return false;
        _temporary = null;
        StoredBytes = target.Length;
        return true;
    }

    public override void Dispose()
    {
        if (_temporary is not null)
            directory.Handle.Unlink(_temporary);
    }
}
