namespace OstreePS.Core.Trees.Checkout;

/// <summary>What became of a file.</summary>
internal enum Placement
{
    /// <summary>Nothing: it must be placed in another way.</summary>
    NotPossible,

    /// <summary>It is there now.</summary>
    Placed,

    /// <summary>What was there before was left.</summary>
    Kept,
}
