using System.Management.Automation;
using OstreePS.Binding;
using OstreePS.Core.Pull.Fetching;

namespace OstreePS.Foundation;

/// <summary>A cmdlet that may ask servers: who asks, and how patiently.</summary>
public abstract class NetworkCmdlet : RemoteCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[] HttpHeader { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? UserAgentSuffix { get; set; }

    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateRange(0, 1000)]
    public int NetworkRetries { get; set; } = 5;

    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long LowSpeedLimit { get; set; } = 1000;

    [Parameter]
    [ValidateRange(1, 86400)]
    public int LowSpeedTime { get; set; } = 30;

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? CacheDirectory { get; set; }

    /// <summary>What the parameters say of fetching.</summary>
    protected virtual FetchOptions Access => new()
    {
        Headers = HttpHeaders.Read(HttpHeader),
        UserAgentSuffix = UserAgentSuffix,
        Credential = Credential?.GetNetworkCredential() is { } known ? (Credential.UserName, known.Password) : null,
        Retries = NetworkRetries,
        LowSpeedBytes = LowSpeedLimit,
        LowSpeedTime = TimeSpan.FromSeconds(LowSpeedTime),
    };
}
