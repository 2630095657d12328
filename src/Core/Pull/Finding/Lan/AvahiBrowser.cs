using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>Asks Avahi, the daemon for DNS-SD, which hosts announce repositories.</summary>
/// <remarks>Upstream's service type; Avahi's interfaces <c>org.freedesktop.Avahi.Server</c> and <c>ServiceBrowser</c>. Only messages of Avahi itself are listened to.</remarks>
internal static class AvahiBrowser
{
    internal const string ServiceType = "_ostree_repo._tcp";
    private const string Avahi = "org.freedesktop.Avahi";
    private const string Server = "org.freedesktop.Avahi.Server";
    private const string Browser = "org.freedesktop.Avahi.ServiceBrowser";
    private const int Any = -1;
    private const int ServicesLookedAt = 64;

    /// <summary>Finds services; null when Avahi does not run.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="observer">Hears of services whose addresses cannot be found out.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidResponse"/> or <see cref="OstreeFault.ConnectionFailed"/>.</exception>
    internal static async Task<IReadOnlyList<AnnouncedService>?> FindAsync(BusConnection bus, IOperationObserver observer, CancellationToken stop)
    {
        if (await bus.FindOwnerAsync(Avahi, stop).ConfigureAwait(false) is not { } avahi)
            return null;
        var resolving = new Dictionary<uint, string>();
        foreach (Item item in await BrowseAsync(bus, avahi, stop).ConfigureAwait(false))
        {
            BusWriter body = new BusWriter().Int32(item.Interface).Int32(item.Protocol).Text(item.Name).Text(item.Type).Text(item.Domain).Int32(Any).UInt32(0);
            resolving.Add(await bus.SendAsync(avahi, "/", Server, "ResolveService", "iisssiu", body, stop).ConfigureAwait(false), item.Name);
        }

        var services = new List<AnnouncedService>();
        while (resolving.Count > 0)
        {
            BusMessage message = await bus.ReceiveAsync(stop).ConfigureAwait(false);
            if (!resolving.Remove(message.ReplyTo, out string? name))
                continue;
            if (message.Kind == BusMessage.Answer)
                services.Add(ReadService(message));
            else
                observer.Note($"The service '{name}' of the local network is passed over: its address cannot be found out ({message.Member}).");
        }

        return services;
    }

    // Avahi tells what it knows at once, and "all for now" after having asked around.
    private static async Task<IReadOnlyList<Item>> BrowseAsync(BusConnection bus, string avahi, CancellationToken stop)
    {
        BusWriter body = new BusWriter().Int32(Any).Int32(Any).Text(ServiceType).Text(string.Empty).UInt32(0);
        uint serial = await bus.SendAsync(avahi, "/", Server, "ServiceBrowserNew", "iissu", body, stop).ConfigureAwait(false);
        var items = new HashSet<Item>();
        while (true)
        {
            BusMessage message = await bus.ReceiveAsync(stop).ConfigureAwait(false);
            if (message.Kind == BusMessage.Error && message.ReplyTo == serial)
                throw Refused(message.Member);
            if (message.Kind != BusMessage.Signal || !string.Equals(message.Sender, avahi, StringComparison.Ordinal) || !string.Equals(message.Interface, Browser, StringComparison.Ordinal))
                continue;
            switch (message.Member)
            {
                case "ItemNew" when items.Count < ServicesLookedAt:
                    items.Add(ReadItem(message));
                    break;
                case "ItemRemove":
                    items.Remove(ReadItem(message));
                    break;
                case "AllForNow":
                    return [.. items];
                case "Failure":
                    throw Refused(message.Read().Text());
            }
        }
    }

    private static Item ReadItem(BusMessage message)
    {
        BusReader reader = message.Read();
        return new Item(reader.Int32(), reader.Int32(), reader.Text(), reader.Text(), reader.Text());
    }

    private static AnnouncedService ReadService(BusMessage message)
    {
        BusReader reader = message.Read();
        int number = reader.Int32();
        reader.Int32();
        string name = reader.Text();
        reader.Text();
        reader.Text();
        reader.Text();
        reader.Int32();
        return new AnnouncedService(name, number, reader.Text(), reader.UInt16(), reader.Blobs());
    }

    private static OstreeException Refused(string reason)
        => new(OstreeFault.ConnectionFailed, $"Avahi cannot look for services: {reason}.", Avahi, "Look into the log of avahi-daemon.");

    private sealed record Item(int Interface, int Protocol, string Name, string Type, string Domain);
}
