using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>Where objects can be read from. Every member may be called from several threads at once.</summary>
internal interface IObjectSource
{
    /// <summary>Whether the object is there. Says nothing about its bytes.</summary>
    bool Contains(in ObjectName name);

    /// <summary>The bytes of a metadata object, at most <see cref="MetadataLimits.MaxBytes"/>; null when it is absent.</summary>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.ObjectTooLarge"/>.</exception>
    byte[]? TryReadMetadata(in ObjectName name);

    /// <summary>A content object, its header read and its payload ready to stream; null when it is absent.</summary>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.CorruptObject"/> for a header that is not one.</exception>
    ContentObject? TryOpenContent(in Checksum checksum);

    /// <summary>What can be told of a content object without opening it, where the mode allows that; null when it is absent.</summary>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.CorruptObject"/> for a header that is not one.</exception>
    ContentStatus? TryStatContent(in Checksum checksum);

    /// <summary>Bytes that the object takes in the store; null when it is absent.</summary>
    long? TryGetStoredSize(in ObjectName name);
}
