using System.Runtime.InteropServices;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Objects;

/// <summary>What names an object: its checksum and its type. Written as <c>checksum.type</c>.</summary>
/// <param name="Checksum">The checksum.</param>
/// <param name="Type">The type.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ObjectName(Checksum Checksum, ObjectType Type)
{
    /// <summary>Reads the form <c>checksum.type</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidName"/> or <see cref="OstreeFault.InvalidChecksum"/>.</exception>
    public static ObjectName Parse(string text)
    {
        int dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0)
            throw new OstreeException(OstreeFault.InvalidName, $"'{text}' is not the name of an object.", text, "Write it as CHECKSUM.TYPE.");
        return new ObjectName(Checksum.Parse(text.AsSpan(0, dot)), ObjectTypeExtensions.ParseObjectType(text[(dot + 1)..]));
    }

    /// <summary>The form <c>checksum.type</c>.</summary>
    public override string ToString() => $"{Checksum}.{Type.ToName()}";
}
