using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;

namespace OstreePS.Core.Signing;

/// <summary>Signatures within an <c>a{sv}</c>: detached metadata of a commit, or <c>summary.sig</c>.</summary>
internal static class SignatureMetadata
{
    /// <summary>The most signatures of one engine that are looked at.</summary>
    internal const int MaxSignatures = 256;

    private static readonly VariantType s_list = VariantType.Parse("aay");

    /// <summary>The signatures of an engine; null when there is no such entry, which upstream tells from an empty list.</summary>
    internal static IReadOnlyList<byte[]>? Read(Variant? metadata, string engine)
    {
        Variant? value = metadata?.LookUp(SignatureEngine.MetadataKey(engine));
        if (value is null || !value.Type.Equals(s_list))
            return null;
        if (value.Count > MaxSignatures)
            throw new OstreeException(OstreeFault.SignatureInvalid, $"There are {value.Count} signatures of the engine '{engine}', which is more than {MaxSignatures}.", engine, "Get the metadata from where it was made.");
        return [.. value.Children().Select(item => item.GetBytes().ToArray())];
    }

    internal static Variant Append(Variant? metadata, string engine, byte[] signature)
        => Replace(metadata, engine, [.. Read(metadata, engine) ?? [], signature]);

    internal static Variant Replace(Variant? metadata, string engine, IReadOnlyList<byte[]> signatures)
    {
        string key = SignatureEngine.MetadataKey(engine);
        var entries = new List<KeyValuePair<string, Variant>>();
        foreach (Variant entry in metadata?.Children() ?? [])
        {
            if (entry[0].GetString() is var name && !string.Equals(name, key, StringComparison.Ordinal))
                entries.Add(new(name, entry[1].Unbox()));
        }

        if (signatures.Count > 0)
            entries.Add(new(key, Variant.Array(VariantType.ByteString, signatures.Select(signature => Variant.Bytes(signature)))));
        return Variant.Dictionary(GLibDictOrder.Arrange(entries));
    }
}
