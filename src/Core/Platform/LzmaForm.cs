namespace OstreePS.Core.Platform;

/// <summary>The forms in which liblzma's compression is kept in files.</summary>
internal enum LzmaForm
{
    /// <summary>xz, one stream or several.</summary>
    Xz,

    /// <summary>The older form <c>.lzma</c>, without a checksum.</summary>
    Alone,

    /// <summary>lzip.</summary>
    Lzip,
}
