namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>The packets of one certificate as they stand in a keyring, sorted by what they belong to.</summary>
internal sealed class CertificateBlock
{
    /// <summary>The most signatures that are kept of one key or user id; a key flooded with signatures of strangers costs no more than this.</summary>
    private const int MaxSignatures = 2000;

    private List<SignaturePacket> _current;

    private CertificateBlock(Packet primary)
    {
        Primary = PublicKeyPacket.TryRead(primary);
        Packets.Add(AsPublic(primary, Primary));
        _current = Direct;
    }

    /// <summary>The primary key; null when it is malformed or of an unknown version.</summary>
    internal PublicKeyPacket? Primary { get; }

    /// <summary>The packets, without anything secret and without what is for one keyring only.</summary>
    internal List<Packet> Packets { get; } = [];

    internal List<SignaturePacket> Direct { get; } = [];

    internal List<(ReadOnlyMemory<byte> Id, bool IsText, List<SignaturePacket> Signatures)> Users { get; } = [];

    internal List<(PublicKeyPacket Key, List<SignaturePacket> Signatures)> Subkeys { get; } = [];

    /// <summary>Sorts packets into blocks. What comes before the first key is passed over.</summary>
    internal static List<CertificateBlock> Split(IEnumerable<Packet> packets)
    {
        var blocks = new List<CertificateBlock>();
        foreach (Packet packet in packets)
        {
            if (packet.Tag is PacketTag.PublicKey or PacketTag.SecretKey)
                blocks.Add(new CertificateBlock(packet));
            else if (blocks.Count > 0)
                blocks[^1].Add(packet);
        }

        return [.. blocks.Where(block => block.Primary is not null)];
    }

    private void Add(Packet packet)
    {
        switch (packet.Tag)
        {
            case PacketTag.Signature:
                if (_current.Count < MaxSignatures && SignaturePacket.TryRead(packet.Body, out _) is { } signature)
                {
                    _current.Add(signature);
                    Packets.Add(packet);
                }

                break;
            case PacketTag.UserId or PacketTag.UserAttribute:
                Users.Add((packet.Body, packet.Tag == PacketTag.UserId, _current = []));
                Packets.Add(packet);
                break;
            case PacketTag.PublicSubkey or PacketTag.SecretSubkey:
                _current = [];
                if (PublicKeyPacket.TryRead(packet) is { } subkey)
                {
                    Subkeys.Add((subkey, _current));
                    Packets.Add(AsPublic(packet, subkey));
                }

                break;
        }
    }

    private static Packet AsPublic(Packet packet, PublicKeyPacket? key) => packet.Tag switch
    {
        PacketTag.SecretKey => new Packet(PacketTag.PublicKey, key?.Body ?? default),
        PacketTag.SecretSubkey => new Packet(PacketTag.PublicSubkey, key?.Body ?? default),
        _ => packet,
    };
}
