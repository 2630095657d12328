using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Guid.</summary>
[Cmdlet(VerbsCommon.New, "Guid"), OutputType(typeof(Guid))]
public sealed class NewGuidCommand : PSCmdlet
{
    [Parameter] public SwitchParameter Empty { get; set; }

    protected override void ProcessRecord() => WriteObject(Empty ? Guid.Empty : Guid.NewGuid());
}

/// <summary>New-TemporaryFile.</summary>
[Cmdlet(VerbsCommon.New, "TemporaryFile"), OutputType(typeof(FileInfo))]
public sealed class NewTemporaryFileCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(new FileInfo(Path.GetTempFileName()));
}

/// <summary>New-TimeSpan.</summary>
[Cmdlet(VerbsCommon.New, "TimeSpan"), OutputType(typeof(TimeSpan))]
public sealed class NewTimeSpanCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)] public DateTime? Start { get; set; }

    [Parameter(Position = 1)] public DateTime? End { get; set; }

    [Parameter] public int Days { get; set; }

    [Parameter] public int Hours { get; set; }

    [Parameter] public int Minutes { get; set; }

    [Parameter] public int Seconds { get; set; }

    [Parameter] public int Milliseconds { get; set; }

    protected override void ProcessRecord()
    {
        DateTime now = DateTimeOffset.UtcNow.LocalDateTime;
        bool isBetween = Start is not null || End is not null;
        WriteObject(isBetween ? (End ?? now) - (Start ?? now) : new TimeSpan(Days, Hours, Minutes, Seconds, Milliseconds));
    }
}

/// <summary>Get-Random: a number, or elements of a collection.</summary>
[Cmdlet(VerbsCommon.Get, "Random", DefaultParameterSetName = "RandomNumber")]
public sealed class GetRandomCommand : PSCmdlet
{
    private readonly List<object?> _items = [];

    [Parameter(Position = 0, ParameterSetName = "RandomNumber")] public object? Maximum { get; set; }

    [Parameter(ParameterSetName = "RandomNumber")] public object? Minimum { get; set; }

    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "List")] public object[] InputObject { get; set; } = [];

    [Parameter] public int Count { get; set; } = 1;

    [Parameter] public int? SetSeed { get; set; }

    protected override void ProcessRecord() => _items.AddRange(InputObject);

    protected override void EndProcessing()
    {
        Random source = SetSeed is { } seed ? new Random(seed) : Random.Shared;
        if (ParameterSetName is "List")
        {
            object?[] items = [.. _items];
            source.Shuffle(items);
            WriteObject(items.Take(Count), enumerateCollection: true);
            return;
        }

        for (int drawn = 0; drawn < Count; drawn++) WriteObject(Number(source));
    }

    private object Number(Random source)
    {
        object lowest = Plain(Minimum) ?? 0;
        object highest = Plain(Maximum) ?? int.MaxValue;
        if (lowest is double or float || highest is double or float)
        {
            double from = LanguagePrimitives.ConvertTo<double>(lowest);
            return from + (source.NextDouble() * (LanguagePrimitives.ConvertTo<double>(highest) - from));
        }

        long number = source.NextInt64(LanguagePrimitives.ConvertTo<long>(lowest), LanguagePrimitives.ConvertTo<long>(highest));
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : number;
    }

    private static object? Plain(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
