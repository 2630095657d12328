using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Signing;
using OstreePS.Core.Signing.OpenPgp;

namespace OstreePS.UnitTests.Signing;

/// <summary>Keys and signatures made here.</summary>
public sealed class SigningTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    private static readonly byte[] s_data = Encoding.UTF8.GetBytes("What is signed.");

    [Theory]
    [InlineData("ed25519", null)]
    [InlineData("spki", SigningKeyKind.Ed25519)]
    [InlineData("spki", SigningKeyKind.Ed448)]
    [InlineData("spki", SigningKeyKind.Rsa)]
    [InlineData("spki", SigningKeyKind.NistP256)]
    public void A_new_key_signs_and_is_trusted(string engine, SigningKeyKind? kind)
    {
        string folder = Directory.CreateTempSubdirectory("ostreeps-keys-").FullName;
        try
        {
            SigningKeyFile key = SigningKeyPair.Generate(engine, kind).Save(Path.Combine(folder, "key"), force: false);
            using ISigner signer = Signers.FromFile(engine, key.Path)[0];
            Variant metadata = Signers.Sign(s_data, metadata: null, [signer]);
            Assert.True(Verifiers.Of(TrustedKeys.FromText(engine, key.PublicKey)).Verify("test", s_data, metadata).HasGood);
            Assert.True(Verifiers.Of(TrustedKeys.FromFile(engine, key.PublicPath)).Verify("test", s_data, metadata).HasGood);
            Assert.Equal(OstreeFault.SignatureInvalid, Assert.Throws<OstreeException>(() => Verifiers.Of(TrustedKeys.FromText(engine, key.PublicKey)).Verify("test", [.. s_data, 0], metadata)).Fault);
            Assert.Equal(OstreeFault.AlreadyExists, Assert.Throws<OstreeException>(() => SigningKeyPair.Generate(engine, kind).Save(key.Path, force: false)).Fault);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("rsa3072")]
    [InlineData("ed25519")]
    [InlineData("nistp256")]
    [InlineData("dsa2048")]
    [InlineData("subkey")]
    [InlineData("rsa-subkey")]
    public void The_file_of_an_OpenPGP_key_signs(string name)
    {
        using ISigner signer = Signers.FromOpenPgpFile(fixture.KeyFile("gpg", $"{name}.sec.asc"));
        SignatureReport report = Verifiers.OpenPgpOf([fixture.AllKeys]).Verify("test", s_data, Signers.Sign(s_data, metadata: null, [signer]));
        Assert.Contains($"{name}@", Assert.Single(report.Signatures).UserId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("expired-key")]
    [InlineData("revoked-key")]
    public void A_key_that_has_ended_does_not_sign(string name)
    {
        string path = fixture.KeyFile("gpg", $"{name}.sec.asc");
        if (name == "revoked-key")
        {
            // The revocation came after the secret key was exported.
            path = Path.GetTempFileName();
            File.WriteAllText(path, File.ReadAllText(fixture.KeyFile("gpg", $"{name}.sec.asc")) + File.ReadAllText(fixture.KeyFile("gpg", $"{name}.pub.asc")));
        }

        Assert.Equal(OstreeFault.SigningFailed, Assert.Throws<OstreeException>(() => Signers.FromOpenPgpFile(path)).Fault);
        if (name == "revoked-key")
            File.Delete(path);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("AAAA", 3)]
    [InlineData("not base64!", 6)]
    [InlineData("TQ==", 1)]
    [InlineData("TWE=", 2)]
    [InlineData("TW\nFu", 3)]
    [InlineData("TWF", 0)]
    public void Base64_is_read_as_GLib_reads_it(string text, int length) => Assert.Equal(length, LenientBase64.Decode(text).Length);

    [Fact]
    public void Keys_as_stock_OpenSSL_writes_them_are_read()
    {
        foreach (string name in (string[])["spki-good", "spki-good-25519", "spki-other"])
        {
            using ISigner signer = Signers.FromFile(SignatureEngine.Spki, fixture.KeyFile("raw", $"{name}.sec.pem"))[0];
            Variant metadata = Signers.Sign(s_data, metadata: null, [signer]);
            Assert.True(Verifiers.Of(TrustedKeys.FromFile(SignatureEngine.Spki, fixture.KeyFile("raw", $"{name}.pub.pem"))).Verify("test", s_data, metadata).HasGood);
        }
    }

    [Theory]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END OTHER-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("nothing\n")]
    public void Text_that_is_no_PEM_of_a_public_key_is_refused(string text)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        Assert.Equal(OstreeFault.InvalidSigningKey, Assert.Throws<OstreeException>(() => TrustedKeys.FromFile(SignatureEngine.Spki, path)).Fault);
        File.Delete(path);
    }

    [Fact]
    public void The_dummy_engine_needs_to_be_asked_for()
    {
        string? before = Environment.GetEnvironmentVariable("OSTREE_DUMMY_SIGN_ENABLED");
        try
        {
            Environment.SetEnvironmentVariable("OSTREE_DUMMY_SIGN_ENABLED", "1");
            using ISigner signer = Signers.FromText(SignatureEngine.Dummy, "secret");
            Variant metadata = Signers.Sign(s_data, metadata: null, [signer]);
            Assert.True(Verifiers.Of(TrustedKeys.FromText(SignatureEngine.Dummy, "secret")).Verify("test", s_data, metadata).HasGood);
            Assert.Throws<OstreeException>(() => Verifiers.Of(TrustedKeys.FromText(SignatureEngine.Dummy, "other")).Verify("test", s_data, metadata));
            Environment.SetEnvironmentVariable("OSTREE_DUMMY_SIGN_ENABLED", null);
            Assert.Equal(OstreeFault.NotSupported, Assert.Throws<OstreeException>(() => Verifiers.Of(TrustedKeys.FromText(SignatureEngine.Dummy, "secret")).Verify("test", s_data, metadata)).Fault);
            Assert.Equal(OstreeFault.NotSupported, Assert.Throws<OstreeException>(() => Signers.FromText(SignatureEngine.Dummy, "secret")).Fault);
        }
        finally
        {
            Environment.SetEnvironmentVariable("OSTREE_DUMMY_SIGN_ENABLED", before);
        }
    }

    [Fact]
    public void Other_metadata_stays_when_signatures_come_and_go()
    {
        string path = Directory.CreateTempSubdirectory("ostreeps-signed-").FullName;
        try
        {
            using OstreeRepository repository = OstreeRepository.Create(path, Core.Stores.RepositoryMode.Archive);
            var commit = Checksum.Parse(fixture.Commit("openpgp commits", "unsigned"));
            byte[] bytes = fixture.Repository.Objects.LoadMetadata(new ObjectName(commit, ObjectType.Commit));
            string file = Path.Combine(path, "objects", commit.ToString()[..2], commit.ToString()[2..] + ".commit");
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, bytes);
            File.WriteAllBytes(file + "meta", Variant.Dictionary([new("mine", Variant.String("kept"))]).Data.ToArray());

            var signatures = new CommitSignatures(repository);
            SigningKeyPair key = SigningKeyPair.Generate(SignatureEngine.Ed25519);
            for (int round = 0; round < 2; round++)
            {
                using ISigner signer = Signers.FromText(SignatureEngine.Ed25519, key.SecretText);
                signatures.Add(commit, signer);
            }

            signatures.Add(commit, SignatureEngine.Gpg, [1, 2, 3]);
            Assert.Equal(2, signatures.Read(commit, SignatureEngine.Ed25519).Count);
            Assert.Equal(1, signatures.Remove(commit, SignatureEngine.Ed25519, [1, 7]));
            Assert.Equal(1, signatures.Remove(commit, SignatureEngine.Ed25519, [0]));
            Assert.Equal("kept", repository.Objects.LoadDetachedMetadata(commit)!.LookUp("mine")!.GetString());
            Assert.Null(repository.Objects.LoadDetachedMetadata(commit)!.LookUp("ostree.sign.ed25519"));
            Assert.Equal(SignatureState.Unreadable, Assert.Single(signatures.Inspect(commit, [Verifiers.OpenPgpOf([])]).Signatures).State);
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    [Fact]
    public void A_key_that_is_imported_again_gets_what_is_new()
    {
        byte[] whole = Armor.Remove(File.ReadAllBytes(fixture.KeyFile("gpg", "revoked-key.pub.asc")), "key").ToArray();
        List<Packet> packets = PacketReader.Read(whole, out _);
        byte[] before = [.. packets.Where((packet, index) => index != packets.FindIndex(other => other.Tag == PacketTag.Signature)).SelectMany(packet => packet.ToBytes())];
        var keyring = new Keyring();
        keyring.Add(before, "before");
        Assert.False(Assert.Single(keyring.Certificates).Primary.IsRevoked);
        keyring.Add(whole, "after");
        Assert.True(Assert.Single(keyring.Certificates).Primary.IsRevoked);
        keyring.Add(before, "before, again");
        Assert.True(Assert.Single(keyring.Certificates).Primary.IsRevoked);
    }
}
