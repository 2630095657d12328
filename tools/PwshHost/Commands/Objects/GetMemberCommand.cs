using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>A row of Get-Member.</summary>
public sealed record MemberDefinition(string TypeName, string Name, PSMemberTypes MemberType, string Definition)
{
    public override string ToString() => Definition;
}

/// <summary>Get-Member.</summary>
[Cmdlet(VerbsCommon.Get, "Member"), OutputType(typeof(MemberDefinition))]
public sealed class GetMemberCommand : PSCmdlet
{
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)] public string[] Name { get; set; } = ["*"];

    [Parameter, Alias("Type")] public PSMemberTypes MemberType { get; set; } = PSMemberTypes.All;

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        string type = InputObject.TypeNames[0];
        if (!_seen.Add(type)) return;
        var names = new NameFilter(null, Name, null);
        foreach (PSMemberInfo member in InputObject.Members
            .Where(member => (member.MemberType & MemberType) != 0 && names.Accepts(member.Name) && (Force || !IsAccessor(member.Name)))
            .OrderBy(member => member.MemberType).ThenBy(member => member.Name, StringComparer.OrdinalIgnoreCase))
        {
            WriteObject(new MemberDefinition(type, member.Name, member.MemberType, member.ToString() ?? ""));
        }
    }

    private static bool IsAccessor(string name)
        => name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal) || name.StartsWith("ps", StringComparison.Ordinal);
}
