using System.Management.Automation;
using OstreePS.Core.Pull;
using OstreePS.Core.Pull.Finding;
using OstreePS.Core.Repository;
using OstreePS.Formats;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Transfer;

/// <summary>The part that pulls from what <c>Find-OstreeRemote</c> found.</summary>
public sealed partial class InvokeOstreePullCommand
{
    private const string FoundSet = "Found";
    private readonly List<(OstreeRepository Repository, FoundRemote Found)> _found = [];

    [Parameter(Mandatory = true, ParameterSetName = FoundSet, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public FoundRemote[] InputObject { get; set; } = [];

    // Which place is the best for a ref is known when all have come.
    private Task KeepFoundAsync(OstreeRepository repository)
    {
        _found.AddRange(InputObject.Select(found => (repository, found)));
        return Task.CompletedTask;
    }

    protected override async Task FinishAsync(PipelinePort port, CancellationToken stop)
    {
        foreach (IGrouping<OstreeRepository, FoundRemote> group in _found.GroupBy(pair => pair.Repository, pair => pair.Found))
            await PullFromFoundAsync(group.Key, [.. group], port, stop);
    }

    private async Task PullFromFoundAsync(OstreeRepository repository, FoundRemote[] found, PipelinePort port, CancellationToken stop)
    {
        PullOptions options = Options(repository);
        if (DryRun)
        {
            await port.WriteAllAsync(FoundPull.ForecastAsync(repository, found, options, Reach, port.WriteErrorAsync, port.Observer, stop));
            return;
        }

        if (await port.IsWhatIfAsync())
        {
            await foreach (PullForecast forecast in FoundPull.ForecastAsync(repository, found, options, Reach, port.WriteErrorAsync, port.Observer, stop))
                await port.ShouldProcessAsync(repository.Path, $"Pull from '{forecast.Source}' {Display.Forecast(forecast)}");
            return;
        }

        var places = new List<FoundRemote>();
        foreach (FoundRemote place in found)
        {
            if (await port.ShouldProcessAsync(repository.Path, $"Pull {string.Join(", ", place.Refs)} from '{place.Url}'"))
                places.Add(place);
        }

        await port.WriteAllAsync(FoundPull.RunAsync(repository, places, options, Reach, port.WriteErrorAsync, port.Observer, stop));
    }
}
