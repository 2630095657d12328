using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace OstreePS.Core.Platform;

/// <summary>A secret for a library that takes it from a file only: in memory, on no disk, and by a path that only this process has.</summary>
internal sealed class SecretFile : IDisposable
{
    private const uint CloseOnExec = 1;
    private readonly SafeFileHandle _handle;

    private SecretFile(SafeFileHandle handle) => _handle = handle;

    internal string Path => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_handle.DangerousGetHandle()}");

    internal static SecretFile Create(ReadOnlySpan<byte> secret)
    {
        int descriptor = NativeFiles.CreateInMemory("secret", CloseOnExec);
        if (descriptor < 0)
            Errno.Throw(Errno.Last, "create a file in memory for", "a secret");
        var file = new SecretFile(NativeFiles.ToHandle(descriptor));
        RandomAccess.Write(file._handle, secret, 0);
        return file;
    }

    public void Dispose() => _handle.Dispose();
}
