using System.Runtime.InteropServices;

namespace OstreePS.Compat;

/// <summary>What a resident process needs to stand in for one that was just started.</summary>
internal static unsafe partial class NativeCalls
{
    private const int ControlSize = 64;

    /// <summary>Receives one byte and the three descriptors that come with it.</summary>
    internal static bool TryReceiveDescriptors(nint socket, Span<int> descriptors)
    {
        byte data;
        byte* control = stackalloc byte[ControlSize];
        var vector = new IoVector { Data = &data, Length = 1 };
        var message = new MessageHeader { Vectors = &vector, VectorCount = 1, Control = control, ControlLength = ControlSize };
        if (ReceiveMessage((int)socket, &message, 0) != 1 || message.ControlLength < (nuint)(16 + (descriptors.Length * sizeof(int)))) return false;
        new ReadOnlySpan<int>(control + 16, descriptors.Length).CopyTo(descriptors);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    private static partial nint ReceiveMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "umask")]
    internal static partial uint SetUmask(uint mask);

    [LibraryImport("libc", EntryPoint = "_exit")]
    internal static partial void EndAtOnce(int code);

    private struct IoVector
    {
        public byte* Data;
        public nuint Length;
    }

    private struct MessageHeader
    {
        public void* Name;
        public uint NameLength;
        public IoVector* Vectors;
        public nuint VectorCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
