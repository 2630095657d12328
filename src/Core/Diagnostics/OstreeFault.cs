namespace OstreePS.Core.Diagnostics;

/// <summary>What went wrong. The name of a fault is the error id that scripts see, so names never change.</summary>
public enum OstreeFault
{
    /// <summary>Bytes that should be a GVariant of a known type are not.</summary>
    MalformedVariant,

    /// <summary>Text that should be a GVariant in GLib's notation is not.</summary>
    MalformedVariantText,

    /// <summary>Text that should be a GLib key file is not, or a value in it has not the form asked for.</summary>
    MalformedKeyFile,

    /// <summary>A key or group that was asked for is not in the key file.</summary>
    KeyNotFound,
}
