using OstreePS.Core.Pull.Fetching;
using OstreePS.Core.Pull.Finding;

namespace OstreePS.UnitTests.Pull.Finding;

/// <summary>What is told to places that were found.</summary>
public sealed class PlaceTrustTests
{
    private static readonly FetchOptions Secret = new() { Credential = ("me", "secret"), Headers = [new("Authorization", "Bearer secret")], Retries = 5, UserAgentSuffix = "x/1" };

    [Fact]
    public void Whoever_answers_on_the_network_learns_no_credentials_and_is_not_waited_for_long()
    {
        FetchOptions access = PlaceTrust.AccessFor(FinderKind.Lan, Secret);
        Assert.Null(access.Credential);
        Assert.Empty(access.Headers);
        Assert.Equal(1, access.Retries);
        Assert.Equal("x/1", access.UserAgentSuffix);
        Assert.Equal(0, PlaceTrust.AccessFor(FinderKind.Lan, Secret with { Retries = 0 }).Retries);
    }

    [Theory]
    [InlineData(FinderKind.Config)]
    [InlineData(FinderKind.Override)]
    [InlineData(FinderKind.Mount)]
    public void Who_was_named_is_asked_as_the_user_says(FinderKind finder) => Assert.Same(Secret, PlaceTrust.AccessFor(finder, Secret));
}
