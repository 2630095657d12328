using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Writes one value of a given type from front to back, little-endian, in normal form.</summary>
/// <remarks>
/// The writer knows the type, so it aligns, pads and frames by itself; the caller opens containers, writes the
/// values in order and closes them. What does not fit the type is a defect of the caller: InvalidOperationException.
/// The buffer is rented; <see cref="Reset"/> keeps it for the next value, disposing returns it. Not thread-safe.
/// </remarks>
public sealed partial class VariantWriter : IDisposable
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private byte[] _buffer;
    private int _length;
    private uint[] _ends = [];
    private int _endCount;
    private Frame[] _frames = new Frame[4];
    private int _depth;
    private VariantType _type;
    private bool _complete;

    /// <summary>Starts a value.</summary>
    /// <param name="type">A definite type.</param>
    /// <param name="capacity">Bytes to make room for at first.</param>
    /// <exception cref="OstreeException">MalformedVariant: the type is indefinite.</exception>
    public VariantWriter(VariantType type, int capacity = 256)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        _type = type.IsDefinite ? type : throw Variant.Indefinite(type);
        _buffer = ArrayPool<byte>.Shared.Rent(capacity);
    }

    /// <summary>The finished value; valid until the writer is reset or disposed.</summary>
    /// <exception cref="InvalidOperationException">The value is not complete.</exception>
    public ReadOnlySpan<byte> WrittenSpan
        => _complete ? _buffer.AsSpan(0, _length) : throw new InvalidOperationException("The value is not complete.");

    internal long Limit { get; init; } = System.Array.MaxLength;

    /// <summary>Copies the finished value.</summary>
    /// <exception cref="InvalidOperationException">The value is not complete.</exception>
    public byte[] ToArray() => WrittenSpan.ToArray();

    /// <summary>Copies the finished value as a <see cref="Variant"/>.</summary>
    /// <exception cref="InvalidOperationException">The value is not complete.</exception>
    public Variant ToVariant() => Variant.FromBytes(_type, ToArray());

    /// <summary>Forgets what was written and starts another value, of the same type unless one is given.</summary>
    public void Reset(VariantType? type = null)
    {
        if (type is { IsDefinite: false })
            throw Variant.Indefinite(type);
        _type = type ?? _type;
        _length = _endCount = _depth = 0;
        _complete = false;
    }

    /// <summary>Returns the buffer.</summary>
    public void Dispose()
    {
        byte[] buffer = _buffer;
        _buffer = [];
        _complete = false;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Opens a tuple.</summary>
    public void BeginTuple() => Begin(VariantKind.Tuple);

    /// <summary>Opens an array.</summary>
    public void BeginArray() => Begin(VariantKind.Array);

    /// <summary>Opens a dictionary entry.</summary>
    public void BeginDictEntry() => Begin(VariantKind.DictEntry);

    /// <summary>Opens a maybe that has a value.</summary>
    public void BeginMaybe() => Begin(VariantKind.Maybe);

    /// <summary>Writes a maybe that has no value.</summary>
    public void WriteNothing()
    {
        Place(VariantKind.Maybe, 0);
        Completed();
    }

    /// <summary>Opens a variant.</summary>
    /// <param name="content">The type of the value inside; definite.</param>
    public void BeginVariant(VariantType content)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (!content.IsDefinite)
            throw Variant.Indefinite(content);
        Begin(VariantKind.Variant);
        _frames[_depth - 1].Element = content;
    }

    /// <summary>Closes the container opened last.</summary>
    public void End()
    {
        if (_depth == 0)
            throw new InvalidOperationException("No container is open.");
        Frame frame = _frames[--_depth];
        switch (frame.Type.Kind)
        {
            case VariantKind.Array:
                if (frame.HasEnds)
                    WriteEnds(frame, reverse: false);
                break;
            case VariantKind.Maybe:
                Require(frame, 1);
                if (frame.HasEnds)
                    Room(1)[0] = 0;
                break;
            case VariantKind.Variant:
                Require(frame, 1);
                ReadOnlySpan<char> type = frame.Element!.AsSpan();
                Span<byte> tail = Room(type.Length + 1);
                tail[0] = 0;
                Encoding.ASCII.GetBytes(type, tail[1..]);
                break;
            default:
                Require(frame, frame.Type.Members.Length);
                if (frame.Type.FixedSize is { } size)
                    Room(frame.Start + size - _length).Clear();
                else
                    WriteEnds(frame, reverse: true);
                break;
        }
        Completed();
    }

    internal void Begin(VariantKind kind)
    {
        VariantType type = Expected();
        if (type.Kind != kind)
            throw Unfit($"'{(char)kind}'", type);
        Align(type.Alignment);
        if (_depth == _frames.Length)
            System.Array.Resize(ref _frames, _depth * 2);
        _frames[_depth++] = new Frame
        {
            Type = type,
            Element = type.Element,
            Start = _length,
            EndsStart = _endCount,
            HasEnds = kind is VariantKind.Array or VariantKind.Maybe && type.Element!.FixedSize is null,
        };
    }

    private static InvalidOperationException Unfit(string given, VariantType expected)
        => new($"A value of kind {given} was written where '{expected}' was expected.");

    private static void Require(in Frame frame, int count)
    {
        if (frame.Index != count)
            throw new InvalidOperationException($"The '{frame.Type}' needs {count} values and has {frame.Index}.");
    }

    private VariantType Expected()
    {
        if (_depth == 0)
            return _complete ? throw new InvalidOperationException("The value is already complete.") : _type;
        ref Frame frame = ref _frames[_depth - 1];
        VariantMember[] members = frame.Type.Members;
        if (members.Length > 0 || frame.Type.Kind == VariantKind.Tuple)
        {
            return frame.Index < members.Length ? members[frame.Index].Type
                : throw new InvalidOperationException($"The '{frame.Type}' has all its members.");
        }
        return frame.Index == 0 || frame.Type.Kind == VariantKind.Array ? frame.Element!
            : throw new InvalidOperationException($"The '{frame.Type}' has its value.");
    }

    private void Completed()
    {
        if (_depth == 0)
        {
            _complete = true;
            return;
        }

        ref Frame frame = ref _frames[_depth - 1];
        VariantMember[] members = frame.Type.Members;
        bool ends = members.Length > 0
            ? members[frame.Index].Ending == MemberEnding.Offset
            : frame.HasEnds && frame.Type.Kind == VariantKind.Array;
        frame.Index++;
        if (!ends)
            return;
        if (_endCount == _ends.Length)
            System.Array.Resize(ref _ends, Math.Max(16, _endCount * 2));
        _ends[_endCount++] = (uint)(_length - frame.Start);
    }

    private void WriteEnds(in Frame frame, bool reverse)
    {
        Span<uint> ends = _ends.AsSpan(frame.EndsStart, _endCount - frame.EndsStart);
        _endCount = frame.EndsStart;
        if (reverse)
            ends.Reverse();

        int body = _length - frame.Start;
        long total = VariantFraming.TotalSize(body, ends.Length);
        if (total > Limit)
            throw TooLarge();
        int size = VariantFraming.OffsetSize(total);
        Span<byte> table = Room((int)total - body);
        for (int i = 0; i < ends.Length; i++)
        {
            if (size == 1)
                table[i] = (byte)ends[i];
            else if (size == 2)
                BinaryPrimitives.WriteUInt16LittleEndian(table[(2 * i)..], (ushort)ends[i]);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(table[(4 * i)..], ends[i]);
        }
    }

    private void Align(int alignment)
    {
        int padding = -_length & (alignment - 1);
        if (padding > 0)
            Room(padding).Clear();
    }

    private Span<byte> Room(int count)
    {
        long wanted = (long)_length + count;
        if (wanted > Limit)
            throw TooLarge();
        if (wanted > _buffer.Length)
        {
            ObjectDisposedException.ThrowIf(_buffer.Length == 0, this);
            byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Math.Max(wanted, _buffer.Length * 2L), System.Array.MaxLength));
            _buffer.AsSpan(0, _length).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        Span<byte> room = _buffer.AsSpan(_length, count);
        _length += count;
        return room;
    }

    private OstreeException TooLarge()
        => new(OstreeFault.MalformedVariant, $"A GVariant of type '{_type}' would need more than {Limit} bytes.", _type.ToString());

    private struct Frame
    {
        internal VariantType Type;
        internal VariantType? Element;
        internal int Start;
        internal int EndsStart;
        internal int Index;
        internal bool HasEnds;
    }
}
