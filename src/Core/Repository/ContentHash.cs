using System.Security.Cryptography;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository;

/// <summary>The checksum of a content object: over the prefix and variant of its header, then the payload.</summary>
internal static class ContentHash
{
    /// <summary>Starts a hash with the header.</summary>
    internal static void AppendHeader(IncrementalHash hash, FileHeader header, VariantWriter writer)
    {
        ReadOnlySpan<byte> variant = header.WritePlain(writer);
        Span<byte> prefix = stackalloc byte[FileHeader.PrefixBytes];
        FileHeader.WritePrefix(prefix, variant.Length);
        hash.AppendData(prefix);
        hash.AppendData(variant);
    }

    /// <summary>Ends a hash and makes it ready for another.</summary>
    internal static Checksum Finish(IncrementalHash hash)
    {
        Span<byte> digest = stackalloc byte[Checksum.Size];
        hash.GetHashAndReset(digest);
        return new Checksum(digest);
    }
}
