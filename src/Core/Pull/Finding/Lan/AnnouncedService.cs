using System.Globalization;
using System.Net;

namespace OstreePS.Core.Pull.Finding.Lan;

/// <summary>A service that a host of the network announces.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Interface">The number of the network interface that it was heard on.</param>
/// <param name="Address">The address of the host.</param>
/// <param name="Port">The port.</param>
/// <param name="Records">The TXT records.</param>
internal sealed record AnnouncedService(string Name, int Interface, string Address, ushort Port, IReadOnlyList<byte[]> Records)
{
    /// <summary>The URL of a repository of the service; null for an address that is none.</summary>
    internal string? UrlOf(ushort index)
    {
        if (Port == 0 || !IPAddress.TryParse(Address, out IPAddress? address))
            return null;

        // An address that is good on one link only needs the interface that leads there.
        string scope = address.IsIPv6LinkLocal ? string.Create(CultureInfo.InvariantCulture, $"%{Interface}") : string.Empty;
        string host = Address.Contains(':', StringComparison.Ordinal) ? $"[{Address.Split('%')[0]}{scope}]" : address.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"http://{host}:{Port}/{index}");
    }
}
