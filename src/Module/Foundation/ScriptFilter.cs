using System.Management.Automation;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Building;

namespace OstreePS.Foundation;

/// <summary>Lets a script block decide over the entries of a commit, on the pipeline thread, the entries of a directory at a time.</summary>
internal sealed class ScriptFilter(ScriptBlock script, PipelinePort port) : ICommitFilter
{
    public void Apply(IReadOnlyList<CommitFilterEntry> entries)
        => port.AskAsync(_ =>
        {
            foreach (CommitFilterEntry entry in entries)
                Decide(entry);
            return true;
        }).GetAwaiter().GetResult();

    private void Decide(CommitFilterEntry entry)
    {
        try
        {
            foreach (PSObject result in script.InvokeWithContext(functionsToDefine: null, [new PSVariable("_", entry)], entry))
            {
                if (result?.BaseObject is false)
                    entry.Skip = true;
            }
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            Exception cause = e is MethodInvocationException { InnerException: OstreeException inner } ? inner : e;
            throw new OstreeException(
                OstreeFault.FilterFailed,
                $"The filter failed on '{entry.Path}': {cause.Message}",
                entry.Path,
                "Correct the script block; nothing was committed.",
                e);
        }
    }
}
