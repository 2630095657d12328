using System.Management.Automation;
using OstreePS.Core.Repository;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Repositories;

/// <summary>Tells what a repository is.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeRepository")]
[OutputType(typeof(RepositoryInfo))]
public sealed class GetOstreeRepositoryCommand : RepositoryCmdlet
{
    protected override async Task RunAsync(OstreeRepository repository, PipelinePort port, CancellationToken stop)
        => await port.WriteAsync(RepositoryInfo.Of(repository));
}
