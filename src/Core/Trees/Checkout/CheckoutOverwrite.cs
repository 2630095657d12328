namespace OstreePS.Core.Trees.Checkout;

/// <summary>What a checkout does where something exists already.</summary>
public enum CheckoutOverwrite
{
    /// <summary>Refuses. The destination itself must not exist either.</summary>
    None,

    /// <summary>Keeps directories as they are and replaces files (upstream's <c>--union</c>).</summary>
    Union,

    /// <summary>Keeps files and directories and only adds (<c>--union-add</c>).</summary>
    UnionAdd,

    /// <summary>Keeps what is the same and refuses what is not (<c>--union-identical</c>); needs hard links.</summary>
    UnionIdentical,
}
