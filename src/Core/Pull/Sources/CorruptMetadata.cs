using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Sources;

/// <summary>The error for a metadata object whose bytes are not those that its name promises.</summary>
internal static class CorruptMetadata
{
    internal static OstreeException Of(in ObjectName name, in Checksum actual, string source) => new(
        OstreeFault.CorruptObject,
        $"Corrupted metadata object; checksum expected='{name.Checksum}' actual='{actual}': {name} from '{source}'.",
        name.ToString(),
        "The source is damaged, or the transfer was tampered with. Nothing of the object was kept; check the source with Test-OstreeRepository.");
}
