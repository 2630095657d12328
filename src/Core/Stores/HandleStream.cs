using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Stores;

/// <summary>A read-only stream over an open file, without a buffer of its own. Does not own the handle.</summary>
/// <param name="file">The file.</param>
/// <param name="label">Its path; for messages.</param>
internal sealed class HandleStream(SafeFileHandle file, string label) : ForwardStream
{
    public override int Read(Span<byte> buffer) => file.ReadSome(buffer, label);
}
