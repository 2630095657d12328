using ArchUnitNET.xUnitV3;

namespace OstreePS.UnitTests.Architecture;

/// <summary>Who may know whom: down the list of floors only, which leaves no way to a circle; and Core without PowerShell.</summary>
public sealed class LayeringTests
{
    public static TheoryData<string, string> Forbidden()
    {
        var pairs = new TheoryData<string, string>();
        foreach (string room in House.Rooms)
        {
            foreach (string other in House.Rooms.Where(other => !string.Equals(other, room, StringComparison.Ordinal) && House.FloorOf(other) <= House.FloorOf(room)))
                pairs.Add(room, other);
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void A_room_knows_only_those_below(string room, string other) => House.KnowsNothingOf(room, other).Check(House.Plan);

    [Fact]
    public void A_rule_turned_upside_down_is_reported_as_broken()
    {
        Assert.NotEmpty(House.ViolationsOf(House.KnowsNothingOf("Objects", "Formats")));
        Assert.NotEmpty(House.ViolationsOf(House.KnowsNothingOf("Platform", "Diagnostics")));
        Assert.NotEmpty(House.ViolationsOf(House.KnowsNothingOf("Trees", "Repository")));
    }

    [Fact]
    public void Every_type_of_Core_lives_in_a_room_of_the_design()
    {
        string[] homeless = [.. House.Core.GetTypes()
            .Where(type => type.Namespace?.StartsWith(House.Root, StringComparison.Ordinal) == true)
            .Where(type => House.RoomOf(type.Namespace) is not { } room || House.FloorOf(room) < 0)
            .Select(type => type.FullName!)];
        Assert.Empty(homeless);
    }

    [Fact]
    public void Core_knows_nothing_of_PowerShell()
        => Assert.DoesNotContain(House.Core.GetReferencedAssemblies(), name => name.Name!.StartsWith("System.Management.Automation", StringComparison.Ordinal));

    [Fact]
    public void The_module_cannot_see_what_Core_keeps_to_itself()
    {
        string[] friends = [.. House.Core
            .GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(System.Runtime.CompilerServices.InternalsVisibleToAttribute))
            .Select(data => (string)data.ConstructorArguments[0].Value!)];
        Assert.Equal(["OstreePS.UnitTests"], friends);
    }

    [Fact]
    public void The_module_starts_no_system_call_of_its_own()
        => Assert.Empty(House.Dependencies((type, dependency)
            => type.Assembly.Name.StartsWith("OstreePS,", StringComparison.Ordinal) && House.RoomOf(dependency.Target.Namespace?.FullName) == "Platform"));
}
