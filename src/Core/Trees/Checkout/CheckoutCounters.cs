namespace OstreePS.Core.Trees.Checkout;

/// <summary>What one worker has done; only it writes here, and the sum is taken when all are done.</summary>
internal sealed class CheckoutCounters
{
    internal long Linked { get; set; }

    internal long Copied { get; set; }

    internal long Symlinks { get; set; }

    internal long Directories { get; set; }

    internal long Kept { get; set; }

    internal long Whiteouts { get; set; }

    internal long Bytes { get; set; }

    internal void Add(CheckoutCounters other)
    {
        Linked += other.Linked;
        Copied += other.Copied;
        Symlinks += other.Symlinks;
        Directories += other.Directories;
        Kept += other.Kept;
        Whiteouts += other.Whiteouts;
        Bytes += other.Bytes;
    }
}
