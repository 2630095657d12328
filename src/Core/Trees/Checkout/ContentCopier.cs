using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>
/// Copies the payload of objects, decompressing where needed. Every byte is hashed on its way, and the last of them
/// fails where the sum is wrong. Blocks that the file system can share are as trusted as a hard link is.
/// </summary>
internal sealed class ContentCopier(CheckoutContext context)
{
    private const int BufferBytes = 256 * 1024;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(BufferBytes);
    private bool _cannotClone;

    /// <summary>Fills an empty file. The content is disposed of.</summary>
    internal void Copy(ContentObject content, in Checksum checksum, SafeFileHandle target, string label)
    {
        if (TryClone(content, target))
            return;
        using var source = new VerifyingStream(content, checksum);
        bool ended = false;
        while (!ended)
        {
            context.Stop.ThrowIfCancellationRequested();
            int filled = 0;
            while (filled < _buffer.Length)
            {
                int count = source.Read(_buffer.AsSpan(filled));
                ended = count == 0;
                if (ended)
                    break;
                filled += count;
            }

            target.WriteAll(_buffer.AsSpan(0, filled), label);
            context.Progress.CountBytes(filled);
        }
    }

    private bool TryClone(ContentObject content, SafeFileHandle target)
    {
        if (_cannotClone || content.Size == 0 || content.PlainFile is not { } file)
            return false;
        if (!Reflink.TryClone(file, target))
        {
            _cannotClone = true;
            return false;
        }

        content.Dispose();
        return true;
    }
}
