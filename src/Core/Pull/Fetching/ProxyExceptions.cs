using System.Net;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>The hosts that are asked without a proxy, as <c>no_proxy</c> names them.</summary>
/// <remarks>A name stands for the host and for all below it, with or without a dot in front; an address for itself; <c>10.0.0.0/8</c> for a network; <c>*</c> alone for everything.</remarks>
internal sealed class ProxyExceptions
{
    private readonly List<string> _names = [];
    private readonly List<IPNetwork> _networks = [];
    private readonly bool _isAll;

    private ProxyExceptions(string list)
    {
        _isAll = list.Trim() is "*";
        foreach (string entry in list.Split([',', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (IPAddress.TryParse(entry.Trim('[', ']'), out IPAddress? address))
                _networks.Add(new IPNetwork(Plain(address), Plain(address).GetAddressBytes().Length * 8));
            else if (IPNetwork.TryParse(entry, out IPNetwork network))
                _networks.Add(network);
            else if (entry.Trim('.') is { Length: > 0 } name)
                _names.Add(name);
        }
    }

    internal static ProxyExceptions Parse(string? list) => new(list ?? string.Empty);

    internal bool Contain(Uri uri)
    {
        if (_isAll)
            return true;
        if (_names.Count == 0 && _networks.Count == 0)
            return false;
        string host = uri.IdnHost.TrimEnd('.');
        if (IPAddress.TryParse(host, out IPAddress? address))
            return _networks.Exists(network => network.Contains(Plain(address)));
        return _names.Exists(name => host.EndsWith(name, StringComparison.OrdinalIgnoreCase) && (host.Length == name.Length || host[^(name.Length + 1)] == '.'));
    }

    // The interface of an address that is good on one link only is not part of the list.
    private static IPAddress Plain(IPAddress address) => new(address.GetAddressBytes());
}
