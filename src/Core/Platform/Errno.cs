using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Platform;

/// <summary>Error numbers of Linux, and the one table that turns them into our exception.</summary>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int NoEntry = 2;
    internal const int Interrupted = 4;
    internal const int NoSuchDevice = 6;
    internal const int TooBig = 7;
    internal const int Again = 11;
    internal const int AccessDenied = 13;
    internal const int Exists = 17;
    internal const int CrossDevice = 18;
    internal const int NotDirectory = 20;
    internal const int IsDirectory = 21;
    internal const int Invalid = 22;
    internal const int TooManyFilesInSystem = 23;
    internal const int TooManyFiles = 24;
    internal const int NotTerminal = 25;
    internal const int FileTooLarge = 27;
    internal const int NoSpace = 28;
    internal const int ReadOnly = 30;
    internal const int TooManyLinks = 31;
    internal const int Range = 34;
    internal const int NameTooLong = 36;
    internal const int NotImplemented = 38;
    internal const int NotEmpty = 39;
    internal const int Loop = 40;
    internal const int NoData = 61;
    internal const int NotSupported = 95;
    internal const int Quota = 122;

    internal static int Last => Marshal.GetLastPInvokeError();

    /// <summary>Throws for a failed call.</summary>
    /// <param name="errno">The error number.</param>
    /// <param name="action">What was tried, as a verb phrase: "open", "create directory".</param>
    /// <param name="path">What it was tried on.</param>
    [DoesNotReturn]
    internal static void Throw(int errno, string action, string path) => throw Fault(errno, action, path);

    internal static OstreeException Fault(int errno, string action, string path)
    {
        (OstreeFault fault, string? remedy) = errno switch
        {
            NoEntry => (OstreeFault.PathNotFound, "Check the path; something may have removed it meanwhile."),
            NotPermitted or AccessDenied => (OstreeFault.PermissionDenied, "Run as a user who may do this, or change the permissions."),
            ReadOnly => (OstreeFault.PermissionDenied, "The file system is mounted read-only; remount it writable or choose another place."),
            NoSpace or Quota => (OstreeFault.InsufficientSpace, "Free space on this file system, or use another."),
            NotDirectory => (OstreeFault.NotADirectory, "Name a directory."),
            IsDirectory => (OstreeFault.IsADirectory, "Name a file."),
            Exists => (OstreeFault.AlreadyExists, "Remove it first, or choose another name."),
            TooManyFiles or TooManyFilesInSystem => (OstreeFault.SystemLimit, "Raise the limit on open files (ulimit -n)."),
            NameTooLong => (OstreeFault.InvalidName, "Use a shorter name."),
            NotSupported or NotImplemented => (OstreeFault.NotSupported, "This file system cannot do it; use another, or another repository mode."),
            Loop => (OstreeFault.InvalidPath, "The path leads through a symbolic link where none is allowed."),
            _ => (OstreeFault.IoFailed, (string?)null),
        };
        string reason = Marshal.GetPInvokeErrorMessage(errno);
        return new OstreeException(fault, $"Cannot {action} '{path}': {reason}.", path, remedy);
    }
}
