using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository.Inventory;

/// <summary>A file that holds one GVariant, of whatever type: an object, a summary, the superblock of a delta.</summary>
public sealed record VariantFile
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>The value, with its integers as they lie in the file.</summary>
    public required Variant Variant { get; init; }

    /// <summary>The type that it was taken for.</summary>
    public VariantType Type => Variant.Type;

    /// <summary>Whether the bytes are what a correct writer of that type makes; if not, it may be of another type, or damaged.</summary>
    public bool IsNormalForm => Variant.IsNormalForm;

    /// <summary>The value as .NET objects, integers read as they lie.</summary>
    public object? Value => Variant.ToObject();

    /// <summary>The value as text, every integer read as big-endian: what upstream's <c>show --print-variant-type</c> prints.</summary>
    public string Text => (BitConverter.IsLittleEndian ? Variant.Byteswap() : Variant).Print(annotate: true);

    /// <summary>The value as text, integers read as they lie.</summary>
    public string RawText => Variant.Print(annotate: true);

    /// <summary>Reads a file of at most 128 MiB.</summary>
    /// <param name="path">The file; a link to one is followed.</param>
    /// <param name="type">The type of the value, such as <c>a{sv}</c>.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedVariantText"/> for what is no type, <see cref="OstreeFault.MalformedVariant"/> for one that stands for many, or a fault of the file system.</exception>
    public static VariantFile Read(string path, string type)
    {
        string full = System.IO.Path.GetFullPath(path);
        VariantType parsed = VariantType.Parse(type);
        using DirectoryHandle folder = DirectoryHandle.Open(System.IO.Path.GetDirectoryName(full) ?? full);
        byte[] bytes = folder.ReadSmallFile(System.IO.Path.GetFileName(full), MetadataLimits.MaxBytes);
        return new VariantFile { Path = full, Variant = Variant.FromBytes(parsed, bytes) };
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
