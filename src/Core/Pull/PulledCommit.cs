using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull;

/// <summary>A commit that was admitted, kept until its tree is stored.</summary>
/// <param name="Checksum">Its checksum.</param>
/// <param name="Parent">The commit before it.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Detached">The detached metadata that the source has; null for none.</param>
internal sealed record PulledCommit(Checksum Checksum, Checksum? Parent, byte[] Bytes, Variant? Detached);
