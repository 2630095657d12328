using System.Management.Automation;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Foundation;

/// <summary>The one table from faults to error records. The fault's name is the error id that scripts rely on.</summary>
internal static class FaultRecord
{
    public static ErrorRecord From(OstreeException fault)
    {
        var record = new ErrorRecord(fault, fault.Fault.ToString(), CategoryOf(fault.Fault), fault.Subject);
        if (fault.Remedy is not null)
            record.ErrorDetails = new ErrorDetails(fault.Message) { RecommendedAction = fault.Remedy };
        return record;
    }

    private static ErrorCategory CategoryOf(OstreeFault fault) => fault switch
    {
        OstreeFault.KeyNotFound
            or OstreeFault.PathNotFound
            or OstreeFault.ObjectNotFound
            or OstreeFault.RepositoryNotFound
            or OstreeFault.RefNotFound
            or OstreeFault.RemoteNotFound
            or OstreeFault.CookieNotFound
            or OstreeFault.RemoteFileNotFound
            or OstreeFault.HostNotFound
            or OstreeFault.SummaryNotFound
            or OstreeFault.SigningKeyNotFound
            or OstreeFault.RevisionNotFound
            or OstreeFault.PathNotInCommit => ErrorCategory.ObjectNotFound,
        OstreeFault.MalformedVariant
            or OstreeFault.MalformedKeyFile
            or OstreeFault.CorruptObject
            or OstreeFault.CorruptRef
            or OstreeFault.MalformedSummary
            or OstreeFault.MalformedMetalink
            or OstreeFault.InvalidResponse
            or OstreeFault.RepositoryDamaged
            or OstreeFault.InvalidConfig
            or OstreeFault.FileChanged
            or OstreeFault.UnsupportedFileType
            or OstreeFault.SymlinkLoop
            or OstreeFault.EmptyTree
            or OstreeFault.MalformedArchive
            or OstreeFault.InvalidPolicy
            or OstreeFault.BindingMismatch
            or OstreeFault.InvalidSigningKey
            or OstreeFault.InvalidMode => ErrorCategory.InvalidData,
        OstreeFault.MalformedVariantText
            or OstreeFault.InvalidName
            or OstreeFault.InvalidPath
            or OstreeFault.InvalidChecksum
            or OstreeFault.InvalidRefName
            or OstreeFault.InvalidOption
            or OstreeFault.InvalidUrl
            or OstreeFault.RetentionTooStrict
            or OstreeFault.AmbiguousRevision => ErrorCategory.InvalidArgument,
        OstreeFault.AlreadyExists
            or OstreeFault.AlreadySigned
            or OstreeFault.RefConflict
            or OstreeFault.TreeConflict
            or OstreeFault.CheckoutConflict => ErrorCategory.ResourceExists,
        OstreeFault.InsufficientSpace
            or OstreeFault.SystemLimit
            or OstreeFault.ResponseTooLarge
            or OstreeFault.ObjectTooLarge => ErrorCategory.LimitsExceeded,
        OstreeFault.NotADirectory or OstreeFault.IsADirectory => ErrorCategory.InvalidType,
        OstreeFault.PermissionDenied or OstreeFault.RepositoryReadOnly => ErrorCategory.PermissionDenied,
        OstreeFault.RepositoryLocked or OstreeFault.CommitReferenced => ErrorCategory.ResourceBusy,
        OstreeFault.SignatureMissing
            or OstreeFault.SignatureUntrusted
            or OstreeFault.SignatureExpired
            or OstreeFault.SignatureRevoked
            or OstreeFault.SignatureInvalid
            or OstreeFault.SigningFailed => ErrorCategory.SecurityError,
        OstreeFault.NotSupported => ErrorCategory.NotImplemented,
        OstreeFault.CommitTooOld => ErrorCategory.SecurityError,
        OstreeFault.RemoteUnconfigured => ErrorCategory.InvalidOperation,
        OstreeFault.FilterFailed => ErrorCategory.OperationStopped,
        OstreeFault.AuthenticationFailed => ErrorCategory.AuthenticationError,
        OstreeFault.CertificateRejected => ErrorCategory.SecurityError,
        OstreeFault.ConnectionFailed or OstreeFault.ServerFailed => ErrorCategory.ConnectionError,
        OstreeFault.TransferStalled => ErrorCategory.OperationTimeout,
        OstreeFault.IoFailed => ErrorCategory.DeviceError,
        _ => ErrorCategory.NotSpecified,
    };
}
