using OstreePS.Core.Pull.Sources;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>What is wrong. The names do not change: scripts rely on them.</summary>
public enum DefectKind
{
    /// <summary>An object that a complete commit needs is not there.</summary>
    MissingObject,

    /// <summary>An object's bytes, or its owner, mode and attributes where they count, do not match its name.</summary>
    ChecksumMismatch,

    /// <summary>An object's structure is not what its type asks for.</summary>
    MalformedObject,

    /// <summary>Extended attributes are damaged, missing, or there although the repository's mode keeps none on files.</summary>
    AttributesDamaged,

    /// <summary>Something of a wrong kind lies in an object's place: a directory, a device, a symbolic link.</summary>
    WrongFileType,

    /// <summary>A file of an archive goes on behind the end of its object; what is there nobody reads.</summary>
    SurplusBytes,

    /// <summary>An object's file has other permissions than the repository's mode gives it.</summary>
    WrongPermissions,

    /// <summary>An object cannot be read.</summary>
    UnreadableObject,

    /// <summary>A ref's file holds no checksum, or cannot be read.</summary>
    CorruptRef,

    /// <summary>A ref names a commit that is not there.</summary>
    DanglingRef,

    /// <summary>A commit that a ref names is not bound to that ref, or to its collection.</summary>
    BindingMismatch,

    /// <summary>A commit is bound to a ref that does not name it.</summary>
    BackReferenceMismatch,

    /// <summary>An earlier check found the commit damaged, and it was not repaired since.</summary>
    DamagedCommit,

    /// <summary>Only part of the commit was pulled; what is missing of it is no defect.</summary>
    PartialCommit,

    /// <summary>No commit needs the object; a prune would remove it.</summary>
    OrphanObject,

    /// <summary>A file among the objects is none.</summary>
    StrayFile,

    /// <summary>An interrupted transaction left its staging directory.</summary>
    LeftoverStaging,
}
