using System.Text;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Works out which types a piece of GVariant text can have.</summary>
/// <remarks>
/// A pattern is a type string with open places: <c>N</c> is some number type, <c>S</c> some string type, <c>*</c> anything, and
/// <c>M</c> marks a value that could also stand in any number of maybes.
/// </remarks>
internal static class VariantPattern
{
    /// <summary>The type of a value for which none is given: integers become <c>i</c>, strings <c>s</c>.</summary>
    internal static VariantType Resolve(TextNode node)
    {
        string pattern = node.Pattern();
        if (pattern.Contains('*', StringComparison.Ordinal))
            throw node.Error("its type cannot be told; write one before it, such as @as []");
        string type = pattern.Replace("M", "", StringComparison.Ordinal).Replace('S', 's').Replace('N', 'i');
        return VariantType.TryParse(type.AsSpan()) ?? throw node.Error($"its type would be '{type}', which nests too deeply");
    }

    /// <summary>The pattern that fits all nodes; there is at least one.</summary>
    internal static string OfAll(IEnumerable<TextNode> nodes)
    {
        TextNode? first = null;
        string common = "";
        foreach (TextNode node in nodes)
        {
            string next = node.Pattern();
            if (first is null)
                (first, common) = (node, next);
            else
                common = Join(common, next) ?? throw Conflict(nodes, node, next);
        }
        return common;
    }

    private static Diagnostics.OstreeException Conflict(IEnumerable<TextNode> nodes, TextNode node, string pattern)
    {
        TextNode other = nodes.FirstOrDefault(n => Join(pattern, n.Pattern()) is null, node);
        return other.Error($"this and the value at byte {node.Source.Start + 1} have no common type");
    }

    /// <summary>The pattern that both stand for, or null.</summary>
    private static string? Join(string left, string right)
    {
        if (string.Equals(left, right, StringComparison.Ordinal))
            return left;

        var joined = new StringBuilder(left.Length + right.Length);
        int l = 0, r = 0;
        while (l < left.Length && r < right.Length)
        {
            if (left[l] == right[r])
            {
                joined.Append(left[l++]);
                r++;
            }
            else if (!Narrow(joined, left, ref l, right, ref r) && !Narrow(joined, right, ref r, left, ref l))
            {
                return null;
            }
        }
        return l == left.Length && r == right.Length ? joined.ToString() : null;
    }

    private static bool Narrow(StringBuilder joined, string open, ref int o, string other, ref int i)
    {
        switch (open[o])
        {
            case '*' when other[i] is not (')' or '}'):
                Copy(joined, other, ref i);
                o++;
                return true;
            case 'M' when other[i] == 'm':
                joined.Append(other[i++]);
                return true;
            case 'M' when other[i] != '*':
                o++;
                return true;
            case 'N' when "ynqiuxthd".Contains(other[i], StringComparison.Ordinal):
            case 'S' when "sog".Contains(other[i], StringComparison.Ordinal):
                joined.Append(other[i++]);
                o++;
                return true;
            default:
                return false;
        }
    }

    private static void Copy(StringBuilder joined, string pattern, ref int i)
    {
        while (pattern[i] is 'a' or 'm' or 'M')
            joined.Append(pattern[i++]);
        int open = 0;
        do
        {
            open += pattern[i] switch { '(' or '{' => 1, ')' or '}' => -1, _ => 0 };
            joined.Append(pattern[i++]);
        }
        while (open > 0);
    }
}
