using OstreePS.Core.Objects;

namespace OstreePS.UnitTests.Objects;

public sealed class UnixModeTests
{
    // As ls -l prints them.
    [Theory]
    [InlineData("100644", "-rw-r--r--")]
    [InlineData("100755", "-rwxr-xr-x")]
    [InlineData("104755", "-rwsr-xr-x")]
    [InlineData("104644", "-rwSr--r--")]
    [InlineData("102755", "-rwxr-sr-x")]
    [InlineData("102745", "-rwxr-Sr-x")]
    [InlineData("041777", "drwxrwxrwt")]
    [InlineData("041776", "drwxrwxrwT")]
    [InlineData("040000", "d---------")]
    [InlineData("107777", "-rwsrwsrwt")]
    [InlineData("120777", "lrwxrwxrwx")]
    public void Letters_are_those_of_ls(string octal, string letters) => Assert.Equal(letters, UnixMode.ToLetters(Convert.ToUInt32(octal, 8)));

    [Theory]
    [InlineData("104777", "100755")]
    [InlineData("100644", "100644")]
    [InlineData("043775", "040755")]
    [InlineData("120777", "120777")]
    public void Canonical_permissions_keep_0755(string octal, string canonical)
        => Assert.Equal(Convert.ToUInt32(canonical, 8), UnixMode.Canonicalize(Convert.ToUInt32(octal, 8)));
}
