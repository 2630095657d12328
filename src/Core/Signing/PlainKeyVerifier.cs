namespace OstreePS.Core.Signing;

/// <summary>Judges signatures that do not name their key: each is tried with each trusted key.</summary>
internal abstract class PlainKeyVerifier(TrustedKeys keys) : SignatureVerifier(keys.Engine)
{
    private const int KeysNamed = 3;

    /// <summary>Tries a signature with a key.</summary>
    /// <exception cref="Diagnostics.OstreeException"><see cref="Diagnostics.OstreeFault.InvalidSigningKey"/>: the key is none.</exception>
    private protected abstract bool Fits(byte[] data, byte[] signature, byte[] key);

    /// <summary>Why bytes cannot be a signature; null when they can.</summary>
    private protected abstract string? Defect(byte[] signature);

    private protected abstract string AlgorithmOf(byte[] key);

    private protected sealed override IReadOnlyList<SignatureInfo> Judge(byte[] data, IReadOnlyList<byte[]> signatures)
    {
        lock (keys)
        {
            if (keys.IsEmpty)
                keys.LoadDirectories(directory: null);
        }

        return [.. signatures.Select((signature, index) => JudgeOne(data, signature, index))];
    }

    private SignatureInfo JudgeOne(byte[] data, byte[] signature, int index)
    {
        if (Defect(signature) is { } defect)
            return new SignatureInfo { Engine = Engine, Index = index, State = SignatureState.Unreadable, Reason = $"Signature {index} is unreadable: {defect}." };
        foreach (byte[] key in keys.Usable)
        {
            if (Fits(data, signature, key))
            {
                string id = Convert.ToHexStringLower(key);
                return new SignatureInfo { Engine = Engine, Index = index, State = SignatureState.Good, KeyId = id, Fingerprint = id, PrimaryFingerprint = id, Algorithm = AlgorithmOf(key), Reason = $"It is the signature of the trusted key {id}." };
            }
        }

        foreach (byte[] key in keys.RevokedKeys)
        {
            if (Fits(data, signature, key))
            {
                string id = Convert.ToHexStringLower(key);
                return new SignatureInfo { Engine = Engine, Index = index, State = SignatureState.Revoked, KeyId = id, Fingerprint = id, PrimaryFingerprint = id, Algorithm = AlgorithmOf(key), Reason = $"It is the signature of the key {id}, which was revoked." };
            }
        }

        // The signature names no key: whether it was forged or made by a stranger cannot be told.
        return new SignatureInfo { Engine = Engine, Index = index, State = SignatureState.Bad, Reason = $"{Engine} signature {index} fits none of {Tried([.. keys.Usable])}." };
    }

    private static string Tried(IReadOnlyList<byte[]> keys)
        => keys.Count <= KeysNamed ? $"the trusted keys ({string.Join(", ", keys.Select(Convert.ToHexStringLower))})" : $"the {keys.Count} trusted keys";
}
