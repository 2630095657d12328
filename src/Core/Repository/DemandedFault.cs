using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Repository;

/// <summary>
/// Faults that the environment variable <c>OSTREE_REPO_TEST_ERROR</c> demands, upstream's switch for tests of what an end at a bad moment
/// leaves: <c>pre-commit</c>, <c>invalid-cache</c>, several of them, or <c>all</c>.
/// </summary>
internal static class DemandedFault
{
    internal const string PreCommit = "pre-commit";
    internal const string InvalidCache = "invalid-cache";
    private const string Variable = "OSTREE_REPO_TEST_ERROR";
    private static readonly char[] Separators = [':', ';', ',', ' ', '\t'];

    internal static bool Is(string name)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
            return false;
        return text.Split(Separators, StringSplitOptions.RemoveEmptyEntries)
            .Any(word => word.Equals("all", StringComparison.OrdinalIgnoreCase) || word.Replace('_', '-').Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    internal static OstreeException Of(string name, string what, string subject)
        => new(OstreeFault.IoFailed, $"{Variable}_{name.Replace('-', '_').ToUpperInvariant()}: {what}", subject, $"Unset {Variable}.");
}
