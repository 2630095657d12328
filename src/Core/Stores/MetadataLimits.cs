namespace OstreePS.Core.Stores;

/// <summary>Bounds that keep a hostile object from filling memory; upstream's, from its <c>ostree-core.h</c>.</summary>
public static class MetadataLimits
{
    /// <summary>The largest metadata object that is read or written, in bytes: 128 MiB.</summary>
    public const int MaxBytes = 128 * 1024 * 1024;

    /// <summary>The largest header of a content object that is read, in bytes. Attributes are at most 64 KiB for a file on most file systems.</summary>
    public const int MaxHeaderBytes = 10 * 1024 * 1024;
}
