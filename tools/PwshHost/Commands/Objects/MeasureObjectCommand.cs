using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Counts and sums of numbers, as Measure-Object returns them.</summary>
public sealed class GenericMeasureInfo
{
    public int Count { get; init; }

    public double? Average { get; init; }

    public double? Sum { get; init; }

    public double? Maximum { get; init; }

    public double? Minimum { get; init; }

    public double? StandardDeviation { get; init; }

    public string? Property { get; init; }
}

/// <summary>The same where the extremes are no numbers.</summary>
public sealed class GenericObjectMeasureInfo
{
    public int Count { get; init; }

    public double? Average { get; init; }

    public double? Sum { get; init; }

    public object? Maximum { get; init; }

    public object? Minimum { get; init; }

    public double? StandardDeviation { get; init; }

    public string? Property { get; init; }
}

/// <summary>Lines, words and characters of text.</summary>
public sealed class TextMeasureInfo
{
    public int? Lines { get; init; }

    public int? Words { get; init; }

    public int? Characters { get; init; }

    public string? Property { get; init; }
}

/// <summary>Measure-Object.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object", DefaultParameterSetName = "GenericMeasure")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private readonly List<object> _values = [];

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)] public object[]? Property { get; set; }

    [Parameter] public SwitchParameter Sum { get; set; }

    [Parameter] public SwitchParameter Average { get; set; }

    [Parameter] public SwitchParameter Maximum { get; set; }

    [Parameter] public SwitchParameter Minimum { get; set; }

    [Parameter] public SwitchParameter StandardDeviation { get; set; }

    [Parameter] public SwitchParameter AllStats { get; set; }

    [Parameter] public SwitchParameter Line { get; set; }

    [Parameter] public SwitchParameter Word { get; set; }

    [Parameter] public SwitchParameter Character { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        if (Property is null) _values.Add(InputObject.BaseObject is PSCustomObject ? InputObject : InputObject.BaseObject);
        else if (PropertyTerm.ParseAll(Property)[0].ValueOn(InputObject) is { } value) _values.Add(value is PSObject wrapped ? wrapped.BaseObject : value);
    }

    protected override void EndProcessing()
    {
        string? name = Property is null ? null : PropertyTerm.ParseAll(Property)[0].Expression.ToString();
        if (Line || Word || Character) WriteObject(Text(name));
        else WriteObject(Numbers(name));
    }

    private object Numbers(string? name)
    {
        bool needsNumbers = Sum || Average || StandardDeviation || AllStats;
        double[] numbers = needsNumbers ? [.. _values.Select(LanguagePrimitives.ConvertTo<double>)] : [];
        bool has = _values.Count > 0;
        double mean = has && needsNumbers ? numbers.Average() : 0;
        double? sum = has && (Sum || AllStats) ? numbers.Sum() : null;
        double? average = has && (Average || AllStats) ? mean : null;
        double? deviation = has && (StandardDeviation || AllStats)
            ? Math.Sqrt(numbers.Sum(number => (number - mean) * (number - mean)) / Math.Max(1, numbers.Length - 1))
            : null;
        var order = new ValueOrder(ignoreCase: true, CultureInfo.InvariantCulture);
        object? maximum = has && (Maximum || AllStats) ? _values.Max(order) : null;
        object? minimum = has && (Minimum || AllStats) ? _values.Min(order) : null;
        if (IsNumber(maximum) && IsNumber(minimum))
        {
            return new GenericMeasureInfo
            {
                Count = _values.Count, Sum = sum, Average = average, StandardDeviation = deviation, Property = name,
                Maximum = maximum is null ? null : LanguagePrimitives.ConvertTo<double>(maximum),
                Minimum = minimum is null ? null : LanguagePrimitives.ConvertTo<double>(minimum),
            };
        }

        return new GenericObjectMeasureInfo
        {
            Count = _values.Count, Sum = sum, Average = average, StandardDeviation = deviation, Property = name, Maximum = maximum, Minimum = minimum,
        };
    }

    private TextMeasureInfo Text(string? name)
    {
        string[] texts = [.. _values.Select(LanguagePrimitives.ConvertTo<string>)];
        return new TextMeasureInfo
        {
            Lines = Line ? texts.Sum(text => text.Length == 0 ? 0 : text.TrimEnd('\n').Count(letter => letter == '\n') + 1) : null,
            Words = Word ? texts.Sum(text => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length) : null,
            Characters = Character ? texts.Sum(text => text.Length) : null,
            Property = name,
        };
    }

    private static bool IsNumber(object? value) => value is null or sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal;
}
