using OstreePS.Core.Signing;

namespace OstreePS.Foundation;

/// <summary>Keys that are open to sign with; what is secret of them is forgotten with this.</summary>
internal sealed class OpenSigners : IDisposable
{
    private readonly List<ISigner> _all = [];

    internal IReadOnlyList<ISigner> All => _all;

    internal void Add(IEnumerable<ISigner> signers) => _all.AddRange(signers);

    public void Dispose()
    {
        foreach (ISigner signer in _all)
            signer.Dispose();
    }
}
