using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;
using OstreePS.UnitTests.Contracts;

namespace OstreePS.UnitTests.Stores;

public sealed class BareUserOnlyStoreTests() : ObjectStoreContract(RepositoryMode.BareUserOnly)
{
    [Theory]
    [InlineData("104755")]
    [InlineData("102755")]
    [InlineData("101755")]
    [InlineData("100777")]
    [InlineData("100646")]
    public void A_mode_that_it_cannot_hold_is_refused(string octal)
    {
        string folder = Directory.CreateTempSubdirectory("ostreeps-store-").FullName;
        try
        {
            using var store = LooseStore.Create(new ObjectDirectory(DirectoryHandle.Open(folder), Mode), syncEachObject: false, level: 6);
            var header = new FileHeader(0, 0, Convert.ToUInt32(octal, 8), string.Empty, ExtendedAttributes.Empty);
            Assert.Equal(OstreeFault.InvalidMode, Assert.Throws<OstreeException>(() => store.BeginContent(header, 1)).Fault);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    protected override FileHeader Fit(FileHeader header)
        => new(0, 0, UnixMode.Canonicalize(header.Mode), header.SymlinkTarget, ExtendedAttributes.Empty);
}
