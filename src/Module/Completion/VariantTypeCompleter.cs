using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OstreePS.Completion;

/// <summary>Completes the type of a GVariant by those that OSTree's files have.</summary>
public sealed class VariantTypeCompleter : IArgumentCompleter
{
    private static readonly (string Type, string Tip)[] Known =
    [
        ("a{sv}", "detached metadata of a commit, a tombstone, signatures of a summary"),
        ("(a{sv}aya(say)sstayay)", "a commit"),
        ("(a(say)a(sayay))", "a dirtree"),
        ("(uuua(ayay))", "a dirmeta"),
        ("a(ayay)", "extended attributes"),
        ("(a(s(taya{sv}))a{sv})", "a summary"),
        ("(a{sv}tayay(a{sv}aya(say)sstayay)aya(uayttay)a(yaytt))", "the superblock of a static delta"),
    ];

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => Known
            .Where(known => known.Type.StartsWith(Offer.Meant(wordToComplete), StringComparison.Ordinal))
            .Select(known => Offer.Of(known.Type, known.Tip));
}
