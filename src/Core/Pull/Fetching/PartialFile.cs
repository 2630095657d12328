using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>The part of a large file that has come so far. It lies in the staging directory, which one pull at a time has, and which the next takes over.</summary>
internal sealed class PartialFile : IDisposable
{
    private const string Prefix = "partial-";
    private readonly DirectoryHandle _directory;
    private readonly string _name;

    private PartialFile(DirectoryHandle directory, string name, SafeFileHandle handle, long length)
    {
        _directory = directory;
        _name = name;
        Handle = handle;
        Length = length;
    }

    internal SafeFileHandle Handle { get; }

    internal long Length { get; private set; }

    internal string Label => _directory.Child(_name);

    internal static IEnumerable<string> NamesIn(DirectoryHandle directory)
        => directory.List().Where(entry => entry.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(entry => entry.Name[Prefix.Length..]);

    /// <summary>How many bytes each part has.</summary>
    internal static Dictionary<string, long> SizesIn(DirectoryHandle directory)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string name in NamesIn(directory))
        {
            // Whoever goes on with it may just have been done.
            if (directory.TryStat(Prefix + name, out _) is { IsRegular: true } status)
                sizes[name] = status.Size;
        }

        return sizes;
    }

    /// <summary>Opens the part that an earlier pull left; null when there is none.</summary>
    internal static PartialFile? TryOpen(DirectoryHandle directory, string name)
    {
        string file = Prefix + name;
        if (directory.TryStat(file, out _) is not { IsRegular: true, Size: > 0 } status)
            return null;
        return new PartialFile(directory, file, directory.Create(file, OpenFlags.ReadWrite | OpenFlags.Append, 0x180), status.Size);
    }

    /// <summary>Begins a file.</summary>
    internal static PartialFile Create(DirectoryHandle directory, string name)
    {
        string file = Prefix + name;
        directory.Unlink(file);
        return new PartialFile(directory, file, directory.Create(file, OpenFlags.ReadWrite | OpenFlags.Append | OpenFlags.Exclusive, 0x180), 0);
    }

    internal void Append(ReadOnlySpan<byte> bytes)
    {
        Handle.WriteAll(bytes, Label);
        Length += bytes.Length;
    }

    internal int Read(Span<byte> bytes, long offset) => RandomAccess.Read(Handle, bytes, offset);

    internal void Clear()
    {
        RandomAccess.SetLength(Handle, 0);
        Length = 0;
    }

    internal void Remove() => _directory.Unlink(_name);

    public void Dispose() => Handle.Dispose();
}
