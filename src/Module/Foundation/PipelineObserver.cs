using System.Diagnostics;
using System.Management.Automation;
using OstreePS.Core.Diagnostics;
using OstreePS.Formats;

namespace OstreePS.Foundation;

/// <summary>Turns what an operation of Core reports into PowerShell's streams.</summary>
internal sealed class PipelineObserver(PipelinePort port) : IOperationObserver
{
    private const int ActivityId = 1;
    private static readonly TimeSpan s_usual = TimeSpan.FromMilliseconds(100);

    private const int EnoughPercent = 2;
    private const double EnoughSeconds = 1;

    private long _interval = Ticks(s_usual);
    private long _due;
    private long _started;
    private string? _activity;

    /// <summary>How long it waits from one progress record to the next.</summary>
    public TimeSpan Interval
    {
        set => Volatile.Write(ref _interval, Ticks(value));
    }

    public void Advance(in OperationProgress step)
    {
        long now = Stopwatch.GetTimestamp();
        long due = Volatile.Read(ref _due);
        if (now < due || Interlocked.CompareExchange(ref _due, now + Volatile.Read(ref _interval), due) != due)
            return;

        if (!string.Equals(Interlocked.Exchange(ref _activity, step.Activity), step.Activity, StringComparison.Ordinal))
            Volatile.Write(ref _started, now);
        ProgressRecord record = Describe(step, Stopwatch.GetElapsedTime(Volatile.Read(ref _started), now).TotalSeconds);
        port.Offer(cmdlet => cmdlet.WriteProgress(record));
    }

    public void Note(string message) => port.Insist(cmdlet => cmdlet.WriteVerbose(message));

    public void Warn(string message) => port.Insist(cmdlet => cmdlet.WriteWarning(message));

    /// <summary>Takes the progress display away; without this record it would stay on the screen.</summary>
    public ValueTask CloseAsync()
    {
        string? activity = Volatile.Read(ref _activity);
        if (activity is null)
            return ValueTask.CompletedTask;
        var record = new ProgressRecord(ActivityId, activity, "Done") { RecordType = ProgressRecordType.Completed };
        return port.InvokeAsync(cmdlet => cmdlet.WriteProgress(record));
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private static ProgressRecord Describe(in OperationProgress step, double seconds)
    {
        int percent = Percent(step);
        var record = new ProgressRecord(ActivityId, step.Activity, Status(step, seconds)) { PercentComplete = percent };
        if (percent >= EnoughPercent && seconds >= EnoughSeconds)
            record.SecondsRemaining = (int)(seconds * (100 - percent) / percent);
        if (step.Current is not null)
            record.CurrentOperation = step.Current;
        return record;
    }

    private static string Status(in OperationProgress step, double seconds)
    {
        string items = step.TotalItems is long all ? $"{Display.Count(step.Items)} of {Display.Count(all)}" : Display.Count(step.Items);
        string bytes = step.TotalBytes is long total ? $"{Display.Size(step.Bytes)} of {Display.Size(total)}" : Display.Size(step.Bytes);
        return seconds >= EnoughSeconds && step.Bytes > 0 ? $"{items} items, {bytes}, {Display.Size((long)(step.Bytes / seconds))}/s" : $"{items} items, {bytes}";
    }

    private static int Percent(in OperationProgress step) => step switch
    {
        { TotalBytes: long total and > 0 } => Share(step.Bytes, total),
        { TotalItems: long total and > 0 } => Share(step.Items, total),
        _ => -1,
    };

    private static int Share(long part, long whole) => (int)Math.Clamp(part * 100.0 / whole, 0, 100);
}
