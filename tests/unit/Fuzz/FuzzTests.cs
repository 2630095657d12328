using System.Diagnostics;
using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Signing;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Core.Trees.Building;

namespace OstreePS.UnitTests.Fuzz;

/// <summary>
/// Mutated inputs, a minute of them in all: a parser takes them or throws our exception, quickly and without growing.
/// The environment variable <c>OSTREEPS_FUZZ_SECONDS</c> gives another time.
/// </summary>
public sealed class FuzzTests : IClassFixture<FuzzGround>
{
    private const int Targets = 14;
    private const long BytesForEachByte = 256;
    private const long BytesInAnyCase = 4 << 20;
    private static readonly TimeSpan SlowestInput = TimeSpan.FromSeconds(10);

    private readonly FuzzGround _ground;

    public FuzzTests(FuzzGround ground) => _ground = ground;

    [Fact]
    public void Commits() => Fuzz(_ground.Commits, input =>
    {
        Commit commit = Commit.Parse(input, "it");
        commit.Metadata.ToObject();
        commit.Metadata.Print();
        Assert.Equal(input, commit.ToBytes());
    });

    // No bytes at all are in normal form, too, for GLib and so for us; written again, they are one.
    [Fact]
    public void Directories() => Fuzz(_ground.DirTrees, input =>
    {
        byte[] again = DirTree.Parse(input, "it").ToBytes();
        Assert.Equal(input.Length == 0 ? [0] : input, again);
    });

    [Fact]
    public void Metadata_of_directories() => Fuzz(_ground.DirMetas, input => Assert.Equal(input, DirMeta.Parse(input, "it").ToBytes()));

    [Fact]
    public void Compressed_files() => Fuzz(_ground.Archived, input =>
    {
        File.WriteAllBytes(_ground.ArchivedPath, input);
        using Stream stream = _ground.Archive.Objects.OpenPayload(_ground.ArchivedName);
        stream.CopyTo(Stream.Null);
    });

    // Broken data read as something, often as many default values, and can be made normal, unless variants nest deeper than the 128 levels that GLib allows.
    [Fact]
    public void Values() => Fuzz(_ground.Values, input =>
    {
        Variant value = Variant.FromBytes(VariantType.Variant, input);
        Variant normal = value.ToNormalForm();
        Assert.True(normal.IsNormalForm || input.Count(b => b == 'v') > 60);
        value.Print(annotate: true);
        value.ToObject();
        Assert.Equal(value.IsNormalForm, normal.Data.Span.SequenceEqual(value.Data.Span));
    }, NormalLength);

