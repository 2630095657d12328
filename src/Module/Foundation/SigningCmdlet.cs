using System.Management.Automation;
using System.Security;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Signing;

namespace OstreePS.Foundation;

/// <summary>A cmdlet that can sign, and is told with which keys.</summary>
public abstract class SigningCmdlet : RepositoryCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public virtual string[] GpgSign { get; set; } = [];

    [Parameter]
    [FileSystemPath]
    [ArgumentCompleter(typeof(DirectoryCompleter))]
    [ValidateNotNullOrEmpty]
    public string? GpgHomedir { get; set; }

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string? GpgKeyFile { get; set; }

    [Parameter]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[] Sign { get; set; } = [];

    [Parameter]
    [FileSystemPath]
    [ValidateNotNullOrEmpty]
    public string[] SignFromFile { get; set; } = [];

    /// <summary>The keys that were named.</summary>
    private protected SignerParameters KeysFor(string signType) => new()
    {
        GpgSign = GpgSign,
        GpgHomedir = GpgHomedir,
        GpgKeyFile = GpgKeyFile,
        Passphrase = Passphrase,
        Sign = Sign,
        SignFromFile = SignFromFile,
        SignType = signType,
    };
}
