using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace OstreePS.UnitTests.Architecture;

/// <summary>The compiled assemblies as ArchUnitNET sees them, and the rooms of the design: namespaces below OstreePS.Core.</summary>
internal static class House
{
    internal const string Root = "OstreePS.Core";

    /// <summary>From the top down. Rooms of one floor do not know each other, nor anything above.</summary>
    internal static readonly string[][] Floors =
    [
        ["Sysroot"],
        ["Pull"],
        ["Deltas", "Summaries"],
        ["Signing", "Maintenance", "Trees"],
        ["Repository"],
        ["Stores"],
        ["Objects"],
        ["Formats", "Platform"],
        ["Diagnostics"],
    ];

    internal static readonly System.Reflection.Assembly Core = typeof(OstreePS.Core.Diagnostics.OstreeException).Assembly;
    internal static readonly System.Reflection.Assembly Module = typeof(OstreePS.Foundation.OstreeCmdlet).Assembly;

    internal static readonly ArchUnitNET.Domain.Architecture Plan = new ArchLoader().LoadAssemblies(Core, Module).Build();

    internal static IEnumerable<string> Rooms => Floors.SelectMany(floor => floor);

    internal static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room, StringComparer.Ordinal));

    /// <summary>The room of a type by the full name of its namespace; null for a type that is in none.</summary>
    internal static string? RoomOf(string? space)
    {
        string[] parts = (space ?? string.Empty).Split('.');
        return parts is ["OstreePS", "Core", var room, ..] ? room : null;
    }

    internal static IArchRule KnowsNothingOf(string room, string other) => Types()
        .That().ResideInNamespaceMatching(Pattern(room))
        .Should().NotDependOnAny(Types().That().ResideInNamespaceMatching(Pattern(other)))
        .WithoutRequiringPositiveResults();

    internal static IEnumerable<string> ViolationsOf(IArchRule rule) => rule.Evaluate(Plan).Where(result => !result.Passed).Select(result => result.Description);

    /// <summary>Every dependency of a type of ours, one line each, where a test says that it is not allowed.</summary>
    internal static IEnumerable<string> Dependencies(Func<IType, ITypeDependency, bool> isForbidden) => Plan.Types
        .SelectMany(type => type.Dependencies.Where(dependency => isForbidden(type, dependency)).Select(dependency => $"{type.FullName} → {Show(dependency)}"))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal);

    private static string Show(ITypeDependency dependency)
        => dependency is MethodCallDependency call ? call.TargetMember.FullName : dependency.Target.FullName;

    private static string Pattern(string room) => $@"^OstreePS\.Core\.{room}(\..+)?$";
}
