using System.Security.Cryptography;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>Compares what is at a destination with what the commit has there.</summary>
internal static class ExistingFile
{
    /// <summary>Whether the object that a file would be, were it committed to this repository now, has a checksum.</summary>
    internal static bool Is(in Checksum checksum, DirectoryHandle directory, string name, in FileStatus status, OstreeRepository repository)
    {
        if (!status.IsRegular && !status.IsSymlink)
            return false;
        bool canonical = repository.Mode == RepositoryMode.BareUserOnly;
        bool ignoresXattrs = canonical || repository.Config.DisableXattrs;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new VariantWriter(FileHeader.PlainType);
        uint uid = canonical && status.IsRegular ? 0 : status.Uid;
        uint gid = canonical && status.IsRegular ? 0 : status.Gid;
        if (status.IsSymlink)
        {
            ExtendedAttributes xattrs = ignoresXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAllOfLink(directory, name));
            ContentHash.AppendHeader(hash, new FileHeader(uid, gid, status.Mode, directory.ReadLink(name), xattrs), writer);
            return ContentHash.Finish(hash) == checksum;
        }

        using var file = directory.OpenRead(name);
        string label = directory.Child(name);
        ExtendedAttributes attributes = ignoresXattrs ? ExtendedAttributes.Empty : ExtendedAttributes.Create(Xattr.ReadAll(file, label));
        ContentHash.AppendHeader(hash, new FileHeader(uid, gid, status.Mode, string.Empty, attributes), writer);
        byte[] buffer = new byte[128 * 1024];
        for (int count; (count = file.ReadSome(buffer, label)) > 0;)
            hash.AppendData(buffer.AsSpan(0, count));
        return ContentHash.Finish(hash) == checksum;
    }
}
