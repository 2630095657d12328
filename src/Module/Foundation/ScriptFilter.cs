using System.Management.Automation;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Trees.Building;
using OstreePS.Core.Trees.Checkout;

namespace OstreePS.Foundation;

/// <summary>Lets a script block decide over the entries of a commit or checkout, on the pipeline thread, those of a directory at a time.</summary>
internal sealed class ScriptFilter(ScriptBlock script, PipelinePort port) : ICommitFilter, ICheckoutFilter
{
    public void Apply(IReadOnlyList<CommitFilterEntry> entries) => Apply(entries, static entry => entry.Path, static entry => entry.Skip = true, "nothing was committed");

    public void Apply(IReadOnlyList<CheckoutFilterEntry> entries) => Apply(entries, static entry => entry.Path, static entry => entry.Skip = true, "the checkout was given up");

    private void Apply<T>(IReadOnlyList<T> entries, Func<T, string> pathOf, Action<T> skip, string consequence)
        where T : class
        => port.AskAsync(_ =>
        {
            foreach (T entry in entries)
            {
                if (Refuses(entry, pathOf(entry), consequence))
                    skip(entry);
            }

            return true;
        }).GetAwaiter().GetResult();

    private bool Refuses(object entry, string path, string consequence)
    {
        try
        {
            bool refused = false;
            foreach (PSObject result in script.InvokeWithContext(functionsToDefine: null, [new PSVariable("_", entry)], entry))
                refused |= result?.BaseObject is false;
            return refused;
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            Exception cause = e is MethodInvocationException { InnerException: OstreeException inner } ? inner : e;
            throw new OstreeException(
                OstreeFault.FilterFailed,
                $"The filter failed on '{path}': {cause.Message}",
                path,
                $"Correct the script block; {consequence}.",
                e);
        }
    }
}
