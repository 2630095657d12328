namespace OstreePS.Core.Platform;

/// <summary>Flags of <c>open(2)</c> and the <c>*at</c> calls, as on x86-64 and the generic ABI where they agree.</summary>
internal static class OpenFlags
{
    internal const int ReadOnly = 0;
    internal const int WriteOnly = 1;
    internal const int ReadWrite = 2;
    internal const int Append = 0x400;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;
    internal const int NoTerminal = 0x100;
    internal const int Truncate = 0x200;
    internal const int CloseOnExec = 0x80000;
    internal const int NonBlocking = 0x800;

    // O_DIRECTORY and O_NOFOLLOW are numbered otherwise on ARM.
    internal static readonly int Directory = IsArm ? 0x4000 : 0x10000;
    internal static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;
    internal static readonly int TempFile = 0x400000 | Directory;

    internal const int AtSymlinkNoFollow = 0x100;
    internal const int AtRemoveDirectory = 0x200;
    internal const int AtSymlinkFollow = 0x400;
    internal const int AtEmptyPath = 0x1000;

    private static bool IsArm => System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture
        is System.Runtime.InteropServices.Architecture.Arm64 or System.Runtime.InteropServices.Architecture.Arm;
}
