using System.Security.Cryptography;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Maintenance.Checking;

/// <summary>Says why content does not match its name: whether an attribute too much explains it, or whether bytes, owner or mode changed.</summary>
internal sealed class MismatchDiagnosis(OstreeRepository repository, Checksum expected, Checksum actual)
{
    internal Finding Explain()
    {
        var name = new ObjectName(expected, ObjectType.File);
        using ContentObject? content = repository.Source.TryOpenContent(expected);
        if (content is not null)
        {
            foreach (ExtendedAttribute attribute in content.Header.Xattrs)
            {
                var others = ExtendedAttributes.Create(content.Header.Xattrs
                    .Where(other => other != attribute)
                    .Select(other => KeyValuePair.Create(other.RawName.ToArray(), other.Value.ToArray())));
                if (Matches(content.Header with { Xattrs = others }))
                    return Finding.Error(name, DefectKind.AttributesDamaged, $"{name} has the extended attribute {attribute.Name}, which is not part of it.");
            }
        }

        return Finding.Error(name, DefectKind.ChecksumMismatch, $"{name} has the checksum {actual}: its bytes{Metadata()} changed.");
    }

    private string Metadata() => repository.Mode switch
    {
        RepositoryMode.Bare => ", owner, mode or attributes",
        RepositoryMode.BareSplitXattrs => ", owner or mode",
        RepositoryMode.BareUserOnly => " or mode",
        _ => string.Empty,
    };

    private bool Matches(FileHeader header)
    {
        using ContentObject? content = repository.Source.TryOpenContent(expected);
        if (content is null)
            return false;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var writer = new VariantWriter(FileHeader.PlainType);
        ContentHash.AppendHeader(hash, header, writer);
        using Stream payload = content.OpenPayload();
        byte[] buffer = new byte[64 * 1024];
        for (int count; (count = payload.Read(buffer)) > 0;)
            hash.AppendData(buffer, 0, count);
        return ContentHash.Finish(hash) == expected;
    }
}
