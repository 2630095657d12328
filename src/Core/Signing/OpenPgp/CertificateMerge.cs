namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Joins two copies of one key: user ids, subkeys and signatures that only the second has come to what the first has.</summary>
internal static class CertificateMerge
{
    /// <summary>The joined key, and whether the second copy brought anything.</summary>
    internal static (CertificateBlock Block, bool Changed) Join(CertificateBlock known, CertificateBlock added)
    {
        List<List<Packet>> parts = Parts(known);
        bool changed = false;
        foreach (List<Packet> part in Parts(added))
        {
            if (parts.Find(other => IsSame(other[0], part[0])) is not { } target)
            {
                parts.Add(part);
                changed = true;
                continue;
            }

            foreach (Packet signature in part.Skip(1).Where(signature => !target.Exists(other => IsSame(other, signature))))
            {
                target.Add(signature);
                changed = true;
            }
        }

        // User ids stand before subkeys: a reader takes what follows a subkey for another part of it.
        IEnumerable<Packet> ordered = parts.OrderBy(part => part[0].Tag switch { PacketTag.PublicKey => 0, PacketTag.PublicSubkey => 2, _ => 1 }).SelectMany(part => part);
        return (CertificateBlock.Split(ordered)[0], changed);
    }

    private static List<List<Packet>> Parts(CertificateBlock block)
    {
        var parts = new List<List<Packet>>();
        foreach (Packet packet in block.Packets)
        {
            if (packet.Tag == PacketTag.Signature)
                parts[^1].Add(packet);
            else
                parts.Add([packet]);
        }

        return parts;
    }

    private static bool IsSame(Packet one, Packet other) => one.Tag == other.Tag && one.Body.Span.SequenceEqual(other.Body.Span);
}
