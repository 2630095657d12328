using System.Collections.Concurrent;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>The parts of large files in a staging directory. What earlier pulls left is looked up once, not for each file.</summary>
internal sealed class PartialFiles(DirectoryHandle directory)
{
    private readonly ConcurrentDictionary<string, bool> _names = new(PartialFile.NamesIn(directory).Select(name => KeyValuePair.Create(name, true)), StringComparer.Ordinal);

    /// <summary>Opens the part that is there; null when there is none.</summary>
    internal PartialFile? TryOpen(string name) => _names.ContainsKey(name) ? PartialFile.TryOpen(directory, name) : null;

    /// <summary>Begins a part.</summary>
    internal PartialFile Create(string name)
    {
        _names[name] = true;
        return PartialFile.Create(directory, name);
    }
}
