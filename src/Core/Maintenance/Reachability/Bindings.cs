using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Maintenance.Reachability;

/// <summary>The refs and the collection that a commit's metadata binds it to.</summary>
internal static class Bindings
{
    private static readonly VariantType StringArray = VariantType.Parse("as");

    /// <summary>The refs; null when the commit does not say.</summary>
    internal static IReadOnlyList<string>? RefsOf(Commit commit)
        => commit.Metadata.LookUp(Commit.RefBindingKey) is { } refs && refs.Type == StringArray ? refs.GetStrings() : null;

    /// <summary>The collection; null when the commit does not say.</summary>
    internal static string? CollectionOf(Commit commit)
        => commit.Metadata.LookUp(Commit.CollectionBindingKey) is { } id && id.Type == VariantType.String ? id.GetString() : null;
}
