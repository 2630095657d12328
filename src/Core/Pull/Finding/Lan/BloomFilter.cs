using System.Text;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>
/// Tells of a ref whether a host may have it, or certainly has not. Upstream's <c>ostree-bloom.c</c>: bit <c>hash(k) mod 8n</c> of
/// <c>n</c> bytes for each <c>k</c> below the number of hashes, where a hash is SipHash-2-4 with a key of 16 bytes <c>k</c>.
/// </summary>
/// <param name="bits">The bits; at least one byte.</param>
/// <param name="hashes">How many bits stand for an element; at least one.</param>
internal sealed class BloomFilter(byte[] bits, byte hashes)
{
    private const ulong EachByte = 0x0101010101010101;

    /// <summary>The hash of a text.</summary>
    internal static ulong HashOf(string text, byte k) => SipHash.Hash(Encoding.UTF8.GetBytes(text), k * EachByte, k * EachByte);

    /// <summary>The hash of a ref of a collection.</summary>
    internal static ulong HashOf(string collectionId, string name, byte k) => HashOf(collectionId, k) ^ HashOf(name, k);

    /// <summary>Adds a ref of a collection.</summary>
    internal void Add(string collectionId, string name) => Add(k => HashOf(collectionId, name, k));

    /// <summary>Adds a text.</summary>
    internal void Add(string text) => Add(k => HashOf(text, k));

    /// <summary>Whether a ref of a collection may be among those that were added.</summary>
    internal bool MayHave(string collectionId, string name) => MayHave(k => HashOf(collectionId, name, k));

    /// <summary>Whether a text may be among those that were added.</summary>
    internal bool MayHave(string text) => MayHave(k => HashOf(text, k));

    private void Add(Func<byte, ulong> hash)
    {
        for (byte k = 0; k < hashes; k++)
        {
            (int at, byte mask) = BitOf(hash(k));
            bits[at] |= mask;
        }
    }

    private bool MayHave(Func<byte, ulong> hash)
    {
        for (byte k = 0; k < hashes; k++)
        {
            (int at, byte mask) = BitOf(hash(k));
            if ((bits[at] & mask) == 0)
                return false;
        }

        return true;
    }

    private (int At, byte Mask) BitOf(ulong hash)
    {
        ulong bit = hash % ((ulong)bits.Length * 8);
        return ((int)(bit / 8), (byte)(1 << (int)(bit % 8)));
    }
}
