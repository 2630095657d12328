using System.Text;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>
/// The order in which GLib's <c>GVariantDict</c> writes its entries. It is that of a <c>GHashTable</c> of strings, which depends on
/// their hashes and on the order of insertion; where upstream builds metadata with it, equal bytes need equal order.
/// </summary>
/// <remarks>Facts from GLib's <c>ghash.c</c>: djb2 hash, open addressing with growing steps, sizes in powers of two with a prime modulus.</remarks>
public static class GLibDictOrder
{
    private const int MinimumShift = 3;
    private static readonly int[] PrimeModulus =
        [1, 2, 3, 7, 13, 31, 61, 127, 251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071, 262139, 524287, 1048573];

    /// <summary>Puts entries into that order; of entries with the same key the last value counts.</summary>
    /// <param name="entries">The entries in the order in which they are inserted.</param>
    public static IReadOnlyList<KeyValuePair<string, Variant>> Arrange(IEnumerable<KeyValuePair<string, Variant>> entries)
    {
        var table = new Table();
        foreach (KeyValuePair<string, Variant> entry in entries)
            table.Insert(entry);
        return table.Entries();
    }

    private static uint Hash(string key)
    {
        uint hash = 5381;
        foreach (byte b in Encoding.UTF8.GetBytes(key))
            hash = (hash * 33) + (uint)(sbyte)b;

        // GLib keeps 0 and 1 for empty slots and tombstones.
        return hash < 2 ? 2 : hash;
    }

    private sealed class Table
    {
        private KeyValuePair<string, Variant>?[] _slots = new KeyValuePair<string, Variant>?[1 << MinimumShift];
        private int _shift = MinimumShift;
        private int _count;

        internal void Insert(KeyValuePair<string, Variant> entry)
        {
            int index = Start(Hash(entry.Key));
            for (int step = 1; _slots[index] is { } taken; step++)
            {
                if (string.Equals(taken.Key, entry.Key, StringComparison.Ordinal))
                {
                    _slots[index] = entry;
                    return;
                }

                index = (index + step) & (_slots.Length - 1);
            }

            _slots[index] = entry;
            _count++;
            if (_slots.Length <= _count + (_count / 16))
                Grow();
        }

        internal IReadOnlyList<KeyValuePair<string, Variant>> Entries() => [.. _slots.Where(slot => slot is not null).Select(slot => slot!.Value)];

        private int Start(uint hash) => (int)(unchecked(hash * 11) % (uint)PrimeModulus[_shift]);

        // GLib rehashes in place: an entry takes its new slot, and whom it finds there moves on.
        private void Grow()
        {
            int old = _slots.Length;
            _shift = ShiftFor((int)(_count * 1.333));
            Array.Resize(ref _slots, 1 << _shift);
            var settled = new bool[_slots.Length];
            for (int i = 0; i < old; i++)
            {
                if (settled[i] || _slots[i] is not { } moving)
                    continue;
                _slots[i] = null;
                while (true)
                {
                    int index = Start(Hash(moving.Key));
                    for (int step = 1; settled[index]; step++)
                        index = (index + step) & (_slots.Length - 1);
                    settled[index] = true;
                    KeyValuePair<string, Variant>? evicted = _slots[index];
                    _slots[index] = moving;
                    if (evicted is null)
                        break;
                    moving = evicted.Value;
                }
            }
        }

        private static int ShiftFor(int size)
        {
            int shift = 0;
            for (; size > 0; size >>= 1)
                shift++;
            return Math.Max(shift, MinimumShift);
        }
    }
}
