using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>A content object that is being written. It gets its name with <see cref="Publish"/>; disposed before that, it never existed.</summary>
internal abstract class ContentDraft : IDisposable
{
    /// <summary>Bytes that the object takes in the store; known once it is published.</summary>
    internal long StoredBytes { get; private protected set; }

    /// <summary>Appends payload.</summary>
    internal abstract void Write(ReadOnlySpan<byte> payload);

    /// <summary>Completes the object and gives it its name.</summary>
    /// <returns>False when the store has it already; then nothing is added.</returns>
    internal abstract bool Publish(in Checksum checksum);

    public abstract void Dispose();
}
