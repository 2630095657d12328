using OstreePS.UnitTests.Fixtures;

[assembly: AssemblyFixture(typeof(RepoFixtureEnd))]

namespace OstreePS.UnitTests.Fixtures;

/// <summary>Ends with the last test of the run, and takes away what <see cref="RepoFixture"/> unpacked.</summary>
public sealed class RepoFixtureEnd : IDisposable
{
    public void Dispose() => RepoFixture.Remove();
}
