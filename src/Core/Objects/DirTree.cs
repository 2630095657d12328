using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Objects;

/// <summary>The names in a directory, with the checksums of what they name; files first, each list sorted by bytes.</summary>
/// <remarks>Format: <c>(a(say)a(sayay))</c>; upstream's <c>ostree-core.h</c>.</remarks>
public sealed class DirTree
{
    internal static readonly VariantType Type = VariantType.Parse("(a(say)a(sayay))");

    private readonly FileEntry[] _files;
    private readonly DirectoryEntry[] _directories;

    /// <summary>Takes entries that are already sorted and valid.</summary>
    internal DirTree(FileEntry[] files, DirectoryEntry[] directories)
    {
        _files = files;
        _directories = directories;
    }

    /// <summary>A directory without anything in it.</summary>
    public static DirTree Empty { get; } = new([], []);

    /// <summary>Files and symbolic links.</summary>
    public IReadOnlyList<FileEntry> Files => _files;

    /// <summary>Directories.</summary>
    public IReadOnlyList<DirectoryEntry> Directories => _directories;

    internal ReadOnlySpan<FileEntry> FileEntries => _files;

    internal ReadOnlySpan<DirectoryEntry> DirectoryEntries => _directories;

    /// <summary>Reads and validates an object: normal form, names allowed and in order, checksums of the right length.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CorruptObject"/> or <see cref="OstreeFault.InvalidName"/>.</exception>
    public static DirTree Parse(ReadOnlySpan<byte> bytes, string where)
    {
        var reader = new VariantReader(bytes, Type);
        if (!reader.IsNormalForm)
            throw Corrupt(where, "is not in normal form");
        VariantReader fileList = reader.Child(0);
        RefuseTinyEntries(fileList, where);
        var files = new FileEntry[fileList.Count];
        for (int i = 0; i < files.Length; i++)
        {
            VariantReader entry = fileList.Child(i);
            files[i] = new FileEntry(NameOf(entry, where), ChecksumOf(entry.Child(1), where));
            if (i > 0 && Utf8Order.CompareNames(files[i - 1].Name, files[i].Name) >= 0)
                throw Corrupt(where, $"has the file '{files[i].Name}' twice or out of order");
        }

        VariantReader directoryList = reader.Child(1);
        RefuseTinyEntries(directoryList, where);
        var directories = new DirectoryEntry[directoryList.Count];
        for (int i = 0; i < directories.Length; i++)
        {
            VariantReader entry = directoryList.Child(i);
            directories[i] = new DirectoryEntry(NameOf(entry, where), ChecksumOf(entry.Child(1), where), ChecksumOf(entry.Child(2), where));
            if (i > 0 && Utf8Order.CompareNames(directories[i - 1].Name, directories[i].Name) >= 0)
                throw Corrupt(where, $"has the directory '{directories[i].Name}' twice or out of order");
        }

        RefuseSharedNames(files, directories, where);
        return new DirTree(files, directories);
    }

    /// <summary>The file of a name; null when there is none.</summary>
    public FileEntry? FindFile(string name)
    {
        int index = Search(_files, name, static e => e.Name);
        return index < 0 ? null : _files[index];
    }

    /// <summary>The directory of a name; null when there is none.</summary>
    public DirectoryEntry? FindDirectory(string name)
    {
        int index = Search(_directories, name, static e => e.Name);
        return index < 0 ? null : _directories[index];
    }

    /// <summary>The bytes of the object.</summary>
    public byte[] ToBytes()
    {
        using var writer = new VariantWriter(Type);
        return Write(writer).ToArray();
    }

    internal ReadOnlySpan<byte> Write(VariantWriter writer)
    {
        writer.Reset(Type);
        writer.BeginTuple();
        writer.BeginArray();
        foreach (ref readonly FileEntry entry in _files.AsSpan())
        {
            writer.BeginTuple();
            writer.WriteString(entry.Name);
            writer.WriteBytes(entry.Checksum.AsSpan());
            writer.End();
        }

        writer.End();
        writer.BeginArray();
        foreach (ref readonly DirectoryEntry entry in _directories.AsSpan())
        {
            writer.BeginTuple();
            writer.WriteString(entry.Name);
            writer.WriteBytes(entry.Tree.AsSpan());
            writer.WriteBytes(entry.Meta.AsSpan());
            writer.End();
        }

        writer.End();
        writer.End();
        return writer.WrittenSpan;
    }

    private static int Search<T>(T[] entries, string name, Func<T, string> nameOf)
    {
        int low = 0;
        int high = entries.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Utf8Order.CompareNames(nameOf(entries[middle]), name);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return -1;
    }

    // Keeps a hostile list of many entries too short to be valid from being unpacked into something much larger.
    private static void RefuseTinyEntries(VariantReader list, string where)
    {
        if (list.Data.Length / Checksum.Size < list.Count)
            throw Corrupt(where, "has entries that are too short for a name and a checksum");
    }

    private static string NameOf(VariantReader entry, string where)
    {
        string name = entry.Child(0).GetString();
        FileName.Validate(name, where);
        return name;
    }

    private static Checksum ChecksumOf(VariantReader bytes, string where)
        => bytes.Data.Length == Checksum.Size ? new Checksum(bytes.Data) : throw Corrupt(where, "has a checksum of a wrong length");

    private static void RefuseSharedNames(FileEntry[] files, DirectoryEntry[] directories, string where)
    {
        int file = 0;
        int directory = 0;
        while (file < files.Length && directory < directories.Length)
        {
            int order = Utf8Order.CompareNames(files[file].Name, directories[directory].Name);
            if (order == 0)
                throw Corrupt(where, $"has '{files[file].Name}' both as a file and as a directory");
            if (order < 0)
                file++;
            else
                directory++;
        }
    }

    private static OstreeException Corrupt(string where, string what) => new(
        OstreeFault.CorruptObject,
        $"{where} {what}.",
        where,
        "The object is damaged or hostile: fetch it again from a source that you trust.");

    /// <summary>A file or symbolic link in a directory.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Checksum">Its content object.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct FileEntry(string Name, Checksum Checksum);

    /// <summary>A directory in a directory.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Tree">Its dirtree object.</param>
    /// <param name="Meta">Its dirmeta object.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct DirectoryEntry(string Name, Checksum Tree, Checksum Meta);
}
