using System.Collections;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>One group of Group-Object.</summary>
public sealed class GroupInfo
{
    internal GroupInfo(object?[] values)
    {
        Values = new ArrayList(values);
        Name = string.Join(", ", values.Select(value => value is null ? "" : PSObject.AsPSObject(value).ToString()));
    }

    public ArrayList Values { get; }

    public int Count => Group.Count;

    public Collection<PSObject> Group { get; } = [];

    public string Name { get; }
}

/// <summary>Group-Object.</summary>
[Cmdlet(VerbsData.Group, "Object"), OutputType(typeof(GroupInfo), typeof(Hashtable))]
public sealed class GroupObjectCommand : PSCmdlet
{
    private readonly List<(object?[] Keys, GroupInfo Group)> _groups = [];
    private PropertyTerm[] _terms = [];
    private ValueOrder _order = null!;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)] public object[]? Property { get; set; }

    [Parameter] public SwitchParameter NoElement { get; set; }

    [Parameter, Alias("AHT")] public SwitchParameter AsHashTable { get; set; }

    [Parameter] public SwitchParameter AsString { get; set; }

    [Parameter] public SwitchParameter CaseSensitive { get; set; }

    protected override void BeginProcessing()
    {
        _terms = PropertyTerm.ParseAll(Property);
        _order = new ValueOrder(!CaseSensitive, CultureInfo.CurrentCulture);
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null) return;
        object?[] keys = _terms.Length == 0 ? [InputObject.BaseObject is PSCustomObject ? InputObject : InputObject.BaseObject] : [.. _terms.Select(term => term.ValueOn(InputObject))];
        GroupInfo? group = _groups.Find(known => _order.Same(known.Keys, keys)).Group;
        if (group is null) _groups.Add((keys, group = new GroupInfo(keys)));
        group.Group.Add(InputObject);
    }

    protected override void EndProcessing()
    {
        var sorted = _groups.OrderBy(known => known.Keys, Comparer<object?[]>.Create((left, right) =>
            left.Zip(right).Select(pair => _order.Compare(pair.First, pair.Second)).FirstOrDefault(step => step != 0)));
        if (!AsHashTable)
        {
            foreach ((_, GroupInfo group) in sorted) WriteObject(NoElement ? WithoutElements(group) : group);
            return;
        }

        var table = new Hashtable(CaseSensitive ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
        foreach ((object?[] keys, GroupInfo group) in sorted)
            table.Add(AsString || keys.Length > 1 || keys[0] is null ? group.Name : keys[0]!, group.Group);
        WriteObject(table);
    }

    private static PSObject WithoutElements(GroupInfo group)
    {
        var result = new PSObject();
        result.Properties.Add(new PSNoteProperty("Count", group.Count));
        result.Properties.Add(new PSNoteProperty("Name", group.Name));
        result.TypeNames.Insert(0, "Microsoft.PowerShell.Commands.GroupInfoNoElement");
        return result;
    }
}
