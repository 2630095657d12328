using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Objects;

/// <summary>The type and permission bits of a Unix file, as <c>st_mode</c> has them.</summary>
public static class UnixMode
{
    /// <summary>The bits that hold the type.</summary>
    public const uint TypeMask = 0xF000;

    /// <summary>A regular file.</summary>
    public const uint Regular = 0x8000;

    /// <summary>A directory.</summary>
    public const uint Directory = 0x4000;

    /// <summary>A symbolic link.</summary>
    public const uint Symlink = 0xA000;

    /// <summary>Permissions with set-id and sticky bits: octal 07777.</summary>
    public const uint PermissionMask = 0xFFF;

    /// <summary>Set-user-id and set-group-id: octal 06000.</summary>
    public const uint SetIdMask = 0xC00;

    /// <summary>Read permission of the owner: octal 0400.</summary>
    public const uint OwnerRead = 0x100;

    /// <summary>What canonical permissions keep: octal 0755.</summary>
    public const uint Canonical = 0x1ED;

    /// <summary>What <c>bare-user-only</c> can hold: octal 0775.</summary>
    public const uint BareUserOnly = 0x1FD;

    /// <summary>Whether the mode is that of a regular file.</summary>
    public static bool IsRegular(uint mode) => (mode & TypeMask) == Regular;

    /// <summary>Whether the mode is that of a directory.</summary>
    public static bool IsDirectory(uint mode) => (mode & TypeMask) == Directory;

    /// <summary>Whether the mode is that of a symbolic link.</summary>
    public static bool IsSymlink(uint mode) => (mode & TypeMask) == Symlink;

    /// <summary>Clears owner-independent bits as canonical permissions do; links stay as they are.</summary>
    public static uint Canonicalize(uint mode) => IsSymlink(mode) ? mode : mode & (TypeMask | Canonical);

    /// <summary>The letters of <c>ls -l</c>: <c>-rwxr-sr-x</c>.</summary>
    public static string ToLetters(uint mode)
    {
        char type = (mode & TypeMask) switch { Directory => 'd', Symlink => 'l', _ => '-' };
        Span<char> text = [type, '-', '-', '-', '-', '-', '-', '-', '-', '-'];
        const string Letters = "rwxrwxrwx";
        for (int i = 0; i < Letters.Length; i++)
        {
            if ((mode & (0x100u >> i)) != 0)
                text[i + 1] = Letters[i];
        }

        Mark(text, 3, (mode & 0x800) != 0, 's');
        Mark(text, 6, (mode & 0x400) != 0, 's');
        Mark(text, 9, (mode & 0x200) != 0, 't');
        return new string(text);
    }

    internal static void ValidateContent(uint mode, string where)
    {
        if (!(IsRegular(mode) || IsSymlink(mode)) || (mode & ~(TypeMask | PermissionMask)) != 0)
            throw Invalid(mode, where, "a file's");
    }

    internal static void ValidateDirectory(uint mode, string where)
    {
        if (!IsDirectory(mode) || (mode & ~(TypeMask | PermissionMask)) != 0)
            throw Invalid(mode, where, "a directory's");
    }

    private static void Mark(Span<char> text, int index, bool set, char letter)
    {
        if (set)
            text[index] = text[index] == '-' ? char.ToUpperInvariant(letter) : letter;
    }

    private static OstreeException Invalid(uint mode, string where, string whose) => new(
        OstreeFault.CorruptObject,
        $"{where} has the mode {Convert.ToString(mode, 8)} (octal), which is not {whose}.",
        where,
        "The object is damaged or hostile: fetch it again from a source that you trust.");
}
