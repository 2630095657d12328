using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository.Refs;

/// <summary>A ref and the commit that it names.</summary>
/// <param name="Name">The ref's name, without remote or collection.</param>
/// <param name="Checksum">The commit.</param>
/// <param name="Kind">Where the ref lives.</param>
/// <param name="Remote">The remote, for a remote's ref.</param>
/// <param name="CollectionId">The collection, where it is known.</param>
/// <param name="AliasOf">The ref that this one is an alias of.</param>
public sealed record RefEntry(string Name, Checksum Checksum, RefKind Kind, string? Remote = null, string? CollectionId = null, string? AliasOf = null)
{
    /// <summary>The path of the repository that has it.</summary>
    public string? Repository { get; init; }

    /// <summary>The name as a revision can be given: <c>remote:name</c> for a remote's ref.</summary>
    public string Refspec => Remote is null ? Name : $"{Remote}:{Name}";

    /// <summary>The name as a revision can be given.</summary>
    public override string ToString() => Refspec;
}
