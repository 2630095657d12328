namespace OstreePS.Core.Signing;

/// <summary>What a caller changes of a remote's settings.</summary>
public sealed record SignatureDemands
{
    /// <summary>In place of <c>gpg-verify</c>; null to leave it.</summary>
    public bool? Gpg { get; init; }

    /// <summary>In place of <c>gpg-verify-summary</c>; null to leave it.</summary>
    public bool? GpgSummary { get; init; }

    /// <summary>False to pass over <c>sign-verify</c>.</summary>
    public bool Sign { get; init; } = true;

    /// <summary>False to pass over <c>sign-verify-summary</c>.</summary>
    public bool SignSummary { get; init; } = true;
}
