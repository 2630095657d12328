using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Objects;
using OstreePS.Core.Pull;
using OstreePS.Core.Repository.Refs;

namespace OstreePS.Binding;

/// <summary>Lets <c>-Ref</c> take names, <c>NAME@CHECKSUM</c>, whole checksums, and refs as objects.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PullRefArgumentAttribute : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = (inputData as PSObject)?.BaseObject ?? inputData;
        return value is IEnumerable and not string
            ? LanguagePrimitives.GetEnumerable(value).Cast<object?>().Select(ToPullRef).ToArray()
            : new[] { ToPullRef(inputData) };
    }

    // A whole checksum asks for a commit, and no ref is set to it: the name stays empty.
    private static PullRef ToPullRef(object? item) => ((item as PSObject)?.BaseObject ?? item) switch
    {
        PullRef given => given,
        RefEntry entry => new PullRef(entry.Name, entry.CollectionId),
        null or "" => throw new ArgumentTransformationMetadataException("A ref has a name: this one is empty."),
        Checksum commit => new PullRef(string.Empty, Commit: commit),
        string text => Parse(text),
        _ => throw new ArgumentTransformationMetadataException($"'{item}' is no ref: give a name, NAME@CHECKSUM or a checksum."),
    };

    private static PullRef Parse(string text)
    {
        if (Checksum.TryParse(text, out Checksum commit))
            return new PullRef(string.Empty, Commit: commit);
        int at = text.LastIndexOf('@');
        return at > 0 && Checksum.TryParse(text.AsSpan(at + 1), out Checksum pinned) ? new PullRef(text[..at], Commit: pinned) : new PullRef(text);
    }
}
