using System.Buffers.Binary;
using System.Text;

namespace OstreePS.Core.Formats.Dates;

/// <summary>When the clocks of a zone change, as a compiled zone file (RFC 8536) or a POSIX zone text says.</summary>
public sealed class ZoneRules
{
    private const int HeaderSize = 44;
    private readonly long[] _changes;
    private readonly ZonePeriod[] _periods;
    private readonly ZonePeriod _first;
    private readonly PosixZone? _later;

    private ZoneRules(long[] changes, ZonePeriod[] periods, ZonePeriod first, PosixZone? later)
    {
        _changes = changes;
        _periods = periods;
        _first = first;
        _later = later;
    }

    /// <summary>Universal time.</summary>
    public static ZoneRules Utc { get; } = Fixed(0, "UTC");

    /// <summary>A zone whose clocks never change.</summary>
    /// <param name="offset">Seconds east of UTC.</param>
    /// <param name="abbreviation">Its name.</param>
    public static ZoneRules Fixed(int offset, string abbreviation) => new([], [], new ZonePeriod(offset, false, abbreviation), null);

    /// <summary>Reads a zone as POSIX writes it in TZ: <c>CET-1CEST,M3.5.0,M10.5.0/3</c>. Null when the text is none.</summary>
    public static ZoneRules? FromPosix(string text)
        => PosixZone.TryParse(text) is { } zone ? new ZoneRules([], [], zone.Standard, zone) : null;

    /// <summary>Reads a compiled zone file, as in /usr/share/zoneinfo. Null when the bytes are none.</summary>
    public static ZoneRules? FromFile(ReadOnlySpan<byte> file)
    {
        if (!TryMeasure(file, 4, out int oldSize))
            return null;
        if (file[4] < (byte)'2')
            return Read(file, 4, string.Empty);
        ReadOnlySpan<byte> second = file[oldSize..];
        if (!TryMeasure(second, 8, out int newSize))
            return null;
        ReadOnlySpan<byte> footer = second[newSize..];
        int end = footer.Length > 1 && footer[0] == (byte)'\n' ? footer[1..].IndexOf((byte)'\n') : -1;
        return Read(second, 8, end < 0 ? string.Empty : Encoding.ASCII.GetString(footer.Slice(1, end)));
    }

    /// <summary>What the clocks show at a moment.</summary>
    /// <param name="unixSeconds">Seconds since 1970 in UTC.</param>
    public ZonePeriod At(long unixSeconds)
    {
        if (_changes.Length == 0 || unixSeconds >= _changes[^1])
            return _later?.At(unixSeconds) ?? (_periods.Length == 0 ? _first : _periods[^1]);
        int found = Array.BinarySearch(_changes, unixSeconds);
        int index = found >= 0 ? found : ~found - 1;
        return index < 0 ? _first : _periods[index];
    }

    private static bool TryMeasure(ReadOnlySpan<byte> block, int timeSize, out int size)
    {
        size = 0;
        if (block.Length < HeaderSize || !block.StartsWith("TZif"u8))
            return false;
        long total = HeaderSize + ((long)Count(block, 3) * (timeSize + 1)) + ((long)Count(block, 4) * 6) + Count(block, 5)
            + ((long)Count(block, 2) * (timeSize + 4)) + Count(block, 1) + Count(block, 0);
        if (total > block.Length || Count(block, 4) == 0)
            return false;
        size = (int)total;
        return true;
    }

    // The header's counts: UT marks, standard marks, leap seconds, changes, kinds of time, name characters.
    private static uint Count(ReadOnlySpan<byte> block, int which) => BinaryPrimitives.ReadUInt32BigEndian(block[(20 + (which * 4))..]);

    private static ZoneRules? Read(ReadOnlySpan<byte> block, int timeSize, string footer)
    {
        int changeCount = (int)Count(block, 3);
        int kindCount = (int)Count(block, 4);
        ReadOnlySpan<byte> times = block[HeaderSize..];
        ReadOnlySpan<byte> indexes = times[(changeCount * timeSize)..];
        ReadOnlySpan<byte> kinds = indexes[changeCount..];
        ReadOnlySpan<byte> names = kinds[(kindCount * 6)..][..(int)Count(block, 5)];
        var types = new ZonePeriod[kindCount];
        for (int i = 0; i < kindCount; i++)
        {
            ReadOnlySpan<byte> kind = kinds[(i * 6)..];
            if (kind[5] >= names.Length)
                return null;
            ReadOnlySpan<byte> name = names[kind[5]..];
            int end = name.IndexOf((byte)0);
            types[i] = new ZonePeriod(BinaryPrimitives.ReadInt32BigEndian(kind), kind[4] != 0, Encoding.ASCII.GetString(end < 0 ? name : name[..end]));
        }

        long[] changes = new long[changeCount];
        var periods = new ZonePeriod[changeCount];
        for (int i = 0; i < changeCount; i++)
        {
            if (indexes[i] >= kindCount)
                return null;
            changes[i] = timeSize == 8 ? BinaryPrimitives.ReadInt64BigEndian(times[(i * 8)..]) : BinaryPrimitives.ReadInt32BigEndian(times[(i * 4)..]);
            if (i > 0 && changes[i] <= changes[i - 1])
                return null;
            periods[i] = types[indexes[i]];
        }

        return new ZoneRules(changes, periods, types[0], footer.Length == 0 ? null : PosixZone.TryParse(footer));
    }
}
