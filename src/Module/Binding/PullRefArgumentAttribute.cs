using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Summaries;

namespace OstreePS.Binding;

/// <summary>Lets <c>-Ref</c> take names, <c>NAME@CHECKSUM</c>, whole checksums, refs as objects, and tables of collections with their refs.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PullRefArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        if (value is IDictionary collections)
            return collections.Cast<DictionaryEntry>().SelectMany(OfCollection).ToArray();
        return value is IEnumerable and not string
            ? LanguagePrimitives.GetEnumerable(value).Cast<object?>().Select(ToPullRef).ToArray()
            : new[] { ToPullRef(inputData) };
    }

    // A key names a collection, and its value the refs of it.
    private static IEnumerable<PullRef> OfCollection(DictionaryEntry entry)
    {
        object? value = (entry.Value as PSObject)?.BaseObject ?? entry.Value;
        IEnumerable<object?> refs = value is IEnumerable and not string ? LanguagePrimitives.GetEnumerable(value).Cast<object?>() : [value];
        return refs.Select(item => ToPullRef(item) with { CollectionId = entry.Key.ToString() });
    }

    // A whole checksum asks for a commit, and no ref is set to it: the name stays empty.
    private static PullRef ToPullRef(object? item) => ((item as PSObject)?.BaseObject ?? item) switch
    {
        PullRef given => given,
        RefEntry entry => new PullRef(entry.Name, entry.CollectionId),
        null or "" => throw new ArgumentTransformationMetadataException("A ref has a name: this one is empty."),
        Checksum commit => new PullRef(string.Empty, Commit: commit),
        string text => Parse(text),
        SummaryRef offered => new PullRef(offered.Name, offered.CollectionId),

        // The inner exception tells PowerShell that another parameter may take the object from the pipeline.
        _ => throw new ArgumentTransformationMetadataException($"'{item}' is no ref: give a name, NAME@CHECKSUM or a checksum.", new PSInvalidCastException()),
    };

    private static PullRef Parse(string text)
    {
        if (Checksum.TryParse(text, out Checksum commit))
            return new PullRef(string.Empty, Commit: commit);
        int at = text.LastIndexOf('@');
        return at > 0 && Checksum.TryParse(text.AsSpan(at + 1), out Checksum pinned) ? new PullRef(text[..at], Commit: pinned) : new PullRef(text);
    }
}
