using System.Management.Automation;
using System.Management.Automation.Runspaces;
using OstreePS.Binding;
using OstreePS.Foundation;

namespace OstreePS.UnitTests.Module.Foundation;

/// <summary>What a probe is made of, handed in as an object; so each test writes its own cmdlet body.</summary>
public sealed record Probe(Func<object?, PipelinePort, CancellationToken, Task> Run);

public enum ProbeMode
{
    BareUser,
    Archive,
}

/// <summary>A cmdlet whose body is the test's.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "Probe", SupportsShouldProcess = true)]
public sealed class ProbeCommand : OstreeCmdlet
{
    [Parameter(Mandatory = true)]
    public Probe Probe { get; set; } = null!;

    [Parameter(ValueFromPipeline = true)]
    public object? Item { get; set; }

    [Parameter, FileSystemPath]
    public string? Path { get; set; }

    [Parameter, UpstreamSpelling("archive-z2=Archive")]
    public ProbeMode Mode { get; set; }

    [Parameter, VariantEntriesArgument]
    public VariantEntries? Metadata { get; set; }

    protected override Task RunAsync(PipelinePort port, CancellationToken stop)
        => Probe.Run(Metadata ?? Path ?? (MyInvocation.BoundParameters.ContainsKey(nameof(Mode)) ? Mode : Item), port, stop);
}

/// <summary>A runspace with the probe in it.</summary>
internal sealed class ProbeShell : IDisposable
{
    private readonly Runspace _runspace;

    public ProbeShell(Func<object?, PipelinePort, CancellationToken, Task> body)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Invoke-Probe", typeof(ProbeCommand), helpFileName: null));
        state.Variables.Add(new SessionStateVariableEntry("probe", new Probe(body), description: null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Shell = PowerShell.Create(_runspace);
    }

    public PowerShell Shell { get; }

    public object?[] Run(string script) => [.. Shell.AddScript(script).Invoke().Select(o => o?.BaseObject)];

    public void Dispose()
    {
        Shell.Dispose();
        _runspace.Dispose();
    }
}
