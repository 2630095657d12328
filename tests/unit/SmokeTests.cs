using OstreePS.Core.Diagnostics;

namespace OstreePS.UnitTests;

public sealed class SmokeTests
{
    [Fact]
    public void An_exception_carries_its_fault()
        => Assert.Equal(OstreeFault.KeyNotFound, new OstreeException(OstreeFault.KeyNotFound, "x").Fault);
}
