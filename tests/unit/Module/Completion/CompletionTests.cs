using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OstreePS.Completion;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using OstreePS.Foundation;

namespace OstreePS.UnitTests.Module.Completion;

/// <summary>A cmdlet with a parameter for each completer.</summary>
[Cmdlet(VerbsCommon.Get, "Asked")]
public sealed class GetAskedCommand : RepositoryCmdlet
{
    [Parameter, ArgumentCompleter(typeof(DirectoryCompleter))]
    public string? Path { get; set; }

    [Parameter, ArgumentCompleter(typeof(RefCompleter))]
    public string? Branch { get; set; }

    [Parameter, ArgumentCompleter(typeof(RevisionCompleter))]
    public string? Revision { get; set; }

    protected override Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop) => Task.CompletedTask;
}

public sealed class CompletionTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-").FullName;
    private readonly Runspace _runspace;
    private readonly PowerShell _shell;
    private string _commit = "";

    public CompletionTests()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Get-Asked", typeof(GetAskedCommand), helpFileName: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        _shell = PowerShell.Create(_runspace);
        Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_folder}'); $here = './repo'");
    }

    public async ValueTask InitializeAsync()
    {
        foreach (string name in new[] { "a-folder/inner", "with space", ".hidden" })
            Directory.CreateDirectory(Path.Combine(_folder, name));
        File.WriteAllText(Path.Combine(_folder, "a-file"), "");
        using OstreeRepository repository = OstreeRepository.Create(Path.Combine(_folder, "repo"), RepositoryMode.BareUser);
        foreach (string branch in new[] { "os/stable", "os/testing" })
        {
            var options = new CommitOptions { Branch = branch, Subject = $"For {branch}", Timestamp = DateTimeOffset.UnixEpoch };
            CommitResult commit = await CommitOperation.RunAsync(
                repository, Path.Combine(_folder, "a-folder"), options, Core.Diagnostics.IOperationObserver.None, TestContext.Current.CancellationToken);
            _commit = commit.Checksum.ToString();
        }
    }

    public ValueTask DisposeAsync()
    {
        _shell.Dispose();
        _runspace.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("-Repository ", "repo a-folder 'with space'")]
    [InlineData("-Path ", "a-folder repo 'with space'")]
    [InlineData("-Path r", "repo")]
    [InlineData("-Path 'wi", "'with space'")]
    [InlineData("-Path a-folder/", "a-folder/inner")]
    [InlineData("-Path .h", ".hidden")]
    [InlineData("-Path no/such/", "")]
    [InlineData("-Path nodrive:/", "")]
    public void A_folder_is_completed(string typed, string expected) => Assert.Equal(expected, Offers(typed));

    [Theory]
    [InlineData("-Repository repo -Branch ", "os/stable os/testing")]
    [InlineData("-Repository repo -Branch os/s", "os/stable")]
    [InlineData("-Repository ./repo/ -Branch 'os/t", "os/testing")]
    [InlineData("-Repository $here -Branch os/t", "os/testing")]
    [InlineData("-Repository repo -Revision os/", "os/stable os/testing")]
    [InlineData("-Repository a-folder -Branch ", "")]
    [InlineData("-Repository nodrive:/x -Branch ", "")]
    public void A_ref_is_completed_from_the_repository_named(string typed, string expected) => Assert.Equal(expected, Offers(typed));

    [Fact]
    public void A_ref_is_completed_from_the_repository_one_stands_in()
    {
        Run($"$null = $ExecutionContext.SessionState.Path.SetLocation('{_folder}/repo')");
        Assert.Equal("os/stable os/testing", Offers("-Branch "));
    }

    [Fact]
    public void A_checksum_is_completed_once_enough_of_it_is_there()
        => Assert.Equal(_commit, Offers($"-Repository repo -Revision {_commit[..6]}"));

    private string Offers(string typed)
    {
        _shell.Runspace.SessionStateProxy.SetVariable("line", "Get-Asked " + typed);
        return string.Join(' ', Run(
            "[System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches | & { process { $_.CompletionText } }"));
    }

    private object?[] Run(string script)
    {
        _shell.Commands.Clear();
        return [.. _shell.AddScript(script).Invoke().Select(o => o?.BaseObject)];
    }
}