    // Arrays of tuples whose offsets are broken stand for a member of each type in each element: the square of what there is.
    [Fact]
    public void Broken_data_that_stands_for_too_much_is_refused()
    {
        // The last two bytes say where the offsets begin.
        byte[] data = [.. Enumerable.Range(0, 7998).Select(i => (byte)((i % 7) + 1)), 4, 1];
        byte[] input = [.. data, 0, .. Encoding.ASCII.GetBytes($"a({string.Concat(Enumerable.Repeat("mq", 4000))})")];
        Variant value = Variant.FromBytes(VariantType.Variant, input);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => value.ToNormalForm()).Fault);
        Assert.Equal(OstreeFault.MalformedVariant, Assert.Throws<OstreeException>(() => value.ToObject()).Fault);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 512 << 20);
    }

    [Fact]
    public void The_price_of_a_value_grows_no_faster_than_its_type()
    {
        Price(1000);
        Assert.InRange(Price(8000), 1, 9 * Price(1000));

        static long Price(int pairs)
        {
            byte[] input = [0, 0, 0, 0, 0, .. Encoding.ASCII.GetBytes($"({string.Concat(Enumerable.Repeat("()t", pairs))})")];
            long before = GC.GetAllocatedBytesForCurrentThread();
            Variant value = Variant.FromBytes(VariantType.Variant, input);
            value.ToNormalForm();
            value.Print(annotate: true);
            value.ToObject();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void Texts_of_values() => Fuzz(_ground.Texts, input =>
    {
        var value = Variant.Parse(Encoding.UTF8.GetString(input));
        Assert.True(value.IsNormalForm);
        Assert.Equal(value.Type, Variant.Parse(value.Print(annotate: true)).Type);
    });

    [Fact]
    public void Key_files() => Fuzz(_ground.Configs, input =>
    {
        KeyFile file = KeyFile.Parse(input);
        Assert.Equal(file.Groups, KeyFile.Parse(file.ToBytes()).Groups);
    });

    [Fact]
    public void Configs() => Fuzz(_ground.Configs, input =>
    {
        File.WriteAllBytes(_ground.ConfigPath, input);
        using OstreeRepository repository = OstreeRepository.Open(_ground.ConfigHome);
        repository.Refs.List();
    });

    [Fact]
    public void Refs_and_revisions() => Fuzz(_ground.Refs, input =>
    {
        File.WriteAllBytes(_ground.RefPath, input);
        Try(() => _ground.Archive.Refs.List());
        Try(() => RevisionResolver.Resolve(_ground.Archive, "main"));
        RevisionResolver.Resolve(_ground.Archive, Encoding.UTF8.GetString(input));
    });

    [Fact]
    public void Words_of_users() => Fuzz(_ground.Words, input =>
    {
        string text = Encoding.UTF8.GetString(input);
        _ = Moment.TryParse(text, out _);
        Try(() => ObjectName.Parse(text));
        Try(() => Checksum.ParseBase64(text));
        Try(() => RefName.ParseRefspec(text));
        Try(() => VariantType.Parse(text));
        StatOverrides.Parse(text.Split('\n'), "it");
    });

    [Fact]
    public void OpenPGP_signatures() => Fuzz(_ground.Signatures, input =>
    {
        Variant metadata = Variant.Dictionary([new("ostree.gpgsigs", Variant.Array(VariantType.ByteString, [Variant.Bytes(input)]))]);
        SignatureReport report = _ground.OpenPgp.Inspect("it", FuzzGround.Signed, metadata);
        Assert.True(report.HasGood || report.Signatures.All(signature => signature.Reason.Length > 0));
        _ground.OpenPgp.Verify("it", FuzzGround.Signed, metadata);
    });

    [Fact]
    public void OpenPGP_keys() => Fuzz(_ground.PublicKeys, input =>
    {
        var keyring = new Keyring();
        keyring.Add(input, "it");
        foreach (Certificate certificate in keyring.Certificates)
            _ = OpenPgpKeyInfo.Of(certificate, remote: null).UserIds.Select(user => user.DirectUpdateUrl).ToList();
        byte[] again = [.. keyring.Blocks.SelectMany(block => block.Packets).SelectMany(packet => packet.ToBytes())];
        Assert.Equal(keyring.Blocks.Count, Keyring.Parse(again, "again").Count);
    });

    [Fact]
    public void Plain_keys() => Fuzz(_ground.PlainKeys, input =>
    {
        string text = Encoding.UTF8.GetString(input);
        Variant metadata = Variant.Dictionary([new("ostree.sign.spki", Variant.Array(VariantType.ByteString, [Variant.Bytes(input), Variant.Bytes(new byte[64])]))]);
        Try(() => Verifiers.Of(TrustedKeys.FromText("spki", text)).Inspect("it", FuzzGround.Signed, metadata));
        Try(() => Verifiers.Of(TrustedKeys.FromText("ed25519", text)).Inspect("it", FuzzGround.Signed, metadata));
        Try(() => Signers.FromText("spki", text).Dispose());
        Signers.FromText("ed25519", text).Dispose();
    });

    [Fact]
    public void Files_of_plain_keys() => Fuzz(_ground.KeyFiles, input =>
    {
        Try(() => KeyText.ReadBase64Lines(input, "it").Count());
        Assert.True(KeyText.ReadPemBlocks(input, "PUBLIC KEY", "it").All(block => block.Length <= input.Length));
    });

    [Fact]
    public void A_parser_that_throws_something_else_is_found()
        => Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => Fuzz([[(byte)'1', (byte)'2']], input => Convert.ToInt32(Encoding.UTF8.GetString(input), CultureInfo.InvariantCulture)));

    // What stands for more than its bytes may cost what it stands for.
    private static void Fuzz(IReadOnlyList<byte[]> samples, Action<byte[]> parse, Func<byte[], int>? standsFor = null)
    {
        int seed = Environment.GetEnvironmentVariable("OSTREEPS_FUZZ_SEED") is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : Random.Shared.Next();
        double seconds = Environment.GetEnvironmentVariable("OSTREEPS_FUZZ_SECONDS") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : 60;
        Assert.Contains(samples, sample => Try(() => parse(sample)));
        var mutator = new Mutator(seed, samples);
        for (long start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start).TotalSeconds < seconds / Targets;)
        {
            byte[] input = mutator.Next();
            long began = Stopwatch.GetTimestamp();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Exception? escaped = Record.Exception(() => Try(() => parse(input)));
            long taken = GC.GetAllocatedBytesForCurrentThread() - before;
            string shown = $"seed {seed}, input {Convert.ToBase64String(input)}";
            if (escaped is not null)
                Assert.Fail($"{escaped.GetType()}: {escaped.Message}\n{shown}\n{escaped.StackTrace}");
            if (taken > BytesInAnyCase + (input.Length * BytesForEachByte) && (standsFor is null || taken > BytesInAnyCase + (standsFor(input) * BytesForEachByte)))
                Assert.Fail($"{input.Length} bytes made {taken} bytes of garbage: {shown}");
            if (Stopwatch.GetElapsedTime(began) > SlowestInput)
                Assert.Fail($"{input.Length} bytes took {Stopwatch.GetElapsedTime(began)}: {shown}");
        }
    }

    private static int NormalLength(byte[] input)
    {
        const int Most = 4 << 20;
        int length = Most;
        Try(() => length = Variant.FromBytes(VariantType.Variant, input).ToNormalForm().Data.Length);
        return length;
    }

    private static bool Try(Action parse)
    {
        try
        {
            parse();
            return true;
        }
        catch (OstreeException e)
        {
            Assert.NotEmpty(e.Message);
            return false;
        }
    }
}
