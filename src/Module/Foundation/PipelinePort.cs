using System.Management.Automation;
using System.Threading.Channels;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Foundation;

/// <summary>All that a cmdlet's work may ask of PowerShell. Every member may be called from any thread.</summary>
/// <remarks>Calls are played in the order they were made; once the pipeline has stopped, each throws <see cref="OperationCanceledException"/>.</remarks>
public sealed class PipelinePort
{
    private const int BatchSize = 512;

    private readonly ChannelWriter<PipelineCall> _calls;
    private readonly CancellationToken _stop;
    private readonly PipelineObserver _observer;

    internal PipelinePort(ChannelWriter<PipelineCall> calls, CancellationToken stop)
    {
        _calls = calls;
        _stop = stop;
        _observer = new PipelineObserver(this);
    }

    /// <summary>Hears an operation of Core: progress becomes progress records, notes verbose output, warnings warnings.</summary>
    public IOperationObserver Observer => _observer;

    /// <summary>How long progress waits from one record to the next.</summary>
    public TimeSpan ProgressInterval
    {
        set => _observer.Interval = value;
    }

    /// <summary>Writes one object to the pipeline.</summary>
    public ValueTask WriteAsync(object? value) => SendAsync(PipelineCall.Write(value));

    /// <summary>Writes every object that <paramref name="values"/> yields, in batches where they come fast and at once where they come slowly.</summary>
    public async Task WriteAllAsync<T>(IAsyncEnumerable<T> values)
    {
        var batch = new List<T>(BatchSize);
        await using IAsyncEnumerator<T> source = values.GetAsyncEnumerator(_stop);
        while (true)
        {
            ValueTask<bool> next = source.MoveNextAsync();
            if (batch.Count == BatchSize || (batch.Count > 0 && !next.IsCompleted))
                await FlushAsync(batch);
            if (!await next)
                break;
            batch.Add(source.Current);
        }

        await FlushAsync(batch);
    }

    /// <summary>Writes every object that <paramref name="values"/> yields, in batches.</summary>
    public async Task WriteAllAsync<T>(IEnumerable<T> values)
    {
        var batch = new List<T>(BatchSize);
        foreach (T value in values)
        {
            batch.Add(value);
            if (batch.Count == BatchSize)
                await FlushAsync(batch);
        }

        await FlushAsync(batch);
    }

    /// <summary>Works on each of several arguments: a fault of one is reported, and the next gets its turn. The fault of a single one ends the cmdlet.</summary>
    public async Task ForEachAsync(IReadOnlyList<string> items, Func<string, Task> work)
    {
        foreach (string item in items)
        {
            try
            {
                await work(item);
            }
            catch (OstreeException fault) when (items.Count > 1)
            {
                await WriteErrorAsync(fault);
            }
        }
    }

    /// <summary>Reports a fault that concerns one item, and goes on (unless the caller asked for <c>-ErrorAction Stop</c>).</summary>
    public ValueTask WriteErrorAsync(OstreeException fault) => InvokeAsync(cmdlet => cmdlet.WriteError(FaultRecord.From(fault)));

    /// <summary>Writes a warning.</summary>
    public ValueTask WriteWarningAsync(string message) => InvokeAsync(cmdlet => cmdlet.WriteWarning(message));

    /// <summary>Writes a line for those who asked for <c>-Verbose</c>.</summary>
    public ValueTask WriteVerboseAsync(string message) => InvokeAsync(cmdlet => cmdlet.WriteVerbose(message));

    /// <summary>Whether the change may be made; under <c>-WhatIf</c> the question itself is the output, and the answer is no.</summary>
    /// <param name="target">The thing that changes.</param>
    /// <param name="action">What would be done to it, as the help names it: "Create repository".</param>
    public Task<bool> ShouldProcessAsync(string target, string action) => AskAsync(cmdlet => cmdlet.ShouldProcess(target, action));

    /// <summary>Whether nothing is to be changed, only told.</summary>
    public Task<bool> IsWhatIfAsync() => AskAsync(static cmdlet => cmdlet.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given)
        ? LanguagePrimitives.IsTrue(given)
        : LanguagePrimitives.IsTrue(cmdlet.GetVariableValue("WhatIfPreference")));

    /// <summary>Asks a question that <c>-Confirm:$false</c> does not silence; for what cannot be undone.</summary>
    public Task<bool> ShouldContinueAsync(string query, string caption) => AskAsync(cmdlet => cmdlet.ShouldContinue(query, caption));

    /// <summary>Runs something else that only the pipeline thread may do.</summary>
    public Task<T> AskAsync<T>(Func<PSCmdlet, T> ask)
    {
        var question = new PipelineQuestion<T>(ask);
        return AnswerAsync(question);
    }

    internal ValueTask InvokeAsync(Action<PSCmdlet> action) => SendAsync(PipelineCall.Invoke(action));

    internal ValueTask CloseProgressAsync() => _observer.CloseAsync();

    /// <summary>Asks for something that may be dropped when the pipeline is busy.</summary>
    internal void Offer(Action<PSCmdlet> action) => _calls.TryWrite(PipelineCall.Invoke(action));

    /// <summary>Asks for something that must not be dropped, from code that cannot await.</summary>
    internal void Insist(Action<PSCmdlet> action)
    {
        ValueTask sent = InvokeAsync(action);
        if (!sent.IsCompletedSuccessfully)
            sent.AsTask().GetAwaiter().GetResult();
    }

    private async Task<T> AnswerAsync<T>(PipelineQuestion<T> question)
    {
        await SendAsync(PipelineCall.Ask(question));
        return await question.Answered;
    }

    private ValueTask SendAsync(PipelineCall call) => _calls.WriteAsync(call, _stop);

    private ValueTask FlushAsync<T>(List<T> batch)
    {
        if (batch.Count == 0)
            return ValueTask.CompletedTask;
        T[] values = [.. batch];
        batch.Clear();
        return SendAsync(PipelineCall.WriteEach(values));
    }
}
