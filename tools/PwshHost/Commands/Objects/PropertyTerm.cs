using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>One element of a -Property list: a name with wildcards, a script block, or a table with Name and Expression.</summary>
internal sealed record PropertyTerm(string? Name, PSPropertyExpression Expression, bool? Descending)
{
    internal static PropertyTerm[] ParseAll(object[]? terms) => [.. (terms ?? []).Select(Parse)];

    /// <summary>The first value that the term has on an object; null when it has none or its script fails.</summary>
    internal object? ValueOn(PSObject target)
        => Expression.GetValues(target) is [{ Exception: null } first, ..] ? first.Result : null;

    private static PropertyTerm Parse(object term)
    {
        object plain = term is PSObject wrapped ? wrapped.BaseObject : term;
        if (plain is not IDictionary table) return new(Name: null, ExpressionOf(plain), Descending: null);

        string? name = null;
        bool? descending = null;
        object? expression = null;
        foreach (DictionaryEntry entry in table)
        {
            string key = entry.Key.ToString()!;
            object? value = entry.Value is PSObject inner ? inner.BaseObject : entry.Value;
            if (Abbreviates(key, "Name") || Abbreviates(key, "Label")) name = value?.ToString();
            else if (Abbreviates(key, "Expression")) expression = value;
            else if (Abbreviates(key, "Descending")) descending = LanguagePrimitives.IsTrue(value);
            else if (Abbreviates(key, "Ascending")) descending = !LanguagePrimitives.IsTrue(value);
            else throw new PSArgumentException($"The {key} key is not valid in a property table: use Name, Expression, Descending or Ascending.");
        }

        expression ??= name ?? throw new PSArgumentException("A property table needs an Expression.");
        return new(name, ExpressionOf(expression), descending);
    }

    private static PSPropertyExpression ExpressionOf(object value)
        => value is ScriptBlock script ? new(script) : new(LanguagePrimitives.ConvertTo<string>(value));

    private static bool Abbreviates(string key, string word) => key.Length > 0 && word.StartsWith(key, StringComparison.OrdinalIgnoreCase);
}
