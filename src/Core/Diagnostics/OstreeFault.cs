namespace OstreePS.Core.Diagnostics;

/// <summary>What went wrong. The name of a fault is the error id that scripts see, so names never change.</summary>
public enum OstreeFault
{
    /// <summary>Bytes that should be a GVariant of a known type are not.</summary>
    MalformedVariant,

    /// <summary>Text that should be a GVariant in GLib's notation is not.</summary>
    MalformedVariantText,

    /// <summary>Text that should be a GLib key file is not, or a value in it has not the form asked for.</summary>
    MalformedKeyFile,

    /// <summary>A key or group that was asked for is not in the key file.</summary>
    KeyNotFound,

    /// <summary>A path does not exist.</summary>
    PathNotFound,

    /// <summary>The present user may not do this.</summary>
    PermissionDenied,

    /// <summary>A file system is full, or less is free than the repository keeps in reserve.</summary>
    InsufficientSpace,

    /// <summary>A directory was expected.</summary>
    NotADirectory,

    /// <summary>A file was expected, and a directory found.</summary>
    IsADirectory,

    /// <summary>Something of that name exists already.</summary>
    AlreadyExists,

    /// <summary>A limit of the system stands in the way: open files, links, processes.</summary>
    SystemLimit,

    /// <summary>A name is not allowed: empty, too long, not UTF-8, with a slash.</summary>
    InvalidName,

    /// <summary>A path is not allowed: it climbs out, or leads through a link.</summary>
    InvalidPath,

    /// <summary>The file system, the kernel or the repository's mode cannot do this.</summary>
    NotSupported,

    /// <summary>The system reported a failure that has no fault of its own.</summary>
    IoFailed,

    /// <summary>A file changed while it was read.</summary>
    FileChanged,

    /// <summary>Text or bytes that should be a checksum are not.</summary>
    InvalidChecksum,

    /// <summary>An object's bytes do not match its name, or its structure is not what its type asks for.</summary>
    CorruptObject,

    /// <summary>An object is not in the repository, nor in its parents.</summary>
    ObjectNotFound,

    /// <summary>A metadata object is larger than allowed.</summary>
    ObjectTooLarge,

    /// <summary>No repository is there.</summary>
    RepositoryNotFound,

    /// <summary>The repository's config asks for something that we do not know: version, mode, a malformed value.</summary>
    InvalidConfig,

    /// <summary>Another process holds the repository's lock.</summary>
    RepositoryLocked,

    /// <summary>The repository cannot be written.</summary>
    RepositoryReadOnly,

    /// <summary>A URL is none, or of a scheme that cannot be fetched from.</summary>
    InvalidUrl,

    /// <summary>A server has no such file: it answered 404, 403 or 410.</summary>
    RemoteFileNotFound,

    /// <summary>A server, or a proxy, asks for credentials that it did not get, or refused those that it got.</summary>
    AuthenticationFailed,

    /// <summary>A server answered with an error of its own, which went on after every retry.</summary>
    ServerFailed,

    /// <summary>A name is no host: its address cannot be found.</summary>
    HostNotFound,

    /// <summary>A host cannot be reached, or the connection ended before all was there.</summary>
    ConnectionFailed,

    /// <summary>A server did not answer in time, or sent too slowly for too long.</summary>
    TransferStalled,

    /// <summary>A secure connection could not be made: a certificate that is not trusted, or none that the server accepts.</summary>
    CertificateRejected,

    /// <summary>A server sent what is no HTTP, or does not fit the request: headers too long, redirects without end.</summary>
    InvalidResponse,

    /// <summary>A server sent more than is allowed for what was asked.</summary>
    ResponseTooLarge,

    /// <summary>A metalink cannot be read, or what it leads to does not match it.</summary>
    MalformedMetalink,

    /// <summary>Bytes that should be a repository's summary, or its signatures, are not.</summary>
    MalformedSummary,

    /// <summary>A repository, or a remote, has no summary.</summary>
    SummaryNotFound,

    /// <summary>No remote of that name is configured.</summary>
    RemoteNotFound,

    /// <summary>A remote's configuration says that it cannot be used yet.</summary>
    RemoteUnconfigured,

    /// <summary>A remote's jar does not hold the cookie.</summary>
    CookieNotFound,

    /// <summary>A ref is not there.</summary>
    RefNotFound,

    /// <summary>A ref's name, or a collection's or remote's, is not allowed.</summary>
    InvalidRefName,

    /// <summary>A ref's file holds something else than a checksum.</summary>
    CorruptRef,

    /// <summary>A ref cannot be written because another stands in its way.</summary>
    RefConflict,

    /// <summary>A revision names nothing.</summary>
    RevisionNotFound,

    /// <summary>An abbreviated checksum fits more than one commit.</summary>
    AmbiguousRevision,

    /// <summary>A file of the tree is neither a regular file, a directory nor a symbolic link.</summary>
    UnsupportedFileType,

    /// <summary>A file's metadata is not allowed in this repository mode.</summary>
    InvalidMode,

    /// <summary>Options that exclude each other, or a value out of its range.</summary>
    InvalidOption,

    /// <summary>A path that was asked for is not in the commit.</summary>
    PathNotInCommit,

    /// <summary>Symbolic links in a commit lead in a circle.</summary>
    SymlinkLoop,

    /// <summary>A check found defects in a repository.</summary>
    RepositoryDamaged,

    /// <summary>What a prune is asked to keep would leave nothing.</summary>
    RetentionTooStrict,

    /// <summary>A SELinux policy cannot be read, or lacks a label that was asked for.</summary>
    InvalidPolicy,

    /// <summary>A commit is offered under a ref or collection that it is not bound to.</summary>
    BindingMismatch,

    /// <summary>A commit is older than the one it would replace.</summary>
    CommitTooOld,

    /// <summary>A commit cannot be deleted because a ref names it.</summary>
    CommitReferenced,

    /// <summary>A checkout met something that its overwrite mode forbids.</summary>
    CheckoutConflict,

    /// <summary>Two sources of a tree have a file and a directory under the same name.</summary>
    TreeConflict,

    /// <summary>A tree without a root directory cannot be committed.</summary>
    EmptyTree,

    /// <summary>A filter that decides over the entries of a commit failed.</summary>
    FilterFailed,

    /// <summary>An archive is damaged, cut short, or contradicts itself.</summary>
    MalformedArchive,

    /// <summary>A commit or a summary has no signature where one is demanded.</summary>
    SignatureMissing,

    /// <summary>A signature is of a key that is not trusted, or no key is trusted at all.</summary>
    SignatureUntrusted,

    /// <summary>A signature, or the key that made it, has ended.</summary>
    SignatureExpired,

    /// <summary>The key that made a signature was revoked.</summary>
    SignatureRevoked,

    /// <summary>A signature does not fit what it should sign, or is none.</summary>
    SignatureInvalid,

    /// <summary>A commit bears a signature of that key already.</summary>
    AlreadySigned,

    /// <summary>A key, or a file of keys, is malformed.</summary>
    InvalidSigningKey,

    /// <summary>A key to sign with is not there, or not to be told from others.</summary>
    SigningKeyNotFound,

    /// <summary>A signature could not be made: a wrong passphrase, a key that may not sign, GnuPG's refusal.</summary>
    SigningFailed,
}
