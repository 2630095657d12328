using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>Where an object lies, relative to a directory of objects: <c>XX/YYYY….type</c>. Names only.</summary>
internal static class ObjectLayout
{
    /// <summary>Directories of objects have names of two hex digits.</summary>
    internal const int PrefixCount = 256;

    private const string Up = "../";

    internal static string PathOf(in ObjectName name, RepositoryMode mode)
    {
        string suffix = SuffixOf(name.Type, mode);
        return string.Create(Checksum.HexLength + 1 + suffix.Length, (name.Checksum, suffix), static (path, parts) =>
        {
            WriteHex(parts.Checksum.AsSpan(), path[1..]);
            path[0] = path[1];
            path[1] = path[2];
            path[2] = '/';
            parts.suffix.CopyTo(path[(Checksum.HexLength + 1)..]);
        });
    }

    internal static string PrefixOf(int index) => Convert.ToHexStringLower([(byte)index]);

    /// <summary>Reads a path back: the directory's two digits and the name within it; null for what is no object.</summary>
    internal static ObjectName? Parse(string prefix, string name, RepositoryMode mode)
    {
        int dot = name.IndexOf('.', StringComparison.Ordinal);
        Span<char> digits = stackalloc char[Checksum.HexLength];
        if (dot + prefix.Length != digits.Length)
            return null;
        prefix.CopyTo(digits);
        name.AsSpan(0, dot).CopyTo(digits[prefix.Length..]);
        if (!Checksum.TryParse(digits, out Checksum checksum))
            return null;
        for (ObjectType type = ObjectType.File; type <= ObjectType.FileXattrsLink; type++)
        {
            if (name.AsSpan(dot).SequenceEqual(SuffixOf(type, mode)))
                return new ObjectName(checksum, type);
        }

        return null;
    }

    /// <summary>Where the payload link leads that stands for the payload of a content object.</summary>
    internal static string PayloadLinkTo(in Checksum content, RepositoryMode mode) => Up + PathOf(new ObjectName(content, ObjectType.File), mode);

    /// <summary>Reads back where a payload link leads; null for what leads to no content.</summary>
    internal static Checksum? ParsePayloadLink(string target, RepositoryMode mode)
    {
        int name = Up.Length + 3;
        bool isPath = target.StartsWith(Up, StringComparison.Ordinal) && target.Length > name && target[name - 1] == '/';
        return isPath && Parse(target.Substring(Up.Length, 2), target[name..], mode) is { Type: ObjectType.File } content ? content.Checksum : null;
    }

    private static string SuffixOf(ObjectType type, RepositoryMode mode) => type switch
    {
        ObjectType.File => mode == RepositoryMode.Archive ? ".filez" : ".file",
        ObjectType.DirTree => ".dirtree",
        ObjectType.DirMeta => ".dirmeta",
        ObjectType.Commit => ".commit",
        ObjectType.TombstoneCommit => ".tombstone-commit",
        ObjectType.CommitMeta => ".commitmeta",
        ObjectType.PayloadLink => ".payload-link",
        ObjectType.FileXattrs => ".file-xattrs",
        ObjectType.FileXattrsLink => ".file-xattrs-link",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    private static void WriteHex(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        if (!Convert.TryToHexStringLower(bytes, text, out _))
            throw new ArgumentException("The text is too short.", nameof(text));
    }
}
