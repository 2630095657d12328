using System.Security.Cryptography;
using System.Text;
using CsCheck;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.UnitTests.Formats.GVariant;

namespace OstreePS.UnitTests.Objects;

/// <summary>Arbitrary objects that are valid.</summary>
internal static class ObjectGen
{
    internal static Gen<Checksum> Checksum { get; } = Gen.Byte.Array[Core.Objects.Checksum.Size].Select(bytes => new Checksum(bytes));

    internal static Gen<string> Name { get; } = VariantGen.Text.Where(text => FileName.IsValid(text));

    internal static Gen<ExtendedAttributes> Xattrs { get; } = Gen.Select(
            VariantGen.Text.Where(text => text.Length > 0 && !text.Contains('\0', StringComparison.Ordinal)),
            Gen.Byte.Array[0, 20],
            (name, value) => new KeyValuePair<byte[], byte[]>(Encoding.UTF8.GetBytes(name), value))
        .Array[0, 5]
        .Select(list => ExtendedAttributes.Create(list.DistinctBy(entry => Convert.ToHexString(entry.Key))));

    internal static Gen<uint> Permissions { get; } = Gen.UInt[0, UnixMode.PermissionMask];

    internal static Gen<DirMeta> DirMeta { get; } = Gen.Select(Gen.UInt, Gen.UInt, Permissions, Xattrs, (uid, gid, mode, xattrs) => new DirMeta(uid, gid, UnixMode.Directory | mode, xattrs));

    internal static Gen<FileHeader> FileHeader { get; } = Gen.Select(
        Gen.UInt,
        Gen.UInt,
        Permissions,
        VariantGen.Text.Where(text => text.Length > 0),
        Xattrs,
        Gen.Bool,
        (uid, gid, mode, target, xattrs, link) => link
            ? new FileHeader(uid, gid, UnixMode.Symlink | mode, target, xattrs)
            : new FileHeader(uid, gid, UnixMode.Regular | mode, string.Empty, xattrs));

    internal static Gen<DirTree> DirTree { get; } = Gen.Select(Name.Array[0, 12], Gen.Int[0, 12], (names, files) =>
    {
        string[] distinct = [.. names.Distinct(StringComparer.Ordinal)];
        files = Math.Min(files, distinct.Length);
        return new DirTree(
            [.. distinct.Take(files).Order(Utf8Order.Comparer).Select(name => new DirTree.FileEntry(name, Digest(name)))],
            [.. distinct.Skip(files).Order(Utf8Order.Comparer).Select(name => new DirTree.DirectoryEntry(name, Digest(name), Digest(name + "meta")))]);
    });

    internal static Gen<Commit> Commit { get; } = Gen.Select(
        Gen.Select(VariantGen.Text.Where(key => key.Length > 0), VariantGen.Value, (key, value) => new KeyValuePair<string, Variant>(key, value)).Array[0, 4],
        Checksum,
        Gen.Bool,
        Gen.Select(VariantGen.Text, VariantGen.Text, Gen.ULong),
        Gen.Select(VariantGen.Text, Checksum, (name, checksum) => new KeyValuePair<string, Checksum>(name, checksum)).Array[0, 2],
        (metadata, parent, first, texts, related) => new Commit
        {
            Metadata = Variant.Dictionary(metadata.DistinctBy(entry => entry.Key)),
            Parent = first ? null : parent,
            Related = related,
            Subject = texts.Item1,
            Body = texts.Item2,
            Timestamp = texts.Item3,
            RootTree = Digest(texts.Item1),
            RootMeta = Digest(texts.Item2),
        });

    internal static Checksum Digest(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
