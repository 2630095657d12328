using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Finding.Lan;

namespace OstreePS.Core.Pull.Finding;

/// <summary>Finds repositories that hosts of the local network announce. Where Avahi does not run, it finds none.</summary>
/// <param name="observer">Hears what is passed over.</param>
internal sealed class LanFinder(IOperationObserver observer) : IRemoteFinder
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public FinderKind Kind => FinderKind.Lan;

    public int Priority => 60;

    public async Task<IReadOnlyList<FoundPlace>> FindAsync(IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings, CancellationToken stop)
    {
        IReadOnlyList<AnnouncedService> services = await ListenAsync(stop).ConfigureAwait(false);
        return [.. services.SelectMany(service => PlacesOf(service, wanted, keyrings)).DistinctBy(place => place.Remote.Name, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<AnnouncedService>> ListenAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Patience);
        try
        {
            using BusConnection? bus = await BusConnection.TryOpenAsync(limit.Token).ConfigureAwait(false);
            if (bus is not null && await AvahiBrowser.FindAsync(bus, observer, limit.Token).ConfigureAwait(false) is { } services)
                return services;
            observer.Note("The local network is not looked at: Avahi does not run.");
        }
        catch (OstreeException e)
        {
            observer.Warn($"The local network is not looked at: {e.Message}");
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            observer.Warn($"The local network is not looked at: Avahi did not answer within {Patience.TotalSeconds:0} s.");
        }

        return [];
    }

    private IEnumerable<FoundPlace> PlacesOf(AnnouncedService service, IReadOnlyList<PullRef> wanted, CollectionKeyrings keyrings)
    {
        Announcement? announcement = Announcement.TryRead(service.Records);
        if (announcement is null || service.UrlOf(announcement.Index) is not { } url)
        {
            observer.Note($"The service '{service.Name}' at {service.Address} is passed over: what it announces is not understood.");
            return [];
        }

        PullRef[] possible = [.. wanted.Where(announcement.MayHave)];
        if (possible.Length == 0)
            observer.Note($"'{url}' has none of the refs, by what it announces.");
        return keyrings.At(url, possible);
    }
}
