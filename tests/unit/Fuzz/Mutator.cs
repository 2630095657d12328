namespace OstreePS.UnitTests.Fuzz;

/// <summary>Makes broken inputs out of good ones, the same ones for the same seed.</summary>
internal sealed class Mutator(int seed, IReadOnlyList<byte[]> samples)
{
    private const int LongestInput = 200_000;
    private static readonly byte[] Edges = [0, 1, 0x7F, 0x80, 0xFE, 0xFF, (byte)'\n', (byte)'/', (byte)'\\', (byte)'[', (byte)'(', (byte)'{', (byte)'\''];
    private readonly Random _random = new(seed);

    internal byte[] Next()
    {
        var input = new List<byte>(samples[_random.Next(samples.Count)]);
        for (int i = 1 + _random.Next(6); i > 0; i--)
            Mutate(input);
        return [.. input];
    }

    private void Mutate(List<byte> input)
    {
        int at = _random.Next(input.Count + 1);
        int count = Math.Min(input.Count - at, 1 + _random.Next(_random.Next(4) == 0 ? 64 : 8));
        switch (_random.Next(9))
        {
            case 0 when count > 0:
                input[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1 when count > 0:
                input[at] = Edges[_random.Next(Edges.Length)];
                break;
            case 2:
                for (int i = 0; i < count; i++)
                    input[at + i] = (byte)_random.Next(256);
                break;
            case 3:
                input.RemoveRange(at, count);
                break;
            case 4:
                input.RemoveRange(at, input.Count - at);
                break;
            case 5 when input.Count < LongestInput:
                byte[] again = [.. input.Skip(at).Take(count)];
                for (int i = 1 + _random.Next(200); i > 0; i--)
                    input.InsertRange(at, again);
                break;
            case 6:
                input.InsertRange(at, Enumerable.Range(0, 1 + _random.Next(16)).Select(_ => Edges[_random.Next(Edges.Length)]));
                break;
            case 7:
                byte[] other = samples[_random.Next(samples.Count)];
                int from = _random.Next(other.Length + 1);
                input.RemoveRange(at, input.Count - at);
                input.AddRange(other.AsSpan(from).ToArray());
                break;
            case 8 when input.Count > 0:
                // Offsets and lengths stand at the end of a GVariant and at the start of a file object.
                input[_random.Next(2) == 0 ? input.Count - 1 - _random.Next(Math.Min(8, input.Count)) : _random.Next(Math.Min(8, input.Count))] = (byte)_random.Next(256);
                break;
        }
    }
}
