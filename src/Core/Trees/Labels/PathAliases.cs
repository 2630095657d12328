namespace OstreePS.Core.Trees.Labels;

/// <summary>
/// The substitutions of a policy, <c>file_contexts.subs</c> and <c>file_contexts.subs_dist</c>: paths that are looked up as if they
/// began otherwise, all as <see cref="ByteText"/>. In each file the last line that fits counts; the local file comes first, then, on its result, the distribution's.
/// </summary>
internal sealed class PathAliases(string local, string distribution)
{
    private readonly (string From, string To)[] _local = Parse(local);
    private readonly (string From, string To)[] _distribution = Parse(distribution);

    internal string Apply(string path) => Apply(_distribution, Apply(_local, path));

    private static string Apply((string From, string To)[] aliases, string path)
    {
        foreach ((string from, string to) in aliases)
        {
            if (!path.StartsWith(from, StringComparison.Ordinal) || (path.Length > from.Length && path[from.Length] != '/'))
                continue;
            int skipped = path.Length > from.Length && string.Equals(to, "/", StringComparison.Ordinal) ? from.Length + 1 : from.Length;
            return string.Concat(to, path.AsSpan(skipped));
        }

        return path;
    }

    private static (string From, string To)[] Parse(string text) =>
    [
        .. text.Split('\n')
            .Select(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            .Where(words => words.Length >= 2 && !words[0].StartsWith('#'))
            .Select(words => (words[0], words[1]))
            .Reverse(),
    ];
}
