using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository;

/// <summary>What there is to know of a repository at a glance; plain values, without anything open.</summary>
/// <param name="Path">Where it is: an absolute path.</param>
/// <param name="Mode">How content is kept.</param>
/// <param name="CollectionId">The collection that local refs belong to; null for none.</param>
/// <param name="Parent">The path of the repository that is read where this one lacks something; null for none.</param>
/// <param name="IsWritable">Whether the present user may write objects.</param>
/// <param name="IsSystem">Whether this is the repository of the running system.</param>
public sealed record RepositoryInfo(string Path, RepositoryMode Mode, string? CollectionId, string? Parent, bool IsWritable, bool IsSystem)
{
    /// <summary>The same as <see cref="Path"/>, so that it binds by name to parameters that take a repository.</summary>
    public string Repository => Path;

    /// <summary>Bytes that are free on its file system.</summary>
    public long FreeBytes { get; init; }

    /// <summary>Bytes that its config wants to be kept free there: no content is written that would leave less.</summary>
    public long ReservedBytes { get; init; }

    /// <summary>Describes an open repository.</summary>
    public static RepositoryInfo Of(OstreeRepository repository)
    {
        (long free, long reserved) = repository.ReadSpace();
        return new RepositoryInfo(repository.Path, repository.Mode, repository.CollectionId, repository.Parent?.Path, repository.IsWritable, repository.IsSystem)
        {
            FreeBytes = free,
            ReservedBytes = reserved,
        };
    }

    /// <summary>The path.</summary>
    public override string ToString() => Path;
}
