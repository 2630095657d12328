using OstreePS.Core.Objects;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>
/// A set of objects that many threads fill at once. 34 bytes a slot and no object an entry: a million objects take about 60 MB.
/// It is divided as a directory of objects is, by the first byte, so that a sweep over the disk meets one part at a time.
/// </summary>
internal sealed class ObjectSet
{
    private readonly Shard[] _shards = new Shard[ObjectLayout.PrefixCount];

    internal ObjectSet()
    {
        for (int i = 0; i < _shards.Length; i++)
            _shards[i] = new Shard();
    }

    /// <summary>How many objects are in it.</summary>
    internal long Count => _shards.Sum(static shard => shard.Objects);

    /// <summary>Adds an object; false when it was there.</summary>
    internal bool Add(in ObjectName name) => _shards[name.Checksum.AsSpan()[0]].Add(name.Checksum, BitOf(name.Type));

    internal bool Contains(in ObjectName name) => _shards[name.Checksum.AsSpan()[0]].Contains(name.Checksum, BitOf(name.Type));

    /// <summary>Notes that an object was met, if it is in the set. Nothing may be added any more, and each part be met by one thread.</summary>
    internal void Meet(in ObjectName name) => _shards[name.Checksum.AsSpan()[0]].Meet(name.Checksum, BitOf(name.Type));

    /// <summary>The objects of one part that were not met.</summary>
    internal IEnumerable<ObjectName> NotMet(int index) => _shards[index].NotMet();

    private static ushort BitOf(ObjectType type) => (ushort)(1 << (int)type);

    private sealed class Shard
    {
        private const int FirstCapacity = 16;
        private readonly Lock _gate = new();
        private Checksum[] _keys = [];
        private ushort[] _types = [];
        private ushort[]? _met;
        private int _used;

        internal long Objects { get; private set; }

        internal bool Add(in Checksum key, ushort bit)
        {
            lock (_gate)
            {
                if (_used >= _keys.Length - (_keys.Length / 4))
                    Grow();
                int slot = FindSlot(key);
                if (_types[slot] == 0)
                {
                    _keys[slot] = key;
                    _used++;
                }
                else if ((_types[slot] & bit) != 0)
                {
                    return false;
                }

                _types[slot] |= bit;
                Objects++;
                return true;
            }
        }

        internal bool Contains(in Checksum key, ushort bit)
        {
            lock (_gate)
                return _keys.Length > 0 && (_types[FindSlot(key)] & bit) != 0;
        }

        internal void Meet(in Checksum key, ushort bit)
        {
            if (_keys.Length == 0)
                return;
            _met ??= new ushort[_keys.Length];
            int slot = FindSlot(key);
            _met[slot] |= (ushort)(_types[slot] & bit);
        }

        internal IEnumerable<ObjectName> NotMet()
        {
            for (int slot = 0; slot < _keys.Length; slot++)
            {
                int missing = _types[slot] & ~(_met?[slot] ?? 0);
                for (ObjectType type = ObjectType.File; missing != 0 && type <= ObjectType.FileXattrsLink; type++)
                {
                    if ((missing & BitOf(type)) != 0)
                        yield return new ObjectName(_keys[slot], type);
                }
            }
        }

        // The first byte is the same in all of a shard; the next four are as good as random.
        private int FindSlot(in Checksum key)
        {
            uint hash = BitConverter.ToUInt32(key.AsSpan()[1..]);
            int slot = (int)(((ulong)hash * (uint)_keys.Length) >> 32);
            while (_types[slot] != 0 && _keys[slot] != key)
                slot = slot + 1 == _keys.Length ? 0 : slot + 1;
            return slot;
        }

        private void Grow()
        {
            Checksum[] keys = _keys;
            ushort[] types = _types;
            int capacity = Math.Max(FirstCapacity, keys.Length + (keys.Length / 2));
            _keys = new Checksum[capacity];
            _types = new ushort[capacity];
            for (int old = 0; old < keys.Length; old++)
            {
                if (types[old] == 0)
                    continue;
                int slot = FindSlot(keys[old]);
                _keys[slot] = keys[old];
                _types[slot] = types[old];
            }
        }
    }
}
