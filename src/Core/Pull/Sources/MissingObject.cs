using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Pull.Sources;

/// <summary>The fault of a source that lacks what its own commits name.</summary>
internal static class MissingObject
{
    internal static OstreeException Of(in ObjectName name, string where) => new(
        OstreeFault.ObjectNotFound,
        $"The object {name} is not in '{where}'.",
        name.ToString(),
        "The commit may be partial there: pull it completely into that repository first, or ask for the part that it has.");
}
