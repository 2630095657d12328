using Microsoft.Win32.SafeHandles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>How the file of an object has to lie there where its checksum does not cover it: permissions and attributes by mode of repository.</summary>
internal sealed class FileRules(RepositoryMode mode)
{
    private const uint ObjectMode = 0x1A4;
    private const uint OwnerReads = 0x100;

    // What the kernel, a security module or an overlay puts on files by itself.
    private static readonly string[] Tolerated = ["security.selinux", "security.ima", "security.evm", "system.posix_acl", "trusted.overlay.", "user.overlay."];

    internal Finding? CheckMetadata(in ObjectName name, SafeFileHandle file, string label)
    {
        FileStatus status = file.Stat(label);
        if (!status.IsRegular)
            return Finding.Error(name, DefectKind.WrongFileType, $"{name} is not a regular file.");
        return CheckPermissions(name, status, ObjectMode) ?? CheckAttributes(name, file, label, own: null);
    }

    internal Finding? CheckContent(in ObjectName name, FileHeader header, SafeFileHandle file, string label) => mode switch
    {
        RepositoryMode.Archive => CheckPermissions(name, file.Stat(label), ObjectMode) ?? CheckAttributes(name, file, label, own: null),
        RepositoryMode.BareUser => CheckPermissions(name, file.Stat(label), OfBareUser(header)) ?? CheckAttributes(name, file, label, "user.ostreemeta"),
        // A file that was linked from a bare-user repository has its attribute still, which nobody reads here.
        RepositoryMode.BareUserOnly => CheckAttributes(name, file, label, "user.ostreemeta"),
        RepositoryMode.BareSplitXattrs => CheckAttributes(name, file, label, own: null),
        _ => null,
    };

    /// <summary>A symbolic link that is one on the disk: only its attributes can be wrong.</summary>
    internal Finding? CheckLink(in ObjectName name, DirectoryHandle objects, string path)
    {
        if (mode == RepositoryMode.Bare || Xattr.ReadAllOfLink(objects, path) is not { } attributes)
            return null;
        return CheckNames(name, attributes.Select(static attribute => System.Text.Encoding.UTF8.GetString(attribute.Key)), own: null);
    }

    private static uint OfBareUser(FileHeader header)
        => header.IsSymlink ? ObjectMode : (header.Mode & UnixMode.BareUserOnly) | OwnerReads;

    private static Finding? CheckPermissions(in ObjectName name, in FileStatus status, uint expected)
    {
        uint actual = status.Mode & UnixMode.PermissionMask;
        return actual == expected ? null : Finding.Warning(
            name,
            DefectKind.WrongPermissions,
            $"The file of {name} has the permissions {Octal(actual)}, and should have {Octal(expected)}.");
    }

    private static Finding? CheckAttributes(in ObjectName name, SafeFileHandle file, string label, string? own)
        => CheckNames(name, Xattr.ListNames(file, label), own);

    private static Finding? CheckNames(in ObjectName name, IEnumerable<string> attributes, string? own)
    {
        foreach (string attribute in attributes)
        {
            if (string.Equals(attribute, own, StringComparison.Ordinal) || Array.Exists(Tolerated, prefix => attribute.StartsWith(prefix, StringComparison.Ordinal)))
                continue;
            return Finding.Warning(
                name,
                DefectKind.AttributesDamaged,
                $"The file of {name} has the extended attribute {attribute}, which this mode of repository does not keep on files.");
        }

        return null;
    }

    private static string Octal(uint permissions) => Convert.ToString(permissions, 8).PadLeft(4, '0');
}
