using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Objects;

/// <summary>The rule for a name inside a directory object, which keeps hostile trees from climbing out.</summary>
public static class FileName
{
    /// <summary>The longest name that Linux takes, in bytes.</summary>
    public const int LimitInBytes = 255;

    /// <summary>Whether a name may stand in a directory object: not empty, not <c>.</c> or <c>..</c>, without a slash or NUL.</summary>
    public static bool IsValid(ReadOnlySpan<char> name)
        => name.Length > 0 && !name.ContainsAny('/', '\0') && name is not ("." or "..");

    /// <summary>Refuses a name that may not stand in a directory object.</summary>
    /// <param name="name">The name.</param>
    /// <param name="where">The object that holds it.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidName"/>.</exception>
    public static void Validate(string name, string where)
    {
        if (!IsValid(name))
        {
            throw new OstreeException(
                OstreeFault.InvalidName,
                $"{where} holds the file name '{name}', which is not allowed.",
                where,
                "The object is damaged or hostile: fetch it again from a source that you trust.");
        }
    }
}
