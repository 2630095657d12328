namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Public keys that are trusted: packets, armoured text or keyboxes laid together.</summary>
internal sealed class Keyring
{
    private readonly Dictionary<string, CertificateBlock> _blocks = new(StringComparer.Ordinal);
    private Dictionary<string, List<(Certificate Owner, CertificateKey Key)>>? _keys;
    private List<Certificate>? _certificates;

    /// <summary>The keys, in the order in which they were added.</summary>
    internal IReadOnlyList<Certificate> Certificates
    {
        get
        {
            Build();
            return _certificates!;
        }
    }

    internal IReadOnlyCollection<CertificateBlock> Blocks => _blocks.Values;

    /// <summary>Adds the keys of a source. Later blocks of the same key add what the first lacks.</summary>
    internal void Add(byte[] bytes, string source)
    {
        foreach (CertificateBlock block in Parse(bytes, source))
        {
            string fingerprint = block.Primary!.Fingerprint;
            _blocks[fingerprint] = _blocks.TryGetValue(fingerprint, out CertificateBlock? known) ? CertificateMerge.Join(known, block).Block : block;
        }

        _keys = null;
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
        Build();
        string? id = signature.IssuerFingerprint?[^16..] ?? signature.IssuerKeyId;
        return id is not null && _keys!.TryGetValue(id, out List<(Certificate Owner, CertificateKey Key)>? found) ? found.Where(pair => signature.NamesIssuer(pair.Key.Packet)) : [];
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

    private void Build()
    {
        lock (_blocks)
        {
            if (_keys is not null)
                return;
            var certificates = new List<Certificate>();
            var keys = new Dictionary<string, List<(Certificate, CertificateKey)>>(StringComparer.Ordinal);
            foreach (CertificateBlock block in _blocks.Values)
            {
                if (Certificate.TryRead(block, fingerprint => _blocks.GetValueOrDefault(fingerprint)?.Primary) is not { } certificate)
                    continue;
                certificates.Add(certificate);
                foreach (CertificateKey key in certificate.Keys)
                {
                    if (!keys.TryGetValue(key.Packet.KeyId, out List<(Certificate, CertificateKey)>? list))
                        keys.Add(key.Packet.KeyId, list = []);
                    list.Add((certificate, key));
                }
            }

            _certificates = certificates;
            _keys = keys;
        }
    }
}
