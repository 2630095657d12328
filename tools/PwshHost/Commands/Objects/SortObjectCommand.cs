using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Sort-Object; always stable.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<(PSObject? Item, object?[] Keys)> _rows = [];
    private PropertyTerm[] _terms = [];

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)] public object[]? Property { get; set; }

    [Parameter] public SwitchParameter Descending { get; set; }

    [Parameter] public SwitchParameter Unique { get; set; }

    [Parameter] public SwitchParameter CaseSensitive { get; set; }

    [Parameter] public SwitchParameter Stable { get; set; }

    [Parameter] public string Culture { get; set; } = "";

    [Parameter] public int Top { get; set; } = -1;

    [Parameter] public int Bottom { get; set; } = -1;

    protected override void BeginProcessing() => _terms = PropertyTerm.ParseAll(Property);

    protected override void ProcessRecord()
    {
        if (InputObject is null && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))) return;
        _rows.Add((InputObject, InputObject is null || _terms.Length == 0 ? [InputObject] : [.. _terms.Select(term => term.ValueOn(InputObject))]));
    }

    protected override void EndProcessing()
    {
        var order = new ValueOrder(!CaseSensitive, Culture.Length > 0 ? CultureInfo.GetCultureInfo(Culture) : CultureInfo.CurrentCulture);
        var sorted = _rows.OrderBy(row => row.Keys, Comparer<object?[]>.Create((left, right) => Compare(order, left, right))).ToList();
        if (Unique) sorted = [.. sorted.Where((row, at) => at == 0 || !order.Same(sorted[at - 1].Keys, row.Keys))];
        IEnumerable<(PSObject? Item, object?[] Keys)> wanted = Top >= 0 ? sorted.Take(Top) : Bottom >= 0 ? sorted.TakeLast(Bottom) : sorted;
        foreach ((PSObject? item, _) in wanted) WriteObject(item);
    }

    private int Compare(ValueOrder order, object?[] left, object?[] right)
    {
        for (int at = 0; at < Math.Min(left.Length, right.Length); at++)
        {
            int step = order.Compare(left[at], right[at]);
            bool isDescending = at < _terms.Length && _terms[at].Descending is { } own ? own : Descending;
            if (step != 0) return isDescending ? -step : step;
        }

        return 0;
    }
}
