using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository.Refs;

/// <summary>Which ref: a local one, a remote's, or a mirror of a collection's.</summary>
public sealed record RefAddress
{
    /// <summary>Names a ref.</summary>
    /// <param name="name">Its name, without remote or collection.</param>
    /// <param name="remote">The remote that it was pulled from.</param>
    /// <param name="collectionId">The collection whose ref it mirrors; not together with a remote.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/> or <see cref="OstreeFault.InvalidOption"/>.</exception>
    public RefAddress(string name, string? remote = null, string? collectionId = null)
    {
        if (remote is not null && collectionId is not null)
            throw new OstreeException(OstreeFault.InvalidOption, $"The ref '{remote}:{name}' was given both a remote and a collection.", name, "Name the remote or the collection.");
        RefName.Validate(name);
        if (remote is not null)
            RefName.ValidateRemote(remote);
        if (collectionId is not null)
            RefName.ValidateCollection(collectionId);
        Name = name;
        Remote = remote;
        CollectionId = collectionId;
    }

    /// <summary>The name, without remote or collection.</summary>
    public string Name { get; }

    /// <summary>The remote, for a remote's ref.</summary>
    public string? Remote { get; }

    /// <summary>The collection, for a mirror.</summary>
    public string? CollectionId { get; }

    /// <summary>Reads <c>NAME</c> or <c>REMOTE:NAME</c>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public static RefAddress Parse(string refspec)
    {
        (string? remote, string name) = RefName.ParseRefspec(refspec);
        return new RefAddress(name, remote);
    }

    /// <summary>Where a listed ref lies.</summary>
    public static RefAddress Of(RefEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new RefAddress(entry.Name, entry.Remote, entry.Kind == RefKind.Mirror ? entry.CollectionId : null);
    }

    /// <summary>Another name in the same place.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidRefName"/>.</exception>
    public RefAddress WithName(string name) => new(name, Remote, CollectionId);

    /// <summary>The name as a person reads it: <c>name</c>, <c>remote:name</c> or <c>(collection, name)</c>.</summary>
    public override string ToString() => (Remote, CollectionId) switch
    {
        ({ } remote, _) => $"{remote}:{Name}",
        (_, { } collection) => $"({collection}, {Name})",
        _ => Name,
    };

    /// <summary>The kind of ref that this is in a repository: the repository's own collection has its refs among the local ones.</summary>
    internal RefKind KindIn(OstreeRepository repository)
        => Remote is not null ? RefKind.Remote
            : CollectionId is null || string.Equals(CollectionId, repository.CollectionId, StringComparison.Ordinal) ? RefKind.Local
            : RefKind.Mirror;

    internal string AreaIn(OstreeRepository repository) => KindIn(repository) switch
    {
        RefKind.Remote => $"{RepositoryLayout.Remotes}/{Remote}",
        RefKind.Mirror => $"{RepositoryLayout.Mirrors}/{CollectionId}",
        _ => RepositoryLayout.Heads,
    };
}
