using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>The order that Sort-Object, Group-Object and Compare-Object put values in: the language's, else that of their text.</summary>
internal sealed class ValueOrder(bool ignoreCase, CultureInfo culture) : IComparer<object?>
{
    public int Compare(object? x, object? y)
    {
        object? left = Plain(x);
        object? right = Plain(y);
        if (left is null || right is null) return (left is null ? 0 : 1) - (right is null ? 0 : 1);
        if (LanguagePrimitives.TryCompare(left, right, ignoreCase, culture, out int order)) return order;
        return string.Compare(PSObject.AsPSObject(left).ToString(), PSObject.AsPSObject(right).ToString(), ignoreCase, culture);
    }

    internal bool Same(IReadOnlyList<object?> left, IReadOnlyList<object?> right)
        => left.Zip(right).All(pair => Compare(pair.First, pair.Second) == 0);

    private static object? Plain(object? value) => value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value;
}
