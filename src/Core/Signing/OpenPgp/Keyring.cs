namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Public keys that are trusted: packets, armoured text or keyboxes laid together.</summary>
internal sealed class Keyring
{
    private readonly Dictionary<string, CertificateBlock> _blocks = new(StringComparer.Ordinal);
    // Whether the signatures within a key are right costs time, and is asked only of the keys that are used.
    private readonly Dictionary<string, Certificate?> _certificates = new(StringComparer.Ordinal);

    /// <summary>The keys, in the order in which they were added.</summary>
    internal IReadOnlyList<Certificate> Certificates => [.. _blocks.Values.Select(Read).OfType<Certificate>()];

    internal IReadOnlyCollection<CertificateBlock> Blocks => _blocks.Values;

    /// <summary>Sources that hold something, and not one key that can be read.</summary>
    internal List<string> Keyless { get; } = [];

    /// <summary>Adds the keys of a source. Later blocks of the same key add what the first lacks.</summary>
    /// <param name="bytes">The source.</param>
    /// <param name="source">Where it is; for messages.</param>
    /// <param name="mustHaveKeys">Whether it is there for its keys, and not only among others that are.</param>
    internal void Add(byte[] bytes, string source, bool mustHaveKeys = true)
    {
        List<CertificateBlock> blocks = Parse(bytes, source);
        if (mustHaveKeys && blocks.Count == 0 && bytes.Length > 0)
            Keyless.Add(source);
        foreach (CertificateBlock block in blocks)
        {
            string fingerprint = block.Primary!.Fingerprint;
            _blocks[fingerprint] = _blocks.TryGetValue(fingerprint, out CertificateBlock? known) ? CertificateMerge.Join(known, block).Block : block;
        }

        _certificates.Clear();
    }

    /// <summary>The blocks of keys in a source.</summary>
    internal static List<CertificateBlock> Parse(byte[] bytes, string source)
    {
        ReadOnlyMemory<byte> packets = Keybox.IsOne(bytes) ? Keybox.ReadPackets(bytes) : Armor.Remove(bytes, source);
        return CertificateBlock.Split(PacketReader.Read(packets, out _));
    }

    /// <summary>The keys that may have made a signature.</summary>
    internal IEnumerable<(Certificate Owner, CertificateKey Key)> FindIssuers(SignaturePacket signature)
    {
        foreach (CertificateBlock block in _blocks.Values.Where(block => HasKey(block, signature)))
        {
            if (Read(block) is not { } certificate)
                continue;
            foreach (CertificateKey key in certificate.Keys.Where(key => signature.NamesIssuer(key.Packet)))
                yield return (certificate, key);
        }
    }

    /// <summary>The key that a user means by a key id, a fingerprint, an address or a part of a user id.</summary>
    internal IEnumerable<Certificate> Find(string wanted)
    {
        string digits = wanted.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? wanted[2..] : wanted.Replace(" ", string.Empty, StringComparison.Ordinal);
        bool isId = digits.Length is 8 or 16 or 32 or 40 && digits.All(char.IsAsciiHexDigit);
        return Certificates.Where(certificate => isId
            ? certificate.Keys.Any(key => key.Packet.Fingerprint.EndsWith(digits, StringComparison.OrdinalIgnoreCase))
            : certificate.Users.Any(user => user.Text.Contains(wanted, StringComparison.OrdinalIgnoreCase)));
    }

    private Certificate? Read(CertificateBlock block)
    {
        lock (_certificates)
        {
            string fingerprint = block.Primary!.Fingerprint;
            if (!_certificates.TryGetValue(fingerprint, out Certificate? certificate))
                _certificates[fingerprint] = certificate = Certificate.TryRead(block, other => _blocks.GetValueOrDefault(other)?.Primary);
            return certificate;
        }
    }

    private static bool HasKey(CertificateBlock block, SignaturePacket signature)
        => signature.NamesIssuer(block.Primary!) || block.Subkeys.Exists(pair => signature.NamesIssuer(pair.Key));
}
