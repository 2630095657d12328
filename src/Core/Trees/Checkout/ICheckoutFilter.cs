namespace OstreePS.Core.Trees.Checkout;

/// <summary>Decides over what a checkout places.</summary>
public interface ICheckoutFilter
{
    /// <summary>Looks at entries, some of a directory together, and skips some. Called from one thread at a time, directories before what is in them.</summary>
    /// <param name="entries">The entries.</param>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.FilterFailed"/> with the path of the entry; the checkout is given up.</exception>
    void Apply(IReadOnlyList<CheckoutFilterEntry> entries);
}
