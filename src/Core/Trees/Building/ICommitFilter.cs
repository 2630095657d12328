namespace OstreePS.Core.Trees.Building;

/// <summary>Decides over the entries of what is committed, one after the other.</summary>
public interface ICommitFilter
{
    /// <summary>Looks at entries, the parts of a directory together, and changes or skips some. Called from one thread at a time.</summary>
    /// <param name="entries">The entries, as the other options have left them.</param>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.FilterFailed"/> with the path of the entry; the commit is given up.</exception>
    void Apply(IReadOnlyList<CommitFilterEntry> entries);
}
