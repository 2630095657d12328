using System.Collections.Concurrent;
using OstreePS.Core.Trees;

namespace OstreePS.UnitTests.Trees;

public sealed class WorkCrewTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_item_is_worked_off_once()
    {
        var seen = new ConcurrentBag<int>();
        WorkCrew.Run<int>(
            (hand, _) => Enumerable.Range(0, 5000).ToList().ForEach(hand),
            items =>
            {
                foreach (int item in items)
                    seen.Add(item);
            },
            Stop);
        Assert.Equal(Enumerable.Range(0, 5000), seen.Order());
    }

    [Fact]
    public void A_failing_worker_stops_the_producer_and_its_failure_is_thrown()
    {
        // Without the stop the producer would never end.
        var failure = Assert.Throws<InvalidDataException>(() => WorkCrew.Run<int>(Forever, _ => throw new InvalidDataException("first"), Stop));
        Assert.Equal("first", failure.Message);
    }

    [Fact]
    public void A_failing_producer_stops_the_workers()
        => Assert.Throws<InvalidDataException>(() => WorkCrew.Run<int>((_, _) => throw new InvalidDataException(), static items => _ = items.ToList(), Stop));

    [Fact]
    public void A_stop_from_outside_is_a_cancellation()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Assert.Throws<OperationCanceledException>(() => WorkCrew.Run<int>(
            Forever,
            items =>
            {
                foreach (int _ in items)
                    stop.Cancel();
            },
            stop.Token));
    }

    private static void Forever(Action<int> hand, CancellationToken stop)
    {
        while (true)
            hand(0);
    }
}
