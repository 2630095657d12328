using System.Management.Automation;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Maintenance.Checking;
using OstreePS.Core.Repository;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Maintenance;

/// <summary>Checks a repository, and repairs it if asked.</summary>
[Cmdlet(VerbsDiagnostic.Test, "OstreeRepository", SupportsShouldProcess = true, DefaultParameterSetName = DefectsSet)]
[OutputType(typeof(RepositoryDefect), typeof(RepositoryCheck), ParameterSetName = [DefectsSet])]
[OutputType(typeof(bool), ParameterSetName = [QuietSet])]
public sealed class TestOstreeRepositoryCommand : RepositoryCmdlet
{
    private const string DefectsSet = "Defects";
    private const string QuietSet = "Quiet";

    [Parameter(Mandatory = true, ParameterSetName = QuietSet)]
    public SwitchParameter Quiet { get; set; }

    [Parameter(ParameterSetName = DefectsSet)]
    public SwitchParameter Summary { get; set; }

    [Parameter]
    public SwitchParameter Quick { get; set; }

    [Parameter]
    public SwitchParameter VerifyBindings { get; set; }

    [Parameter]
    public SwitchParameter VerifyBackRefs { get; set; }

    [Parameter]
    public SwitchParameter Delete { get; set; }

    [Parameter]
    public SwitchParameter MarkPartial { get; set; }

    [Parameter]
    public SwitchParameter AddTombstones { get; set; }

    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
    {
        bool repairs = Delete || MarkPartial || AddTombstones;
        bool approved = repairs && await port.ShouldProcessAsync(repository.Path, "Repair repository");
        var options = new CheckOptions
        {
            Quick = Quick,
            VerifyBindings = VerifyBindings,
            VerifyBackReferences = VerifyBackRefs,
            Delete = Delete && approved,
            MarkPartial = MarkPartial && approved,
            AddTombstones = AddTombstones && approved,
        };
        RepositoryCheck check = RepositoryChecker.Run(repository, options, defect => Write(port, defect), port.Observer, stop);
        await port.WriteVerboseAsync(check.ToString());
        if (Quiet)
        {
            await port.WriteAsync(check.IsHealthy);
            return;
        }

        if (Summary)
            await port.WriteAsync(check);
        if (!check.IsHealthy)
            await port.WriteErrorAsync(Damaged(check));
    }

    private void Write(PipelinePort port, RepositoryDefect defect)
    {
        if (!Quiet)
            port.WriteAsync(defect).AsTask().GetAwaiter().GetResult();
    }

    private static OstreeException Damaged(RepositoryCheck check) => new(
        OstreeFault.RepositoryDamaged,
        $"The repository '{check.Repository}' has {check.Errors} {(check.Errors == 1 ? "defect" : "defects")}.",
        check.Repository,
        "The objects in the output say what is wrong. With -Delete, what is damaged is removed and its commits are marked, so that a pull can bring it again.");
}
