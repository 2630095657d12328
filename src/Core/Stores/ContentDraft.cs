using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>A content object that is being written. It gets its name with <see cref="Publish"/>; disposed before that, it never existed.</summary>
internal abstract class ContentDraft : IDisposable
{
    /// <summary>Bytes that the object takes in the store; known once it is published.</summary>
    internal long StoredBytes { get; private protected set; }

    /// <summary>Appends payload.</summary>
    internal abstract void Write(ReadOnlySpan<byte> payload);

    /// <summary>Takes all of the payload from a file that holds nothing else, by sharing its blocks; before anything was written.</summary>
    /// <param name="payload">The file, open for reading.</param>
    /// <param name="size">Bytes that it is expected to have.</param>
    /// <returns>The payload as it lies in the draft now, to be read once; null when nothing has happened.</returns>
    internal virtual Stream? TryClone(SafeFileHandle payload, long size) => null;

    /// <summary>Completes the object and gives it its name.</summary>
    /// <returns>False when the store has it already; then nothing is added.</returns>
    internal abstract bool Publish(in Checksum checksum);

    public abstract void Dispose();
}
