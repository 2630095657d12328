using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

public sealed partial class Variant
{
    /// <summary>Parses GLib's text notation, for example <c>{'version': &lt;'42'&gt;, 'sizes': &lt;[uint32 1, 2]&gt;}</c>.</summary>
    /// <param name="text">One value.</param>
    /// <param name="hint">The type it must have; without one, it is inferred. It wins over a type written in the text.</param>
    /// <exception cref="OstreeException">
    /// MalformedVariantText: the text is wrong or does not fit the type (the message names the position), or the type is indefinite.
    /// </exception>
    public static Variant Parse(string text, VariantType? hint = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return VariantTextParser.Parse(text, hint);
    }

    /// <summary>Prints the value in GLib's text notation.</summary>
    /// <param name="annotate">Whether types are written where the text alone would not tell them.</param>
    /// <exception cref="OstreeException">MalformedVariant: broken data stands for more than half a gigabyte of text.</exception>
    public string Print(bool annotate = false)
    {
        var text = new StringBuilder();
        VariantPrinter.Print(text, Reader, annotate);
        return text.ToString();
    }

    /// <summary>The value in GLib's text notation with its types.</summary>
    public override string ToString() => Print(annotate: true);
}
