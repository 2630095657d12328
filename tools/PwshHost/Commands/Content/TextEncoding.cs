using System.Management.Automation;
using System.Text;

namespace Microsoft.PowerShell.Commands;

/// <summary>Turns the names that -Encoding takes into encodings.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TextEncodingAttribute : ArgumentTransformationAttribute
{
    /// <summary>UTF-8 without a byte-order mark, the default everywhere.</summary>
    internal static readonly Encoding Default = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
        => inputData is string name ? Parse(name) : inputData;

    private static Encoding Parse(string name) => name.ToLowerInvariant() switch
    {
        "utf8" or "utf8nobom" or "default" => Default,
        "utf8bom" => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true),
        "unicode" => Encoding.Unicode,
        "bigendianunicode" => Encoding.BigEndianUnicode,
        "utf32" => Encoding.UTF32,
        "ascii" => Encoding.ASCII,
        _ => Encoding.GetEncoding(name),
    };
}
