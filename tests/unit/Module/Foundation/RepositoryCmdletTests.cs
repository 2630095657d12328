using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Foundation;

namespace OstreePS.UnitTests.Module.Foundation;

/// <summary>A cmdlet that returns the repository it was given.</summary>
[Cmdlet(VerbsCommon.Get, "Given")]
public sealed class GetGivenCommand : RepositoryCmdlet
{
    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop) => port.WriteAsync(repository).AsTask();
}

public sealed class RepositoryCmdletTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-").FullName;
    private readonly Runspace _runspace;
    private readonly PowerShell _shell;

    public RepositoryCmdletTests()
    {
        foreach (string name in new[] { "one", "two" })
            OstreeRepository.Create(Path.Combine(_folder, name), RepositoryMode.BareUser).Dispose();
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Get-Given", typeof(GetGivenCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _shell = PowerShell.Create(_runspace);
        Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_folder}')");
    }

    public void Dispose()
    {
        _shell.Dispose();
        _runspace.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Get-Given -Repository one", "one")]
    [InlineData("Get-Given -Repository ./two/", "two")]
    [InlineData("Get-Given -Repository ([System.IO.DirectoryInfo]\"$PWD/one\")", "one")]
    [InlineData("[pscustomobject]@{ Repository = 'two' } | Get-Given", "two")]
    [InlineData("$null = $ExecutionContext.SessionState.Path.SetLocation('one'); Get-Given", "one")]
    public void The_repository_meant_is_opened(string script, string expected)
        => Assert.Equal(Path.Combine(_folder, expected), Assert.IsType<OstreeRepository>(Assert.Single(Run(script))).Path);

    [Fact]
    public void Paths_in_a_pipeline_are_opened_once_each()
    {
        object?[] seen = Run("[pscustomobject]@{ Repository = 'one' }, [pscustomobject]@{ Repository = 'two' }, [pscustomobject]@{ Repository = 'one' } | Get-Given");
        Assert.Equal(3, seen.Length);
        Assert.Same(seen[0], seen[2]);
        Assert.NotSame(seen[0], seen[1]);
    }

    [Fact]
    public void An_open_repository_stands_for_its_path_and_stays_open()
    {
        using OstreeRepository repository = OstreeRepository.Open(Path.Combine(_folder, "one"));
        _shell.Runspace.SessionStateProxy.SetVariable("open", repository);
        _shell.Runspace.SessionStateProxy.SetVariable("info", RepositoryInfo.Of(repository));
        Assert.Equal(repository.Path, Assert.IsType<OstreeRepository>(Assert.Single(Run("Get-Given -Repository $open"))).Path);
        Assert.Equal(repository.Path, Assert.IsType<OstreeRepository>(Assert.Single(Run("$info | Get-Given"))).Path);
        Assert.Empty(repository.Refs.List());
    }

    [Fact]
    public void A_path_without_a_repository_has_the_fault_of_Core()
    {
        object? id = Assert.Single(Run("try { Get-Given -Repository three } catch { $_.FullyQualifiedErrorId }"));
        Assert.StartsWith("RepositoryNotFound,", Assert.IsType<string>(id), StringComparison.Ordinal);
    }

    private object?[] Run(string script)
    {
        _shell.Commands.Clear();
        return [.. _shell.AddScript(script).Invoke().Select(o => o?.BaseObject)];
    }
}
