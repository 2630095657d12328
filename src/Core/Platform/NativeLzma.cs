using System.Runtime.InteropServices;

namespace OstreePS.Core.Platform;

/// <summary>The decoder of liblzma, which is present wherever OSTree is.</summary>
internal static partial class NativeLzma
{
    internal const int StreamEnd = 1;
    internal const int MemoryLimit = 6;
    internal const int BufferError = 10;
    internal const int Run = 0;
    internal const int Finish = 3;
    internal const uint Concatenated = 8;

    private const string Library = "liblzma.so.5";

    [LibraryImport(Library, EntryPoint = "lzma_stream_decoder")]
    internal static partial int StartDecoder(ref State state, ulong memoryLimit, uint flags);

    [LibraryImport(Library, EntryPoint = "lzma_alone_decoder")]
    internal static partial int StartAloneDecoder(ref State state, ulong memoryLimit);

    [LibraryImport(Library, EntryPoint = "lzma_lzip_decoder")]
    internal static partial int StartLzipDecoder(ref State state, ulong memoryLimit, uint flags);

    [LibraryImport(Library, EntryPoint = "lzma_code")]
    internal static partial int Code(ref State state, int action);

    [LibraryImport(Library, EntryPoint = "lzma_end")]
    internal static partial void End(ref State state);

    /// <summary><c>lzma_stream</c>: what is to be read, what is to be written, and the decoder's own.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct State
    {
        internal nint NextIn;
        internal nuint AvailableIn;
        internal ulong TotalIn;
        internal nint NextOut;
        internal nuint AvailableOut;
        internal ulong TotalOut;
        internal nint Allocator;
        internal nint Internal;
        internal nint Reserved1;
        internal nint Reserved2;
        internal nint Reserved3;
        internal nint Reserved4;
        internal ulong SeekPosition;
        internal ulong ReservedNumber;
        internal nuint ReservedSize1;
        internal nuint ReservedSize2;
        internal int ReservedEnum1;
        internal int ReservedEnum2;
    }
}
