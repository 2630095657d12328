using OstreePS.Core.Diagnostics;
using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Finding.Lan;

namespace OstreePS.UnitTests.Pull.Finding.Lan;

/// <summary>The talk with Avahi over the message bus, and what happens when it goes wrong.</summary>
public sealed class AvahiBrowserTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_are_found_and_resolved_and_only_Avahi_is_listened_to()
    {
        int resolved = 0;
        using var bus = new FakeBus((stream, member, serial) =>
        {
            switch (member)
            {
                case "GetNameOwner":
                    FakeBus.Reply(stream, serial, "s", new BusWriter().Text(FakeBus.Avahi));
                    break;
                case "ServiceBrowserNew":
                    FakeBus.Signal(stream, "ItemNew", "iisssu", Item("early"));
                    FakeBus.Reply(stream, serial, "o", new BusWriter().Text("/Client0/ServiceBrowser0"));
                    FakeBus.Signal(stream, "ItemNew", "iisssu", Item("forged"), sender: ":1.66");
                    FakeBus.Signal(stream, "ItemNew", "iisssu", Item("late"));
                    FakeBus.Signal(stream, "ItemNew", "iisssu", Item("gone"));
                    FakeBus.Signal(stream, "ItemRemove", "iisssu", Item("gone"));
                    FakeBus.Signal(stream, "AllForNow", string.Empty, new BusWriter(), sender: ":1.66");
                    FakeBus.Signal(stream, "CacheExhausted", string.Empty, new BusWriter());
                    FakeBus.Signal(stream, "AllForNow", string.Empty, new BusWriter());
                    break;
                default:
                    if (resolved++ == 0)
                        FakeBus.Reply(stream, serial, "iissssisqaayu", Service("early"));
                    else
                        FakeBus.Fail(stream, serial, "org.freedesktop.Avahi.TimeoutError");
                    break;
            }
        });
        using BusConnection connection = await bus.ConnectAsync(Stop);
        IReadOnlyList<AnnouncedService> services = (await AvahiBrowser.FindAsync(connection, IOperationObserver.None, Stop))!;
        AnnouncedService service = Assert.Single(services);
        Assert.Equal(2, resolved);
        Assert.Equal(("early", 3, "192.0.2.7", (ushort)8099), (service.Name, service.Interface, service.Address, service.Port));
        Assert.Equal(["v="u8.ToArray().Append((byte)1), "ri="u8.ToArray().Concat(new byte[] { 0, 7 })], service.Records);
    }

    [Fact]
    public async Task Without_Avahi_there_is_nothing()
    {
        using var bus = new FakeBus((stream, _, serial) => FakeBus.Fail(stream, serial, "org.freedesktop.DBus.Error.NameHasNoOwner"));
        using BusConnection connection = await bus.ConnectAsync(Stop);
        Assert.Null(await AvahiBrowser.FindAsync(connection, IOperationObserver.None, Stop));
    }

    [Fact]
    public async Task No_more_services_are_looked_at_than_a_network_can_have()
    {
        int resolved = 0;
        using var bus = new FakeBus((stream, member, serial) =>
        {
            switch (member)
            {
                case "GetNameOwner":
                    FakeBus.Reply(stream, serial, "s", new BusWriter().Text(FakeBus.Avahi));
                    break;
                case "ServiceBrowserNew":
                    for (int i = 0; i < 1000; i++)
                        FakeBus.Signal(stream, "ItemNew", "iisssu", Item($"host {i}"));
                    FakeBus.Signal(stream, "AllForNow", string.Empty, new BusWriter());
                    break;
                default:
                    resolved++;
                    FakeBus.Fail(stream, serial, "org.freedesktop.Avahi.TimeoutError");
                    break;
            }
        });
        using BusConnection connection = await bus.ConnectAsync(Stop);
        Assert.Empty((await AvahiBrowser.FindAsync(connection, IOperationObserver.None, Stop))!);
        Assert.Equal(64, resolved);
    }

    [Theory]
    [InlineData("6c04000100000010010000000000000000", OstreeFault.InvalidResponse)]
    [InlineData("6c0400010000000001000000ffffffff", OstreeFault.InvalidResponse)]
    [InlineData("7804000100000000010000000000000000", OstreeFault.InvalidResponse)]
    [InlineData("6c0400020000000001000000000000000000", OstreeFault.InvalidResponse)]
    [InlineData("6c02000100000000010000000800000005017500ffff", OstreeFault.ConnectionFailed)]
    [InlineData("6c0200010000000001000000100000000701730000ffffff0102030405060708", OstreeFault.InvalidResponse)]
    [InlineData("6c02000100000000010000000800000009026169000000000", OstreeFault.InvalidResponse)]
    [InlineData("", OstreeFault.ConnectionFailed)]
    public async Task A_message_that_is_none_ends_it(string hex, OstreeFault fault)
    {
        using var bus = new FakeBus((stream, _, _) =>
        {
            stream.Write(Convert.FromHexString(hex[..(hex.Length / 2 * 2)]));
            stream.Dispose();
        });
        using BusConnection connection = await bus.ConnectAsync(Stop);
        Assert.Equal(fault, (await Assert.ThrowsAsync<OstreeException>(() => AvahiBrowser.FindAsync(connection, IOperationObserver.None, Stop))).Fault);
    }

    [Fact]
    public async Task Values_that_are_longer_than_their_message_end_it()
    {
        using var bus = new FakeBus((stream, member, serial) =>
        {
            if (member == "GetNameOwner")
                FakeBus.Reply(stream, serial, "s", new BusWriter().Text(FakeBus.Avahi));
            else
                FakeBus.Signal(stream, "ItemNew", "iisssu", new BusWriter().Int32(3).Int32(0).UInt32(0x7FFFFFFF));
        });
        using BusConnection connection = await bus.ConnectAsync(Stop);
        Assert.Equal(OstreeFault.InvalidResponse, (await Assert.ThrowsAsync<OstreeException>(() => AvahiBrowser.FindAsync(connection, IOperationObserver.None, Stop))).Fault);
    }

    [Fact]
    public async Task Random_bytes_end_it_with_a_fault_and_nothing_else()
    {
        var random = new Random(20261124);
        for (int i = 0; i < 200; i++)
        {
            byte[] noise = new byte[random.Next(16, 160)];
            random.NextBytes(noise);
            if (random.Next(4) != 0)
                new byte[] { (byte)(random.Next(2) == 0 ? 'l' : 'B'), (byte)random.Next(5), 0, 1, 0, 0, 0, (byte)random.Next(48) }.CopyTo(noise, 0);
            if (random.Next(4) != 0)
                new byte[] { 0, 0, 0, (byte)random.Next(64) }.CopyTo(noise, 12);
            using var bus = new FakeBus((stream, _, _) =>
            {
                stream.Write(noise);
                stream.Dispose();
            });
            using BusConnection connection = await bus.ConnectAsync(Stop);
            await Assert.ThrowsAsync<OstreeException>(() => AvahiBrowser.FindAsync(connection, IOperationObserver.None, Stop));
        }
    }

    [Fact]
    public async Task Where_nobody_listens_there_is_no_socket()
    {
        string folder = Directory.CreateTempSubdirectory("ostreeps-bus-").FullName;
        try
        {
            Assert.Null(await LocalSocket.TryConnectAsync(Path.Join(folder, "none"), Stop));
            await File.WriteAllTextAsync(Path.Join(folder, "file"), string.Empty, Stop);
            Assert.Null(await LocalSocket.TryConnectAsync(Path.Join(folder, "file"), Stop));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static BusWriter Item(string name) => new BusWriter().Int32(3).Int32(0).Text(name).Text(AvahiBrowser.ServiceType).Text("local").UInt32(0);

    private static BusWriter Service(string name)
    {
        BusWriter body = new BusWriter().Int32(3).Int32(0).Text(name).Text(AvahiBrowser.ServiceType).Text("local").Text("host.local").Int32(0).Text("192.0.2.7");
        body.Align(2);
        body.Byte(0xA3).Byte(0x1F);
        var records = new BusWriter();
        foreach (byte[] record in new byte[][] { [(byte)'v', (byte)'=', 1], [(byte)'r', (byte)'i', (byte)'=', 0, 7] })
            records.UInt32((uint)record.Length).Raw(record);
        return body.UInt32((uint)records.Length).Raw(records.ToArray()).UInt32(0);
    }
}
