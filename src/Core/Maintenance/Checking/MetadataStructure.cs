using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Whether bytes are what a type of metadata asks for.</summary>
internal static class MetadataStructure
{
    /// <summary>Throws when they are not.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> or another fault that says why.</exception>
    internal static void Validate(in ObjectName name, ReadOnlyMemory<byte> bytes)
    {
        string where = name.ToString();
        switch (name.Type)
        {
            case ObjectType.Commit:
                Commit.Parse(bytes.Span, where);
                break;
            case ObjectType.DirTree:
                DirTree.Parse(bytes.Span, where);
                break;
            case ObjectType.DirMeta:
                DirMeta.Parse(bytes.Span, where);
                break;
            case ObjectType.CommitMeta or ObjectType.TombstoneCommit:
                RequireNormalDictionary(bytes, where);
                break;
            case ObjectType.FileXattrs or ObjectType.FileXattrsLink:
                var reader = new VariantReader(bytes.Span, ExtendedAttributes.Type);
                if (!reader.IsNormalForm)
                    throw NotNormal(where);
                ExtendedAttributes.Parse(reader, where);
                break;
        }
    }

    // Upstream removes all detached metadata by leaving an empty file.
    private static void RequireNormalDictionary(ReadOnlyMemory<byte> bytes, string where)
    {
        if (!bytes.IsEmpty && !Variant.FromBytes(VariantType.VarDict, bytes).IsNormalForm)
            throw NotNormal(where);
    }

    private static OstreeException NotNormal(string where)
        => new(OstreeFault.CorruptObject, $"{where} is not in normal form.", where, "Fetch it again or restore it.");
}
