using System.Runtime.InteropServices;

namespace OstreePS.Core.Pull.Sinks;

/// <summary>What bringing a content object would move.</summary>
/// <param name="Bytes">Bytes that would be copied, or come over the wire; null when nobody tells.</param>
/// <param name="IsLink">Whether it would only be linked.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ContentSize(long? Bytes, bool IsLink = false);
