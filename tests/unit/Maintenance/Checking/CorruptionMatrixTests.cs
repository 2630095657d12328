using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Maintenance.Checking;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Inventory;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;

namespace OstreePS.UnitTests.Maintenance.Checking;

/// <summary>Each type of object, damaged in each way, in each mode: every damage is found, and none makes the check fail.</summary>
public sealed class CorruptionMatrixTests : IDisposable
{
    private const uint OthersWrite = 2;
    private readonly string _folder = Directory.CreateTempSubdirectory("ostreeps-damage-").FullName;

    public enum Damage
    {
        BitFlip,
        Truncated,
        Longer,
        Empty,
        Directory,
        AnotherObject,
        Missing,
        WrongMode,
        WrongAttribute,
    }

    public static TheoryData<RepositoryMode> Modes() => [.. Enum.GetValues<RepositoryMode>()];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Every_damage_is_found(RepositoryMode mode)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Owners and trusted attributes need root.");
        using OstreeRepository repository = await BuildAsync(mode);
        Assert.Empty(Check(repository, out _));
        ObjectInfo[] victims = [.. ObjectInventory.List(repository, [], withParents: false, TestContext.Current.CancellationToken).GroupBy(KindOf, StringComparer.Ordinal).Select(group => group.MaxBy(item => item.StoredSize)!)];
        int expected = mode == RepositoryMode.BareSplitXattrs ? 8 : mode is RepositoryMode.BareUser or RepositoryMode.Archive ? 5 : 6;
        Assert.True(victims.Length >= expected, $"{victims.Length} kinds of objects in {mode}");
        var failures = new List<string>();
        foreach (ObjectInfo victim in victims)
        {
            foreach (Damage damage in Enum.GetValues<Damage>())
                Try(repository, victim, damage, failures);
        }

