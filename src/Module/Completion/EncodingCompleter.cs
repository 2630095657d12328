using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OstreePS.Binding;

namespace OstreePS.Completion;

/// <summary>Completes the name of a text encoding.</summary>
public sealed class EncodingCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
        => EncodingArgumentAttribute.Names
            .Where(name => name.StartsWith(Offer.Meant(wordToComplete), StringComparison.OrdinalIgnoreCase))
            .Select(name => Offer.Of(name, name));
}
