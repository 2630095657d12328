using OstreePS.Core.Objects;

namespace OstreePS.Core.Stores;

/// <summary>Several sources asked in turn: staging, the repository itself, its parents.</summary>
internal sealed class SourceChain(params IObjectSource[] sources) : IObjectSource
{
    public bool Contains(in ObjectName name)
    {
        foreach (IObjectSource source in sources)
        {
            if (source.Contains(name))
                return true;
        }

        return false;
    }

    public byte[]? TryReadMetadata(in ObjectName name)
    {
        foreach (IObjectSource source in sources)
        {
            if (source.TryReadMetadata(name) is { } bytes)
                return bytes;
        }

        return null;
    }

    public ContentObject? TryOpenContent(in Checksum checksum)
    {
        foreach (IObjectSource source in sources)
        {
            if (source.TryOpenContent(checksum) is { } content)
                return content;
        }

        return null;
    }

    public ContentStatus? TryStatContent(in Checksum checksum)
    {
        foreach (IObjectSource source in sources)
        {
            if (source.TryStatContent(checksum) is { } status)
                return status;
        }

        return null;
    }

    public long? TryGetStoredSize(in ObjectName name)
    {
        foreach (IObjectSource source in sources)
        {
            if (source.TryGetStoredSize(name) is { } size)
                return size;
        }

        return null;
    }
}
