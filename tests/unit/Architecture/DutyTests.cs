using System.Reflection;
using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;

namespace OstreePS.UnitTests.Architecture;

/// <summary>What only some rooms may do: call the system, open sockets, write into a repository, throw.</summary>
public sealed class DutyTests
{
    private const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    /// <summary>Members of Platform that change a file system.</summary>
    private static readonly string[] Writing =
    [
        "AnonymousFile::CreateIn", "AnonymousFile::TryPublish", "AnonymousFile::PublishOver", "TreeRemover::Remove",
        "DirectoryHandle::Create(", "DirectoryHandle::OpenWrite(", "DirectoryHandle::CreateDirectory(", "DirectoryHandle::CreateSymlink(", "DirectoryHandle::CreateWhiteout(",
        "DirectoryHandle::Unlink(", "DirectoryHandle::RemoveDirectory(", "DirectoryHandle::Rename(", "DirectoryHandle::TryRenameNew(", "DirectoryHandle::TryLink(",
        "System.IO.File::Write", "System.IO.File::Create", "System.IO.File::Delete", "System.IO.File::Move", "System.IO.File::Copy",
        "System.IO.Directory::Create", "System.IO.Directory::Delete", "System.IO.Directory::Move",
    ];

    /// <summary>Who may, and why.</summary>
    private static readonly Dictionary<string, string> Writers = new(StringComparer.Ordinal)
    {
        ["OstreePS.Core.Platform."] = "it is where writing is implemented",
        ["OstreePS.Core.Stores."] = "objects",
        ["OstreePS.Core.Repository.Transactions."] = "staging, and its way into the repository",
        ["OstreePS.Core.Repository.Refs."] = "refs",
        ["OstreePS.Core.Repository.RepositoryCreator"] = "a new repository's directories and config",
        ["OstreePS.Core.Repository.Configuration."] = "the config",
        ["OstreePS.Core.Repository.Remotes."] = "the files of remotes, and their cookies",
        ["OstreePS.Core.Repository.RepositoryLock"] = "the lock file",
        ["OstreePS.Core.Repository.CommitStateStore"] = "the marks of commits that are not complete",
        ["OstreePS.Core.Repository.Tombstone"] = "the marks of deleted commits, and the config that says so",
        ["OstreePS.Core.Pull.Remoting.SummaryCache"] = "copies of remotes' summaries",
        ["OstreePS.Core.Pull.Fetching.PartialFile"] = "what has come of a large file, in the staging directory",
        ["OstreePS.Core.Pull.UsbRepository"] = "directories on the way to a repository on a volume, and the link to it",
        ["OstreePS.Core.Signing.OpenPgp.RemoteKeyring"] = "the keyrings of remotes",
        ["OstreePS.Core.Signing.SigningKeyPair"] = "files of new keys, which are outside the repository",
        ["OstreePS.Core.Summaries.SummaryFile"] = "the summary and its signatures",
        ["OstreePS.Core.Trees.Building.SourceConsumer"] = "directories that a commit was asked to consume, which are outside the repository",
        ["OstreePS.Core.Maintenance.Pruning.PruneOperation"] = "the static deltas and cached summaries that a prune removes",
        ["OstreePS.Core.Trees.Export."] = "the archive, which is outside the repository",
        ["OstreePS.Core.Trees.Checkout."] = "the destination, which is outside the repository",
    };

    private static readonly string[] DefectTypes =
    [
        nameof(ArgumentException), nameof(ArgumentNullException), nameof(ArgumentOutOfRangeException), nameof(InvalidOperationException), nameof(NotSupportedException),
        nameof(ObjectDisposedException), nameof(OperationCanceledException), "UnreachableException", "SwitchExpressionException",
    ];

    [Fact]
    public void Only_Platform_imports_functions()
    {
        Assert.Empty(MethodsOfCore().Where(m => m.Attributes.HasFlag(MethodAttributes.PinvokeImpl) && !IsPlatform(m)).Select(Show));
        Assert.Contains(MethodsOfCore(), m => m.Attributes.HasFlag(MethodAttributes.PinvokeImpl));
    }

