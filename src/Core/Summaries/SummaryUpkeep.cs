using OstreePS.Core.Repository;

namespace OstreePS.Core.Summaries;

/// <summary><c>core.auto-update-summary</c>: the summary follows each change of a ref.</summary>
public static class SummaryUpkeep
{
    /// <summary>Has an open repository write its summary anew after each change of refs, when its config asks for that.</summary>
    /// <remarks>As upstream does it: without a metadata commit, and unsigned, so that a signature of an earlier summary goes.</remarks>
    public static void Attach(OstreeRepository repository)
    {
        ArgumentNullException.ThrowIfNull(repository);
        if (repository.Config.AutoUpdateSummary)
            repository.AfterRefsChanged = () => new SummaryFile(repository).Update(new SummaryOptions { WriteMetadataCommit = false });
    }
}
