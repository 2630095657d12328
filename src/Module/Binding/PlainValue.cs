using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;

namespace OstreePS.Binding;

/// <summary>Takes PowerShell's wrapping off values, all the way down, so that Core sees plain .NET values.</summary>
internal static class PlainValue
{
    // As deep as Core maps; below that it says so itself.
    private const int MaxDepth = 64;

    public static object? Of(object? value) => Of(value, MaxDepth);

    private static object? Of(object? value, int depthLeft)
    {
        if (depthLeft == 0)
            return value;
        return value switch
        {
            PSObject { BaseObject: PSCustomObject } custom => FromCustom(custom, depthLeft - 1),
            PSObject wrapped => Of(wrapped.BaseObject, depthLeft),
            SwitchParameter flag => flag.ToBool(),
            char letter => letter.ToString(),
            float number => (double)number,
            DateTime time => new DateTimeOffset(time),
            string or byte[] => value,
            IDictionary dictionary => FromDictionary(dictionary, depthLeft - 1),
            Array or IList => FromList((IList)value, depthLeft - 1),
            _ => value,
        };
    }

    private static OrderedDictionary FromCustom(PSObject custom, int depthLeft)
    {
        var plain = new OrderedDictionary(StringComparer.Ordinal);
        foreach (PSPropertyInfo property in custom.Properties)
            plain.Add(property.Name, Of(property.Value, depthLeft));
        return plain;
    }

    // A Hashtable has no order, and what is hashed needs one: its keys are sorted.
    private static OrderedDictionary FromDictionary(IDictionary dictionary, int depthLeft)
    {
        IEnumerable<DictionaryEntry> entries = dictionary.Cast<DictionaryEntry>();
        if (dictionary is Hashtable)
            entries = entries.OrderBy(e => Of(e.Key, depthLeft) as string, StringComparer.Ordinal);

        var plain = new OrderedDictionary(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in entries)
            plain.Add(Of(entry.Key, depthLeft)!, Of(entry.Value, depthLeft));
        return plain;
    }

    private static object FromList(IList list, int depthLeft)
    {
        Type element = list.GetType().GetElementType() ?? typeof(object);
        return element.IsPrimitive || element == typeof(string)
            ? list
            : list.Cast<object?>().Select(item => Of(item, depthLeft)).ToArray();
    }
}
