using System.Text;
using CsCheck;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Signing;
using OstreePS.Core.Signing.OpenPgp;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using OstreePS.UnitTests.Formats.GVariant;
using OstreePS.UnitTests.Objects;

namespace OstreePS.UnitTests.Fuzz;

/// <summary>Good inputs: objects of a real commit, more that are generated, and texts as people write them.</summary>
public sealed class FuzzGround : IAsyncLifetime
{
    private const int Generated = 50;
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-fuzz-").FullName;

    internal OstreeRepository Archive { get; private set; } = null!;

    internal List<byte[]> Commits { get; } = [];

    internal List<byte[]> DirTrees { get; } = [];

    internal List<byte[]> DirMetas { get; } = [];

    internal List<byte[]> Archived { get; } = [];

    internal List<byte[]> Values { get; } = [];

    internal List<byte[]> Texts { get; } = [];

    internal List<byte[]> Configs { get; } = Bytes(
        "[core]\nrepo_version=1\nmode=archive-z2\n",
        "# a comment\n[core]\nrepo_version=1\nmode=bare-user-only\nfsync=false\nlock-timeout-secs=30\nmin-free-space-size=500MB\ntmp-expiry-secs=60\n\n[archive]\nzlib-level=9\n",
        "[core]\nrepo_version=1\nmode=bare-user\ncollection-id=org.example.Os\nlocking=true\n[remote \"origin\"]\nurl=https://example.org/repo\ngpg-verify=false\nbranches=a;b\\;c;\ncollection-id=org.example.Os\n",
        "[core]\nrepo_version=1\nmode=bare\nparent=../other\npayload-link-threshold=1000\nmin-free-space-percent=5\nName[de]=Gr\u00fc\u00dfe\n");

    internal List<byte[]> Refs { get; } = [];

    /// <summary>What the signatures are over.</summary>
    internal static byte[] Signed { get; } = Encoding.UTF8.GetBytes("What is signed.");

    internal SignatureVerifier OpenPgp { get; } = Verifiers.OpenPgpOf(Directory.EnumerateFiles(KeyFolder("gpg"), "*.pub.asc"));

    internal List<byte[]> Signatures { get; } = [.. ((string[])["rsa3072", "ed25519", "nistp256", "dsa2048", "subkey"]).Select(Sign)];

    internal List<byte[]> PublicKeys { get; } = [.. Directory.EnumerateFiles(KeyFolder("gpg"), "*.asc").SelectMany(path => (byte[][])[File.ReadAllBytes(path), Armor.Remove(File.ReadAllBytes(path), path).ToArray()])];

    internal List<byte[]> PlainKeys { get; } = [.. Directory.EnumerateFiles(KeyFolder("raw")).Where(path => !path.EndsWith(".pem", StringComparison.Ordinal)).Select(File.ReadAllBytes)];

    internal List<byte[]> KeyFiles { get; } = [.. Directory.EnumerateFiles(KeyFolder("raw")).Select(File.ReadAllBytes)];

    internal List<byte[]> Words { get; } = Bytes(
        "2024-02-29 12:34:56 +0200", "yesterday 10:00", "@1700000000", "Thu, 14 Mar 2024 09:26:53 GMT", "next friday", "TZ=\"Europe/Berlin\" 10:00",
        "origin:os/x86_64/stable", "main^^", "4 /usr/bin/su\n=493 /usr/bin/x\n", "a{sv}", "(uuua(ayay))", "m(ii)", new string('a', 64) + ".commit", new string('_', 43));

    internal Checksum ArchivedName { get; private set; }

    internal string ArchivedPath { get; private set; } = string.Empty;

    internal string ConfigHome => Path.Combine(_folder, "config-home");

    internal string ConfigPath => Path.Combine(ConfigHome, "config");

    internal string RefPath => Path.Combine(_folder, "archive/refs/heads/main");

    private static string KeyFolder(string kind) => Path.Combine(AppContext.BaseDirectory, "Fixtures", "2026.4", "signatures", "keys", kind);

    private static byte[] Sign(string name)
    {
        using ISigner signer = Signers.FromOpenPgpFile(Path.Combine(KeyFolder("gpg"), $"{name}.sec.asc"));
        return signer.Sign(Signed);
    }

    public async ValueTask InitializeAsync()
    {
        string tree = Path.Combine(_folder, "tree");
        Directory.CreateDirectory(Path.Combine(tree, "usr/bin"));
        File.WriteAllText(Path.Combine(tree, "usr/bin/hello"), string.Concat(Enumerable.Range(0, 500)));
        File.WriteAllText(Path.Combine(tree, "usr/ß"), string.Empty);
        File.CreateSymbolicLink(Path.Combine(tree, "bin"), "usr/bin");
        OstreeRepository.Create(ConfigHome, RepositoryMode.BareUserOnly).Dispose();
        Archive = OstreeRepository.Create(Path.Combine(_folder, "archive"), RepositoryMode.Archive);
        var options = new CommitOptions
        {
            Branch = "main",
            Subject = "A subject",
            Body = "A body.\n",
            GenerateSizes = true,
            Metadata = [new("version", Variant.String("1")), new("list", Variant.Parse("['a', 'b']"))],
        };
        CommitResult result = await CommitOperation.RunAsync(Archive, tree, options, IOperationObserver.None, CancellationToken.None);
        Commits.Add(Archive.Objects.LoadMetadata(new ObjectName(result.Checksum, ObjectType.Commit)));
        DirTrees.Add(Archive.Objects.LoadMetadata(new ObjectName(result.RootTree, ObjectType.DirTree)));
        DirMetas.Add(Archive.Objects.LoadMetadata(new ObjectName(result.RootMeta, ObjectType.DirMeta)));
        Refs.AddRange(Bytes($"{result.Checksum}\n", "main", "main^", result.Checksum.ToString()[..6], "origin:main"));
        foreach (string file in Directory.EnumerateFiles(Archive.Path, "*.filez", SearchOption.AllDirectories))
        {
            // They all lie, in turn, under the name of the last, so only that one may pass.
            Archived.Add(File.ReadAllBytes(file));
            ArchivedPath = file;
        }

        Archived.RemoveRange(0, Archived.Count - 1);
        ArchivedName = Checksum.Parse(Path.GetFileName(Path.GetDirectoryName(ArchivedPath)) + Path.GetFileNameWithoutExtension(ArchivedPath));
        Generate(ObjectGen.Commit.Select(commit => commit.ToBytes()), Commits);
        Generate(ObjectGen.DirTree.Select(directory => directory.ToBytes()), DirTrees);
        Generate(ObjectGen.DirMeta.Select(meta => meta.ToBytes()), DirMetas);
        Generate(VariantGen.Value.Select(value => Variant.Of(value).Data.ToArray()), Values);
        Generate(VariantGen.Value.Select(value => Encoding.UTF8.GetBytes(value.Print(annotate: true))), Texts);
        Texts.AddRange(Bytes("{'a': <1>, 'b': <('x', [1, 2], @ay [])>}", "[just 'a', nothing]", "b'bytes\\x01'", "@a{sv} {}", "(1.5e300, uint64 18446744073709551615, -0x10)", "<<<<'deep'>>>>", "'\\u00fc\\n'"));
    }

    public ValueTask DisposeAsync()
    {
        Archive.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private static void Generate(Gen<byte[]> gen, List<byte[]> into)
    {
        var made = new System.Collections.Concurrent.ConcurrentBag<byte[]>();
        gen.Sample(made.Add, iter: Generated);
        into.AddRange(made);
    }

    private static List<byte[]> Bytes(params IEnumerable<string> texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];
}
