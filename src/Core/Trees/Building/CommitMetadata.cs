using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository.Transactions;

namespace OstreePS.Core.Trees.Building;

/// <summary>The metadata of a new commit: what was asked for, what the parent gives, bindings, kernel, sizes, in upstream's order.</summary>
internal static class CommitMetadata
{
    /// <summary>What was asked for, followed by what is kept of the parent.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/> without a parent, <see cref="OstreeFault.KeyNotFound"/> for a key that it lacks.</exception>
    internal static IReadOnlyList<KeyValuePair<string, Variant>> WithKept(CommitOptions options, Checksum? parent, Commit? before)
    {
        if (options.KeepMetadata.Count == 0)
            return options.Metadata;
        if (parent is not { } checksum)
            throw new OstreeException(OstreeFault.InvalidOption, "There is no parent whose metadata could be kept.", "KeepMetadata", "Name a branch that has a commit, or a parent.");
        if (before is null)
            throw new OstreeException(OstreeFault.ObjectNotFound, $"The parent {checksum} is not in the repository, so its metadata cannot be kept.", checksum.ToString(), "Fetch it, or name another parent.");
        var result = new List<KeyValuePair<string, Variant>>(options.Metadata);
        foreach (string key in options.KeepMetadata)
        {
            if (result.Exists(e => string.Equals(e.Key, key, StringComparison.Ordinal)))
                throw new OstreeException(OstreeFault.InvalidOption, $"The metadata key '{key}' is given twice.", key, "Either keep the parent's value, or give one.");
            result.Add(new(key, before.Metadata.LookUp(key) ?? throw new OstreeException(
                OstreeFault.KeyNotFound, $"The commit {checksum} has no metadata key '{key}' that could be kept.", key, "Get-OstreeCommit shows the keys that it has.")));
        }

        return result;
    }

    /// <summary>All of the metadata.</summary>
    internal static IReadOnlyList<KeyValuePair<string, Variant>> Build(Transaction transaction, CommitOptions options, in Checksum tree)
    {
        IReadOnlyList<KeyValuePair<string, Variant>> metadata = options.Metadata;
        if (!options.NoBindings)
        {
            IEnumerable<string> refs = options.Branch is { } branch ? [branch, .. options.BindRefs] : options.BindRefs;
            metadata = [.. metadata, new(Commit.RefBindingKey, Variant.Array(VariantType.String, refs.Order(Utf8Order.Comparer).Select(Variant.String)))];
            bool bound = options.Metadata.Any(e => string.Equals(e.Key, Commit.CollectionBindingKey, StringComparison.Ordinal));
            if (transaction.Repository.CollectionId is { } collection && !bound)
                metadata = [.. metadata, new(Commit.CollectionBindingKey, Variant.String(collection))];
        }

        if (options.Bootable)
            metadata = BootableMetadata.AddTo(metadata, transaction.Objects, tree);
        return transaction.Sizes is { } sizes ? [.. metadata, new(SizeLedger.Key, sizes.ToVariant())] : metadata;
    }
}
