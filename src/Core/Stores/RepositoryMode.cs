namespace OstreePS.Core.Stores;

/// <summary>How a repository keeps its content objects.</summary>
public enum RepositoryMode
{
    /// <summary>As they are, with real owner, mode and extended attributes; hard-link checkouts; needs root.</summary>
    Bare,

    /// <summary>As files of the present user, with owner, mode and attributes in the attribute <c>user.ostreemeta</c>.</summary>
    BareUser,

    /// <summary>As files of the present user, without any other metadata than the mode; ownership is canonical.</summary>
    BareUserOnly,

    /// <summary>As in <see cref="Bare"/>, but extended attributes are objects of their own.</summary>
    BareSplitXattrs,

    /// <summary>Compressed, with a header; made to be served over HTTP.</summary>
    Archive,
}
