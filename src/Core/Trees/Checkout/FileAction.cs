namespace OstreePS.Core.Trees.Checkout;

/// <summary>What becomes of a file of a commit.</summary>
internal enum FileAction
{
    /// <summary>It is linked where that is possible, and else copied.</summary>
    Link,

    /// <summary>It is copied.</summary>
    Copy,

    /// <summary>It removes what it names.</summary>
    Whiteout,

    /// <summary>It becomes the device that overlayfs takes for a whiteout.</summary>
    PassthroughWhiteout,
}
