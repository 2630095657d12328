using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Trees.Building;

/// <summary>Remembers the checksum of a file with several links until all of them were seen, so that it is read once.</summary>
internal sealed class HardLinkMemo
{
    private readonly ConcurrentDictionary<Key, Entry> _entries = new();

    /// <summary>The checksum of a file; computed by the first who asks, while others wait.</summary>
    /// <param name="status">The file's status.</param>
    /// <param name="attributes">Owner and mode as they will be committed; links that differ in them are different content.</param>
    /// <param name="compute">Writes the content.</param>
    /// <param name="first">Whether this call computed it.</param>
    internal Checksum GetOrAdd(in FileStatus status, TreeModifier.Attributes attributes, Func<Checksum> compute, out bool first)
    {
        bool mine = false;
        var key = new Key(status.Device, status.Inode, attributes);
        Entry entry = _entries.GetOrAdd(key, static _ => new Entry());
        Checksum result;
        lock (entry)
        {
            if (entry.Checksum is null)
            {
                entry.Checksum = compute();
                mine = true;
            }

            result = entry.Checksum.Value;
            if (++entry.Seen == status.LinkCount)
                _entries.TryRemove(key, out _);
        }

        first = mine;
        return result;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Key(ulong Device, ulong Inode, TreeModifier.Attributes Attributes);

    private sealed class Entry
    {
        internal Checksum? Checksum { get; set; }

        internal uint Seen { get; set; }
    }
}
