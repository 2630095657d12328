using System.Security.Cryptography;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository;

/// <summary>Reads objects and says clearly what is wrong with one. May be used from several threads.</summary>
public sealed class ObjectLoader
{
    private readonly IObjectSource _source;
    private readonly string _path;

    internal ObjectLoader(IObjectSource source, string path)
    {
        _source = source;
        _path = path;
    }

    /// <summary>Whether the repository, or a parent of it, has an object.</summary>
    public bool Contains(ObjectName name) => _source.Contains(name);

    /// <summary>Bytes that an object takes in the repository.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/>.</exception>
    public long StoredSize(ObjectName name) => _source.TryGetStoredSize(name) ?? throw Missing(name);

    /// <summary>A commit.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public Commit LoadCommit(Checksum checksum)
        => TryLoadCommit(checksum) ?? throw Missing(new ObjectName(checksum, ObjectType.Commit));

    /// <summary>A commit; null when it is absent.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/>.</exception>
    public Commit? TryLoadCommit(Checksum checksum)
        => TryLoad(new ObjectName(checksum, ObjectType.Commit)) is { } bytes ? Commit.Parse(bytes, $"Commit {checksum}") : null;

    /// <summary>The names in a directory.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public DirTree LoadDirTree(Checksum checksum) => DirTree.Parse(LoadMetadata(new ObjectName(checksum, ObjectType.DirTree)), $"Directory {checksum}");

    /// <summary>Owner, mode and attributes of a directory.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public DirMeta LoadDirMeta(Checksum checksum) => DirMeta.Parse(LoadMetadata(new ObjectName(checksum, ObjectType.DirMeta)), $"Directory metadata {checksum}");

    /// <summary>The header of a content object, and the size of its payload in bytes.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public (FileHeader Header, long Size) LoadFileHeader(Checksum checksum)
    {
        using ContentObject content = OpenContent(checksum);
        return (content.Header, content.Size);
    }

    /// <summary>The payload of a content object, streamed and verified: the last read throws when the bytes do not match the name.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public Stream OpenPayload(Checksum checksum) => new VerifyingStream(OpenContent(checksum), checksum);

    /// <summary>The bytes of a metadata object, verified against its name where that is their digest.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public byte[] LoadMetadata(ObjectName name) => TryLoad(name) ?? throw Missing(name);

    /// <summary>The detached metadata of a commit, a <c>a{sv}</c>; null when it has none. Nothing vouches for its bytes: what is broken in them counts as unset.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedVariant"/>, when its defaults would take too much room.</exception>
    public Formats.GVariant.Variant? LoadDetachedMetadata(Checksum commit)
    {
        byte[]? bytes = _source.TryReadMetadata(new ObjectName(commit, ObjectType.CommitMeta));
        return bytes is null || bytes.Length == 0 ? null : Formats.GVariant.Variant.FromBytes(Formats.GVariant.VariantType.VarDict, bytes).ToNormalForm();
    }

    internal ContentObject OpenContent(in Checksum checksum)
        => _source.TryOpenContent(checksum) ?? throw Missing(new ObjectName(checksum, ObjectType.File));

    internal ContentStatus StatContent(in Checksum checksum)
        => _source.TryStatContent(checksum) ?? throw Missing(new ObjectName(checksum, ObjectType.File));

    private byte[]? TryLoad(in ObjectName name)
    {
        byte[]? bytes = _source.TryReadMetadata(name);
        if (bytes is not null && name.Type.IsContentAddressed() && new Checksum(SHA256.HashData(bytes)) is var actual && actual != name.Checksum)
        {
            throw new OstreeException(
                OstreeFault.CorruptObject,
                $"The object {name} in '{_path}' is damaged: its bytes have the checksum {actual}.",
                name.ToString(),
                "Fetch it again or restore it; 'ostree fsck' finds what else is damaged.");
        }

        return bytes;
    }

    private OstreeException Missing(in ObjectName name) => new(
        OstreeFault.ObjectNotFound,
        $"The object {name} is not in '{_path}'.",
        name.ToString(),
        "The commit may be partial: pull it completely, or restore the object.");
}
