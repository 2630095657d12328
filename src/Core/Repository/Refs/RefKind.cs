namespace OstreePS.Core.Repository.Refs;

/// <summary>Where a ref lives.</summary>
public enum RefKind
{
    /// <summary>In <c>refs/heads</c>: made here.</summary>
    Local,

    /// <summary>In <c>refs/remotes</c>: pulled from a remote.</summary>
    Remote,

    /// <summary>In <c>refs/mirrors</c>: a copy of another collection's ref.</summary>
    Mirror,
}
