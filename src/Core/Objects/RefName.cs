using System.Buffers;
using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Objects;

/// <summary>The grammar of the names of refs, remotes and collections.</summary>
/// <remarks>
/// Upstream's <c>ostree-core.c</c>: fragments of letters, digits and <c>-._</c>, which start with a letter, digit or underscore,
/// joined by slashes. Letters and digits are those of all scripts, as in upstream's regular expressions.
/// </remarks>
public static class RefName
{
    private const int CollectionLimit = 255;
    private static readonly SearchValues<char> Ascii = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Whether a name can be one part of a ref, or a remote's name.</summary>
    public static bool IsFragment(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || name[0] is '-' or '.')
            return false;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (!IsWord(rune) && rune.Value is not ('-' or '.'))
                return false;
        }

        return true;
    }

    /// <summary>Whether a name can be that of a ref.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
    {
        foreach (Range part in name.Split('/'))
        {
            if (!IsFragment(name[part]))
                return false;
        }

        return true;
    }

    /// <summary>Whether a text can be a collection's id: a reverse domain name such as <c>org.example.Os</c>.</summary>
    public static bool IsCollectionId(ReadOnlySpan<char> id)
    {
        int parts = 0;
        foreach (Range range in id.Split('.'))
        {
            ReadOnlySpan<char> part = id[range];
            if (part.Length == 0 || char.IsAsciiDigit(part[0]) || part.ContainsAnyExcept(Ascii))
                return false;
            parts++;
        }

        return parts >= 2 && id.Length <= CollectionLimit;
    }

    /// <summary>Refuses what cannot be the name of a ref.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public static void Validate(string name)
    {
        if (!IsValid(name))
            throw Invalid(name, "ref", "Use letters, digits and the characters - . _ in parts joined by slashes; no part may start with - or a dot.");
        if (Checksum.TryParse(name, out _))
            throw Invalid(name, "ref", "A ref must not look like a checksum.");
    }

    /// <summary>Refuses what cannot be the name of a remote.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public static void ValidateRemote(string name)
    {
        if (!IsFragment(name))
            throw Invalid(name, "remote", "Use letters, digits and the characters - . _; it may not start with - or a dot.");
    }

    /// <summary>Refuses what cannot be the id of a collection.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public static void ValidateCollection(string id)
    {
        if (!IsCollectionId(id))
            throw Invalid(id, "collection", "Use a reverse domain name such as org.example.Os, of at most 255 characters.");
    }

    /// <summary>Splits <c>remote:ref</c>; the remote is null for a local ref.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public static (string? Remote, string Name) ParseRefspec(string refspec)
    {
        int colon = refspec.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return IsValid(refspec)
                ? (null, refspec)
                : throw Invalid(refspec, "ref", "Write it as NAME or REMOTE:NAME, of letters, digits and the characters - . _ in parts joined by slashes.");
        }

        string remote = refspec[..colon];
        string name = refspec[(colon + 1)..];
        ValidateRemote(remote);
        if (!IsValid(name))
            throw Invalid(refspec, "ref", "Write it as REMOTE:NAME.");
        return (remote, name);
    }

    private static bool IsWord(Rune rune) => rune.Value == '_' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    private static OstreeException Invalid(string name, string kind, string remedy)
        => new(OstreeFault.InvalidRefName, $"'{name}' cannot be the name of a {kind}.", name, remedy);
}
