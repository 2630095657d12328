using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

public sealed partial class Variant
{
    /// <summary>Maps a .NET value to the GVariant that stands for it most naturally.</summary>
    /// <remarks>
    /// <list type="table">
    /// <listheader><term>.NET</term><description>GVariant</description></listheader>
    /// <item><term>bool, byte, short, ushort, int, uint, long, ulong, double</term><description>b, y, n, q, i, u, x, t, d</description></item>
    /// <item><term>string, byte[], strings</term><description>s, ay, as</description></item>
    /// <item><term>DateTimeOffset</term><description>t, seconds since 1970 in UTC</description></item>
    /// <item><term>dictionary with string keys</term><description>a{sv} in the dictionary's order</description></item>
    /// <item><term>any other sequence</term><description>an array when all elements map to one type, else av; empty ones follow the type
    /// of the sequence (a <c>string[]</c> is as) or become av</description></item>
    /// <item><term>Variant</term><description>itself</description></item>
    /// </list>
    /// </remarks>
    /// <exception cref="OstreeException">MalformedVariant: the value, or one inside it, is of no such type.</exception>
    public static Variant FromObject(object? value) => VariantMapping.ToVariant(value, VariantMapping.MaxDepth);

    /// <summary>Maps the value to .NET: the way back from <see cref="FromObject"/>.</summary>
    /// <returns>
    /// The primitive or string; <c>byte[]</c> for ay, an array of the primitive for other arrays of basic values, else
    /// <c>object?[]</c> for arrays and tuples; <see cref="OrderedDictionary{TKey, TValue}"/> for dictionaries (of a repeated key the
    /// first entry counts); what is inside for v; null for nothing.
    /// </returns>
    /// <exception cref="OstreeException">MalformedVariant: broken data stands for far more values than it has bytes.</exception>
    public object? ToObject() => VariantMapping.ToObject(ToNormalForm().Reader);
}
