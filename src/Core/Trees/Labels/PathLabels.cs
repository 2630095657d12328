using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Trees.Labels;

/// <summary>The labels that the paths of a commit get.</summary>
/// <param name="policy">Where they come from.</param>
/// <param name="epoch">0 for labels by path alone; 1 to label <c>/usr/etc</c> as <c>/etc</c>, which is where it will lie.</param>
/// <param name="required">Whether a path without a label is an error.</param>
internal sealed class PathLabels(SelinuxPolicy policy, int epoch, bool required)
{
    private const string Configuration = "/usr/etc";

    /// <summary>The label of a path; null for none.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidPolicy"/>.</exception>
    internal string? Find(string path, uint mode)
    {
        bool isConfiguration = path.StartsWith(Configuration, StringComparison.Ordinal) && (path.Length == Configuration.Length || path[Configuration.Length] == '/');
        string? label = policy.FindLabel(epoch > 0 && isConfiguration ? path["/usr".Length..] : path, mode);
        if (label is not null || !required || policy.Name is null)
            return label;
        throw new OstreeException(
            OstreeFault.InvalidPolicy,
            $"The SELinux policy has no label for '{path}'.",
            path,
            "Correct the policy, or commit without -ErrorOnUnlabeled.");
    }
}
