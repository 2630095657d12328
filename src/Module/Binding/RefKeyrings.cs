using System.Collections;
using System.Management.Automation;
using OstreePS.Core.Pull;

namespace OstreePS.Binding;

/// <summary>Reads a table whose keys are collections, or <c>COLLECTION:REF</c>, and whose values are remotes.</summary>
internal static class RefKeyrings
{
    internal static IReadOnlyList<RefKeyring> Read(IDictionary? table) => table is null ? [] : [.. table.Cast<DictionaryEntry>().Select(Read)];

    private static RefKeyring Read(DictionaryEntry entry)
    {
        string[] parts = entry.Key.ToString()!.Split(':', 2);
        return new RefKeyring(parts[0], parts.Length > 1 ? parts[1] : null, ((entry.Value as PSObject)?.BaseObject ?? entry.Value)?.ToString() ?? string.Empty);
    }
}
