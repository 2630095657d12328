namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Judges the signatures of <c>ostree.gpgsigs</c> as GnuPG does for stock OSTree.</summary>
/// <remarks>
/// The trust in a key is that it is in the keyring. A key that has ended or was revoked makes no good signature, not even one from
/// before. A subkey must be bound to its primary key, and have agreed. Digests: SHA-1, SHA-2 and RIPEMD-160, but not MD5.
/// </remarks>
internal sealed class OpenPgpVerifier(Keyring keyring) : SignatureVerifier(SignatureEngine.Gpg)
{
    /// <summary>The most bytes that one signature may have.</summary>
    private const int MaxBytes = 1024 * 1024;

    private protected override IReadOnlyList<SignatureInfo> Judge(byte[] data, IReadOnlyList<byte[]> signatures)
    {
        var infos = new List<SignatureInfo>();
        for (int index = 0; index < signatures.Count; index++)
        {
            string? defect = $"it has {signatures[index].Length} bytes";
            List<Packet> packets = signatures[index].Length > MaxBytes ? [] : PacketReader.Read(signatures[index], out defect);
            int before = infos.Count;
            foreach (Packet packet in packets.Where(packet => packet.Tag == PacketTag.Signature).Take(SignatureMetadata.MaxSignatures - infos.Count))
            {
                infos.Add(SignaturePacket.TryRead(packet.Body, out string? wrong) is { } signature
                    ? JudgeOne(data, signature, index)
                    : Unreadable(index, wrong!));
            }

            if (infos.Count == before || defect is not null)
                infos.Add(Unreadable(index, defect ?? "there is no signature packet in it"));
        }

        return infos;
    }

    private SignatureInfo JudgeOne(byte[] data, SignaturePacket signature, int index)
    {
        var info = new SignatureInfo
        {
            Engine = Engine,
            Index = index,
            State = SignatureState.Bad,
            Reason = string.Empty,
            KeyId = signature.IssuerFingerprint?[^16..] ?? signature.IssuerKeyId,
            Fingerprint = signature.IssuerFingerprint,
            Algorithm = KeyAlgorithm.NameOf(signature.KeyAlgorithm),
            HashAlgorithm = HashKind.NameOf(signature.HashAlgorithm),
            Created = signature.Created,
            Expires = signature.Expires,
        };
        if (signature.Class != SignatureClass.Binary)
            return info with { State = SignatureState.NotSupported, Reason = $"The signature of key {info.KeyId} is of class {(int)signature.Class:x2}, and only those of binary data count." };
        if (!HashKind.IsAccepted(signature.HashAlgorithm))
            return info with { State = SignatureState.NotSupported, Reason = $"The signature of key {info.KeyId} is over {info.HashAlgorithm}, which is not accepted." };
        if (signature.UnknownCritical is { } critical)
            return info with { State = SignatureState.NotSupported, Reason = $"The signature of key {info.KeyId} cannot be judged: {critical}." };
        (Certificate Owner, CertificateKey Key)[] issuers = [.. keyring.FindIssuers(signature)];
        if (issuers.Length == 0)
            return info with { State = SignatureState.KeyMissing, Reason = $"The key {info.KeyId} is not among those that are trusted.{Keyless()}" };

        // Two keys may share an id by design of an attacker; the one that fits is meant.
        int fitting = Array.FindIndex(issuers, pair => signature.Fits(pair.Key.Packet, data));
        (Certificate owner, CertificateKey key) = issuers[Math.Max(fitting, 0)];
        info = info with
        {
            Fingerprint = key.Packet.Fingerprint,
            PrimaryFingerprint = owner.Primary.Packet.Fingerprint,
            UserId = owner.UserId,
            KeyExpires = key.Expires,
            PrimaryKeyExpires = owner.Primary.Expires,
        };
        return fitting < 0
            ? info with { Reason = $"The signature of key {info.KeyId} ({info.UserId}) does not fit the data." }
            : WeighKey(info, signature, owner, key);
    }

    private static SignatureInfo WeighKey(SignatureInfo info, SignaturePacket signature, Certificate owner, CertificateKey key)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        string name = $"{info.KeyId} ({info.UserId})";
        if (!owner.IsValid || !key.IsBound)
            return info with { Reason = $"The key {name} is not signed by its owner." };
        if (!key.MaySign)
            return info with { Reason = $"The key {name} is not made for signing data, or has not agreed to be a subkey." };
        if (key.Packet.Created > signature.Created || key.Packet.Created > now)
            return info with { Reason = $"The key {name} is newer than the signature, or not made yet: a clock is wrong." };
        if (signature.Expires <= now)
            return info with { State = SignatureState.Expired, Reason = $"The signature of key {name} ended at {signature.Expires:u}." };
        DateTimeOffset? end = key.Expires <= now ? key.Expires : owner.Primary.Expires <= now ? owner.Primary.Expires : null;
        if (end is not null)
            return info with { State = SignatureState.KeyExpired, Reason = $"The key {name} ended at {end:u}." };
        return key.IsRevoked
            ? info with { State = SignatureState.Revoked, Reason = $"The key {name} was revoked." }
            : info with { State = SignatureState.Good, Reason = $"It is the signature of the trusted key {name}." };
    }

    private SignatureInfo Unreadable(int index, string defect)
        => new() { Engine = Engine, Index = index, State = SignatureState.Unreadable, Reason = $"OpenPGP signature {index} is unreadable: {defect}." };

    private string Keyless() => keyring.Keyless.Count == 0 ? string.Empty : $" There is no key that can be read in '{string.Join("', '", keyring.Keyless)}'.";
}
