using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Objects;

/// <summary>The names of object types and their rules.</summary>
public static class ObjectTypeExtensions
{
    private static readonly string[] Names =
        ["", "file", "dirtree", "dirmeta", "commit", "tombstone-commit", "commitmeta", "payload-link", "file-xattrs", "file-xattrs-link"];

    /// <summary>The name that the format uses: <c>file</c>, <c>dirtree</c>, <c>tombstone-commit</c> …</summary>
    public static string ToName(this ObjectType type) => Names[(int)type];

    /// <summary>Whether objects of this type are GVariants, held in memory as a whole.</summary>
    public static bool IsMetadata(this ObjectType type)
        => type is ObjectType.DirTree or ObjectType.DirMeta or ObjectType.Commit or ObjectType.TombstoneCommit or ObjectType.CommitMeta;

    /// <summary>Whether the name of such an object is the SHA-256 of its bytes, so that it can be verified by itself.</summary>
    public static bool IsContentAddressed(this ObjectType type)
        => type is ObjectType.File or ObjectType.DirTree or ObjectType.DirMeta or ObjectType.Commit or ObjectType.FileXattrs;

    /// <summary>Reads a type's name.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidName"/> for an unknown one.</exception>
    public static ObjectType ParseObjectType(string name)
    {
        int index = Array.IndexOf(Names, name, 1);
        return index > 0
            ? (ObjectType)index
            : throw new OstreeException(OstreeFault.InvalidName, $"'{name}' is not an object type.", name, $"Use one of {string.Join(", ", Names[1..])}.");
    }
}
