using OstreePS.Core.Objects;
using OstreePS.Core.Trees.Labels;

namespace OstreePS.Core.Trees.Checkout;

/// <summary>The labels that a checkout gets in place of those in the commit.</summary>
/// <param name="policy">Where they come from.</param>
/// <param name="prefix">The path that the destination is labelled as.</param>
internal sealed class CheckoutLabels(SelinuxPolicy policy, string prefix)
{
    private readonly string _prefix = $"/{prefix.Trim('/')}".TrimEnd('/');

    /// <summary>The attributes of an entry with its label.</summary>
    /// <param name="path">Its path below the destination, with a slash in front; empty for the destination itself.</param>
    /// <param name="mode">Its mode.</param>
    /// <param name="xattrs">Its attributes in the commit.</param>
    internal ExtendedAttributes Apply(string path, uint mode, ExtendedAttributes xattrs)
    {
        string full = _prefix + path;
        return xattrs.WithPlainLabel(policy.FindLabel(full.Length == 0 ? "/" : full, mode));
    }
}
