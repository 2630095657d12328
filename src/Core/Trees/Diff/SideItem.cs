using OstreePS.Core.Objects;

namespace OstreePS.Core.Trees.Diff;

/// <summary>A directory of one of the compared trees. Used by the walking thread only.</summary>
internal abstract class SideDirectory : IDisposable
{
    /// <summary>What is in it, sorted by name.</summary>
    internal abstract IReadOnlyList<SideItem> List();

    public virtual void Dispose()
    {
    }
}

/// <summary>An entry of a directory of one of the compared trees.</summary>
internal abstract class SideItem(string name) : IDisposable
{
    internal string Name { get; } = name;

    /// <summary>Whether it is a directory; known once <see cref="Prepare"/> was called.</summary>
    internal abstract bool IsDirectory { get; }

    /// <summary>The content object, or the dirmeta object of a directory; null for what lies on disk.</summary>
    internal virtual Checksum? Object => null;

    /// <summary>The dirtree object of a directory in a commit; null for anything else.</summary>
    internal virtual Checksum? Tree => null;

    /// <summary>Takes hold of what needs the directory around it. Called on the walking thread, once, before anything else.</summary>
    internal virtual void Prepare()
    {
    }

    /// <summary>Opens the directory, which then owns what it holds of the file system. Called on the walking thread.</summary>
    internal abstract SideDirectory Enter();

    /// <summary>What is said of it. May be called on any thread.</summary>
    internal abstract TreeFacts Load();

    /// <summary>The content of a regular file, after <see cref="Load"/>. May be called on any thread, once.</summary>
    internal abstract Stream OpenPayload();

    public virtual void Dispose()
    {
    }
}
