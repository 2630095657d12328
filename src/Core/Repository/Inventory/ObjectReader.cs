using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Pull.Sinks;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Inventory;

/// <summary>Reads one object of any type.</summary>
public static class ObjectReader
{
    // Upstream's order where only a checksum is given.
    private static readonly ObjectType[] SearchOrder =
    [
        ObjectType.Commit, ObjectType.DirMeta, ObjectType.DirTree, ObjectType.File, ObjectType.TombstoneCommit,
        ObjectType.CommitMeta, ObjectType.FileXattrs, ObjectType.FileXattrsLink, ObjectType.PayloadLink,
    ];

    /// <summary>Reads and validates an object.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/> or <see cref="OstreeFault.CorruptObject"/>.</exception>
    public static ObjectDetails Read(OstreeRepository repository, ObjectName name)
    {
        long stored = repository.Objects.StoredSize(name);
        (object value, Variant? variant, long? contentSize) = Load(repository, name);
        return new ObjectDetails
        {
            Checksum = name.Checksum,
            Type = name.Type,
            StoredSize = stored,
            IsInParent = !repository.Store.Contains(name),
            Repository = repository.Path,
            Value = value,
            Variant = variant,
            ContentSize = contentSize,
        };
    }

    /// <summary>Finds out which type of object has a checksum: the first that is there, commits before directories before content.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.ObjectNotFound"/>.</exception>
    public static ObjectName Find(OstreeRepository repository, Checksum checksum)
    {
        foreach (ObjectType type in SearchOrder)
        {
            var name = new ObjectName(checksum, type);
            if (repository.Objects.Contains(name))
                return name;
        }

        throw new OstreeException(
            OstreeFault.ObjectNotFound,
            $"No object in '{repository.Path}' has the checksum {checksum}.",
            checksum.ToString(),
            "Check the checksum; Get-OstreeObject lists what is there.");
    }

    private static (object Value, Variant? Variant, long? ContentSize) Load(OstreeRepository repository, ObjectName name)
    {
        ObjectLoader objects = repository.Objects;
        string where = $"The object {name}";
        switch (name.Type)
        {
            case ObjectType.File:
                (FileHeader header, long size) = objects.LoadFileHeader(name.Checksum);
                using (var writer = new VariantWriter(FileHeader.PlainType))
                    return (header, Variant.FromBytes(FileHeader.PlainType, header.WritePlain(writer).ToArray()), size);
            case ObjectType.PayloadLink:
                return (ReadLink(repository, name), null, null);
        }

        byte[] bytes = objects.LoadMetadata(name);
        return name.Type switch
        {
            ObjectType.Commit => (Commit.Parse(bytes, where), Variant.FromBytes(Commit.Type, bytes), null),
            ObjectType.DirTree => (DirTree.Parse(bytes, where), Variant.FromBytes(DirTree.Type, bytes), null),
            ObjectType.DirMeta => (DirMeta.Parse(bytes, where), Variant.FromBytes(DirMeta.Type, bytes), null),
            ObjectType.FileXattrs or ObjectType.FileXattrsLink => LoadXattrs(bytes, where),
            _ => LoadDictionary(bytes, where),
        };
    }

    private static (object, Variant, long?) LoadXattrs(byte[] bytes, string where)
    {
        Variant variant = Normal(ExtendedAttributes.Type, bytes, where);
        return (ExtendedAttributes.Parse(variant.Reader, where), variant, null);
    }

    private static (object, Variant, long?) LoadDictionary(byte[] bytes, string where)
    {
        Variant variant = Normal(VariantType.VarDict, bytes, where);
        return (variant.ToObject()!, variant, null);
    }

    private static Variant Normal(VariantType type, byte[] bytes, string where)
    {
        var variant = Variant.FromBytes(type, bytes);
        return variant.IsNormalForm
            ? variant
            : throw new OstreeException(OstreeFault.CorruptObject, $"{where} is not in normal form.", where, "The object is damaged: fetch it again or restore it.");
    }

    private static string ReadLink(OstreeRepository repository, ObjectName name)
    {
        for (OstreeRepository? holder = repository; holder is not null; holder = holder.Parent)
        {
            ObjectDirectory directory = holder.Store.Directory;
            if (directory.Exists(name))
                return directory.Handle.ReadLink(directory.PathOf(name));
        }

        throw new OstreeException(OstreeFault.ObjectNotFound, $"The object {name} is not in '{repository.Path}'.", name.ToString(), "It was removed meanwhile; try again.");
    }
}
