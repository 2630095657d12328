using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Signing;
using OstreePS.Core.Signing.OpenPgp;

namespace OstreePS.UnitTests.Signing;

/// <summary>Signatures and keys that were cut, forged, blown up or made of noise.</summary>
public sealed class HostileSignatureTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    private static readonly string[] s_names = ["rsa3072", "ed25519", "nistp256", "dsa2048", "rsa-subkey"];

    private SignatureVerifier Gpg => Verifiers.OpenPgpOf([fixture.AllKeys]);

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp256")]
    [InlineData("dsa2048")]
    [InlineData("rsa-subkey")]
    public void A_signature_cut_anywhere_is_never_good(string name)
    {
        (byte[] data, byte[] signature) = Signed(name);
        SignatureVerifier gpg = Gpg;
        Assert.Equal(SignatureState.Good, Assert.Single(Inspect(gpg, data, signature)).State);
        for (int length = 0; length < signature.Length; length++)
            Assert.DoesNotContain(Inspect(gpg, data, signature[..length]), info => info.IsGood);
    }

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp256")]
    [InlineData("dsa2048")]
    public void A_flipped_bit_of_what_is_signed_makes_a_signature_bad(string name)
    {
        (byte[] data, byte[] signature) = Signed(name);
        SignatureVerifier gpg = Gpg;
        for (int at = 0; at < data.Length; at += 7)
        {
            byte[] forged = [.. data];
            forged[at] ^= 1;
            Assert.Equal(SignatureState.Bad, Assert.Single(Inspect(gpg, forged, signature)).State);
        }
    }

    [Fact]
    public void Noise_over_a_signature_is_reported_and_nothing_else_is_thrown()
    {
        var random = new Random(17);
        SignatureVerifier gpg = Gpg;
        foreach (string name in s_names)
        {
            (byte[] data, byte[] signature) = Signed(name);
            for (int round = 0; round < 300; round++)
            {
                byte[] noisy = [.. signature];
                for (int flips = random.Next(1, 6); flips > 0; flips--)
                    noisy[random.Next(noisy.Length)] = (byte)random.Next(256);
                _ = Inspect(gpg, data, noisy);
            }
        }
    }

    [Fact]
    public void Noise_over_a_key_is_a_fault_or_a_key_that_does_not_count()
    {
        var random = new Random(23);
        (byte[] data, byte[] signature) = Signed("rsa-subkey");
        byte[] key = Armor.Remove(File.ReadAllBytes(fixture.KeyFile("gpg", "rsa-subkey.pub.asc")), "key").ToArray();
        for (int round = 0; round < 300; round++)
        {
            byte[] noisy = [.. key];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
                noisy[random.Next(noisy.Length)] = (byte)random.Next(256);
            var keyring = new Keyring();
            keyring.Add(noisy, "noise");
            foreach (Certificate certificate in keyring.Certificates)
                _ = OpenPgpKeyInfo.Of(certificate, remote: null);
            _ = Inspect(new OpenPgpVerifier(keyring), data, signature);
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xC2, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF })] // two gigabytes are promised
    [InlineData(new byte[] { 0x8A, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xC2, 0xFF })]
    [InlineData(new byte[] { 0xC2, 0xE5, 0x04 })] // partial length
    [InlineData(new byte[] { 0x8B, 0x04 })] // indeterminate length
    [InlineData(new byte[] { 0x41, 0x42 })]
    [InlineData(new byte[] { 0xC2, 0x0A, 4, 0, 1, 8, 0xFF, 0xFF, 0, 0, 0, 0 })] // hashed part longer than the packet
    [InlineData(new byte[] { 0xC2, 0x10, 4, 0, 1, 8, 0, 6, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 2, 0, 0, 0, 0 })] // subpacket of two gigabytes
    public void A_packet_that_promises_more_than_it_has_is_unreadable(byte[] signature)
        => Assert.Equal(SignatureState.Unreadable, Assert.Single(Inspect(Gpg, [1, 2, 3], signature)).State);

    [Fact]
    public void A_compressed_packet_is_not_opened()
    {
        (byte[] data, byte[] signature) = Signed("ed25519");
        var bomb = new MemoryStream();
        using (var deflate = new System.IO.Compression.DeflateStream(bomb, System.IO.Compression.CompressionLevel.SmallestSize, leaveOpen: true))
        {
            deflate.Write(signature);
            deflate.Write(new byte[64 * 1024 * 1024]);
        }

        byte[] body = [1, .. bomb.ToArray()];
        byte[] packet = [0xC8, 0xFF, (byte)(body.Length >> 24), (byte)(body.Length >> 16), (byte)(body.Length >> 8), (byte)body.Length, .. body];
        Assert.Equal(SignatureState.Unreadable, Assert.Single(Inspect(Gpg, data, packet)).State);
    }

    [Fact]
    public void More_signatures_than_anyone_makes_are_refused()
    {
        (byte[] data, byte[] signature) = Signed("rsa3072");
        Variant metadata = Metadata(SignatureEngine.Gpg, [.. Enumerable.Repeat(signature, 257)]);
        Assert.Equal(OstreeFault.SignatureInvalid, Assert.Throws<OstreeException>(() => Gpg.Verify("x", data, metadata)).Fault);
        Assert.Equal(256, Inspect(Gpg, data, [.. Enumerable.Repeat(signature, 1000).SelectMany(bytes => bytes)]).Count(info => info.IsGood));
    }

    [Fact]
    public void A_subkey_that_did_not_agree_does_not_sign_for_a_stranger()
    {
        // Another certificate adopts the signing subkey of "rsa-subkey", without a signature of that subkey and without one of its own.
        byte[] own = Armor.Remove(File.ReadAllBytes(fixture.KeyFile("gpg", "rsa-subkey.pub.asc")), "key").ToArray();
        byte[] stranger = Armor.Remove(File.ReadAllBytes(fixture.KeyFile("gpg", "rsa3072.pub.asc")), "key").ToArray();
        List<Packet> adopted = [.. PacketReader.Read(stranger, out _), .. PacketReader.Read(own, out _).SkipWhile(packet => packet.Tag != PacketTag.PublicSubkey)];
        var keyring = new Keyring();
        keyring.Add([.. adopted.SelectMany(packet => packet.ToBytes())], "adopted");
        (byte[] data, byte[] signature) = Signed("rsa-subkey");
        Assert.Equal(SignatureState.Bad, Assert.Single(Inspect(new OpenPgpVerifier(keyring), data, signature)).State);
    }

    [Fact]
    public void A_key_without_its_own_signatures_does_not_count()
    {
        byte[] whole = Armor.Remove(File.ReadAllBytes(fixture.KeyFile("gpg", "ed25519.pub.asc")), "key").ToArray();
        var keyring = new Keyring();
        keyring.Add([.. PacketReader.Read(whole, out _).Where(packet => packet.Tag != PacketTag.Signature).SelectMany(packet => packet.ToBytes())], "bare");
        (byte[] data, byte[] signature) = Signed("ed25519");
        Assert.Equal(SignatureState.Bad, Assert.Single(Inspect(new OpenPgpVerifier(keyring), data, signature)).State);
    }

    [Theory]
    [InlineData("ed25519", "ed25519-good.pub")]
    [InlineData("spki", "spki-good.pub")]
    [InlineData("spki", "spki-good-25519.pub")]
    public void Noise_over_plain_signatures_is_never_good(string engine, string key)
    {
        var random = new Random(5);
        string commit = fixture.Commit("raw commits", $"{engine}/{(key.Contains("25519.pub", StringComparison.Ordinal) && engine == "spki" ? "good-25519" : "good")}");
        byte[] data = fixture.Repository.Objects.LoadMetadata(new ObjectName(Checksum.Parse(commit), ObjectType.Commit));
        byte[] signature = new CommitSignatures(fixture.Repository).Read(Checksum.Parse(commit), engine)[0];
        SignatureVerifier verifier = Verifiers.Of(TrustedKeys.FromText(engine, File.ReadAllText(fixture.KeyFile("raw", key))));
        Assert.True(verifier.Verify(commit, data, Metadata(engine, signature)).HasGood);
        for (int round = 0; round < 100; round++)
        {
            byte[] noisy = random.Next(2) == 0 ? signature[..random.Next(signature.Length)] : [.. signature];
            if (noisy.Length == signature.Length)
                noisy[random.Next(noisy.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Equal(OstreeFault.SignatureInvalid, Assert.Throws<OstreeException>(() => verifier.Verify(commit, data, Metadata(engine, noisy))).Fault);
        }
    }

    [Fact]
    public void A_signature_file_of_noise_is_a_fault()
    {
        var random = new Random(3);
        for (int round = 0; round < 200; round++)
        {
            byte[] noise = new byte[random.Next(1, 200)];
            random.NextBytes(noise);
            Assert.Throws<OstreeException>(() => Gpg.Verify("summary", [1], SummarySignatures.Parse(noise)));
        }
    }

    private static Variant Metadata(string engine, params byte[][] signatures)
        => Variant.Dictionary([new(SignatureEngine.MetadataKey(engine), Variant.Array(VariantType.ByteString, signatures.Select(bytes => Variant.Bytes(bytes))))]);

    private static IReadOnlyList<SignatureInfo> Inspect(SignatureVerifier verifier, byte[] data, byte[] signature)
        => verifier.Inspect("test", data, Metadata(SignatureEngine.Gpg, signature)).Signatures;

    private (byte[] Data, byte[] Signature) Signed(string name)
    {
        var commit = Checksum.Parse(fixture.Commit("openpgp commits", name));
        return (fixture.Repository.Objects.LoadMetadata(new ObjectName(commit, ObjectType.Commit)), new CommitSignatures(fixture.Repository).Read(commit, SignatureEngine.Gpg)[0]);
    }
}
