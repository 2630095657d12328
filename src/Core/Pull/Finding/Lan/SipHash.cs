using System.Buffers.Binary;
using System.Numerics;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>SipHash-2-4 with 64 bits, by Aumasson and Bernstein.</summary>
internal static class SipHash
{
    /// <summary>Hashes bytes with a key of two 64-bit halves.</summary>
    internal static ulong Hash(ReadOnlySpan<byte> data, ulong key0, ulong key1)
    {
        var state = new State(key0, key1);
        ulong last = (ulong)data.Length << 56;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
            state.Take(BinaryPrimitives.ReadUInt64LittleEndian(data));
        for (int i = 0; i < data.Length; i++)
            last |= (ulong)data[i] << (8 * i);
        state.Take(last);
        return state.Finish();
    }

    private ref struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = 0x736f6d6570736575 ^ key0;
        private ulong _v1 = 0x646f72616e646f6d ^ key1;
        private ulong _v2 = 0x6c7967656e657261 ^ key0;
        private ulong _v3 = 0x7465646279746573 ^ key1;

        internal void Take(ulong word)
        {
            _v3 ^= word;
            Rounds(2);
            _v0 ^= word;
        }

        internal ulong Finish()
        {
            _v2 ^= 0xFF;
            Rounds(4);
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Rounds(int count)
        {
            for (int i = 0; i < count; i++)
            {
                _v0 += _v1;
                _v2 += _v3;
                _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
                _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
                _v0 = BitOperations.RotateLeft(_v0, 32) + _v3;
                _v2 += _v1;
                _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
                _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
                _v2 = BitOperations.RotateLeft(_v2, 32);
            }
        }
    }
}