        Assert.True(failures.Count == 0, $"{mode}:\n{string.Join('\n', failures)}");
    }

    private static string KindOf(ObjectInfo item)
        => $"{item.Type}{(new FileInfo(PathOf(item)).LinkTarget is null ? string.Empty : " link")}";

    private static string PathOf(ObjectInfo item)
    {
        string[] found = Directory.GetFiles(Path.Combine(item.Repository, "objects", item.Checksum.ToString()[..2]), $"{item.Checksum.ToString()[2..]}.*");
        return found.Single(path => path.EndsWith($".{item.Type.ToName()}", StringComparison.Ordinal) || (item.Type == ObjectType.File && path.EndsWith(".filez", StringComparison.Ordinal)));
    }

    private void Try(OstreeRepository repository, ObjectInfo victim, Damage damage, List<string> failures)
    {
        string path = PathOf(victim);
        bool isLink = new FileInfo(path).LinkTarget is not null;
        string kind = KindOf(victim);

        // What cannot be: a link has no mode, an empty link does not exist. What cannot be seen: no checksum covers detached metadata, and it may be absent.
        if ((isLink && damage is Damage.WrongMode or Damage.Empty) || (victim.Type == ObjectType.CommitMeta && damage is Damage.BitFlip or Damage.Missing or Damage.Empty))
            return;
        string spare = Path.Combine(_folder, "spare");
        File.Move(path, spare);
        try
        {
            Inflict(spare, path, isLink, damage);
            List<RepositoryDefect> defects = Check(repository, out RepositoryCheck check);
            if (!defects.Exists(defect => defect.Severity > DefectSeverity.Information && Concerns(defect, victim)))
                failures.Add($"{kind} {damage}: not found; {string.Join("; ", defects)}");
            bool harmless = damage is Damage.WrongMode or Damage.WrongAttribute || (damage == Damage.Longer && path.EndsWith(".filez", StringComparison.Ordinal)) || victim.Type is ObjectType.CommitMeta or ObjectType.FileXattrs;
            if (!harmless && (check.IsHealthy || !defects.Exists(defect => defect.Severity == DefectSeverity.Error && defect.Refs.Contains("main", StringComparer.Ordinal))))
                failures.Add($"{kind} {damage}: no error that names the ref; {string.Join("; ", defects)}");
        }
        finally
        {
            if (Directory.Exists(path))
                Directory.Delete(path);
            File.Delete(path);
            File.Move(spare, path);
        }
    }

    // Of a commit that is missing the ref tells. The attributes of content are two files, and either may be named.
    private static bool Concerns(RepositoryDefect defect, ObjectInfo victim) => defect.Object is { } name
        ? name.Checksum == victim.Checksum && (name.Type == victim.Type || victim.Type == ObjectType.FileXattrsLink)
        : defect.Kind == DefectKind.DanglingRef && victim.Type == ObjectType.Commit && defect.Commits.Contains(victim.Checksum);

    private static void Inflict(string original, string path, bool isLink, Damage damage)
    {
        switch (damage)
        {
            case Damage.Missing:
                return;
            case Damage.Directory:
                Directory.CreateDirectory(path);
                return;
            case Damage.AnotherObject:
                File.WriteAllText(path, "no object at all, of no type there is");
                return;
        }

        if (isLink)
        {
            string target = new FileInfo(original).LinkTarget!;
            File.CreateSymbolicLink(path, damage switch { Damage.BitFlip => "X" + target[1..], Damage.Truncated => target[..^1], Damage.Longer => target + "X", _ => target });
        }
        else
        {
            Copy(original, path);
        }

        using DirectoryHandle folder = DirectoryHandle.Open(Path.GetDirectoryName(path)!);
        switch (damage)
        {
            case Damage.WrongAttribute when isLink:
                Xattr.SetOfLink(folder, Path.GetFileName(path), "trusted.wrong"u8, "1"u8);
                break;
            case Damage.WrongAttribute:
                using (Microsoft.Win32.SafeHandles.SafeFileHandle file = folder.OpenRead(Path.GetFileName(path)))
                    Xattr.Set(file, "trusted.wrong"u8, "1"u8, path);
                break;
            case Damage.WrongMode:
                using (Microsoft.Win32.SafeHandles.SafeFileHandle file = folder.OpenRead(Path.GetFileName(path)))
                    file.ChangeMode(file.Stat(path).Mode ^ OthersWrite, path);
                break;
            case Damage.BitFlip when !isLink:
                byte[] bytes = File.ReadAllBytes(path);
                bytes[bytes.Length / 2] ^= 4;
                Overwrite(path, bytes);
                break;
            case Damage.Truncated when !isLink:
                Overwrite(path, File.ReadAllBytes(path)[..^1]);
                break;
            case Damage.Longer when !isLink:
                Overwrite(path, [.. File.ReadAllBytes(path), 0]);
                break;
            case Damage.Empty:
                Overwrite(path, []);
                break;
        }
    }

    private static void Copy(string original, string path)
    {
        using System.Diagnostics.Process copy = System.Diagnostics.Process.Start("cp", ["-a", original, path]);
        copy.WaitForExit();
        Assert.Equal(0, copy.ExitCode);
    }

    // In place: owner, mode and attributes stay.
    private static void Overwrite(string path, byte[] bytes)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
        stream.SetLength(0);
        stream.Write(bytes);
    }

    private static List<RepositoryDefect> Check(OstreeRepository repository, out RepositoryCheck check)
    {
        var defects = new List<RepositoryDefect>();
        check = RepositoryChecker.Run(repository, new CheckOptions(), defects.Add, IOperationObserver.None, TestContext.Current.CancellationToken);
        return defects;
    }

    private async Task<OstreeRepository> BuildAsync(RepositoryMode mode)
    {
        string tree = Path.Combine(_folder, "tree");
        Directory.CreateDirectory(Path.Combine(tree, "folder"));
        File.WriteAllText(Path.Combine(tree, "folder", "file"), "some content, long enough to be damaged in the middle");
        File.CreateSymbolicLink(Path.Combine(tree, "link"), "folder/file");
        if (mode == RepositoryMode.BareSplitXattrs)
        {
            using DirectoryHandle folder = DirectoryHandle.Open(Path.Combine(tree, "folder"));
            using Microsoft.Win32.SafeHandles.SafeFileHandle file = folder.OpenRead("file");
            Xattr.Set(file, "trusted.kept"u8, "value"u8, "file");
        }

        var repository = OstreeRepository.Create(Path.Combine(_folder, "repo"), mode);
        var options = new CommitOptions
        {
            Branch = "main",
            DetachedMetadata = [new("key", Variant.String("value"))],
            CanonicalPermissions = mode == RepositoryMode.BareUserOnly,
        };
        await CommitOperation.RunAsync(repository, tree, options, IOperationObserver.None, TestContext.Current.CancellationToken);
        return repository;
    }
}