    [Fact]
    public void Only_Platform_touches_pointers()
    {
        Assert.Empty(MethodsOfCore().Where(m => UsesPointers(m) && !IsPlatform(m)).Select(Show));
        Assert.Contains(MethodsOfCore(), UsesPointers);
    }

    [Fact]
    public void Only_fetching_opens_sockets()
        => Assert.Empty(House.Dependencies((type, dependency)
            => (IsFrom("System.Net.Sockets", dependency.Target) || IsFrom("System.Net.Http", dependency.Target)) && !IsFrom("OstreePS.Core.Pull.Fetching", type)));

    [Fact]
    public void Only_stores_and_transactions_write_into_a_repository()
    {
        Assert.Empty(House.Dependencies((type, dependency) => IsFrom(House.Root, type) && IsWriting(dependency) && !Writers.Keys.Any(writer => IsFrom(writer, type))));
    }

    [Fact]
    public void Every_writer_on_the_list_does_write()
    {
        Assert.All(Writers.Keys, writer => Assert.NotEmpty(House.Dependencies((type, dependency) => IsFrom(writer, type) && IsWriting(dependency))));
    }

    [Fact]
    public void Core_throws_its_own_exception_for_faults_and_the_frameworks_for_defects_only()
    {
        Assert.Empty(House.Dependencies((type, dependency) => IsFrom(House.Root, type) && IsThrown(dependency, out string name) && name != "OstreeException" && type.Name != "OstreeException" && !DefectTypes.Contains(name, StringComparer.Ordinal)));
        Assert.NotEmpty(House.Dependencies((_, dependency) => IsThrown(dependency, out string name) && name == "OstreeException"));
    }

    [Fact]
    public void Nothing_static_changes()
    {
        string[] changing = [.. new[] { House.Core, House.Module }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !IsGenerated(type))
            .SelectMany(type => type.GetFields(All))
            .Where(field => field.IsStatic && !field.IsInitOnly && !field.IsLiteral && !field.Name.Contains('<', StringComparison.Ordinal))
            .Select(field => $"{field.DeclaringType}.{field.Name}")];
        Assert.Empty(changing);
    }

    private static bool IsFrom(string space, IType type) => type.FullName.StartsWith(space, StringComparison.Ordinal);

    private static bool IsWriting(ITypeDependency dependency)
        => dependency is MethodCallDependency call && Writing.Any(member => call.TargetMember.FullName.Contains(member, StringComparison.Ordinal));

    private static bool IsThrown(ITypeDependency dependency, out string name)
    {
        name = dependency.Target.Name;
        return dependency is MethodCallDependency call && name.EndsWith("Exception", StringComparison.Ordinal) && call.TargetMember.Name.StartsWith(".ctor", StringComparison.Ordinal);
    }

    private static IEnumerable<MethodBase> MethodsOfCore()
        => House.Core.GetTypes().SelectMany(type => type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)));

    // A span over stackalloc leaves an untyped pointer among the locals of code that is safe.
    private static bool UsesPointers(MethodBase method)
        => method.GetParameters().Any(parameter => parameter.ParameterType.IsPointer)
            || method.GetMethodBody()?.LocalVariables.Any(local => local.IsPinned || (local.LocalType.IsPointer && local.LocalType != typeof(void*))) == true;

    private static bool IsPlatform(MethodBase method) => House.RoomOf(method.DeclaringType!.Namespace) == "Platform";

    private static bool IsGenerated(Type type)
        => type.Name.Contains('<', StringComparison.Ordinal) || type.Namespace is null || type.Namespace.StartsWith("System", StringComparison.Ordinal) || type.Namespace.StartsWith("Microsoft", StringComparison.Ordinal);

    private static string Show(MethodBase method) => $"{method.DeclaringType}.{method.Name}";
}
