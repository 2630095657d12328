using System.Globalization;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Compare-Object; order matters to it only within -SyncWindow, which is everything by default, as in pwsh.</summary>
[Cmdlet(VerbsData.Compare, "Object")]
public sealed class CompareObjectCommand : PSCmdlet
{
    private readonly List<PSObject> _differences = [];

    [Parameter(Position = 0, Mandatory = true), AllowEmptyCollection] public PSObject[] ReferenceObject { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ValueFromPipeline = true), AllowEmptyCollection] public PSObject[] DifferenceObject { get; set; } = [];

    [Parameter] public object[]? Property { get; set; }

    [Parameter] public SwitchParameter IncludeEqual { get; set; }

    [Parameter] public SwitchParameter ExcludeDifferent { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    [Parameter] public SwitchParameter CaseSensitive { get; set; }

    protected override void ProcessRecord() => _differences.AddRange(DifferenceObject.Where(item => item is not null));

    protected override void EndProcessing()
    {
        PropertyTerm[] terms = PropertyTerm.ParseAll(Property);
        var order = new ValueOrder(!CaseSensitive, CultureInfo.CurrentCulture);
        object?[] KeysOf(PSObject item) => terms.Length == 0 ? [item] : [.. terms.Select(term => term.ValueOn(item))];

        var unmatched = ReferenceObject.Where(item => item is not null).Select(item => (Item: item, Keys: KeysOf(item))).ToList();
        var onlyRight = new List<PSObject>();
        foreach (PSObject item in _differences)
        {
            object?[] keys = KeysOf(item);
            int match = unmatched.FindIndex(other => order.Same(other.Keys, keys));
            if (match < 0)
            {
                onlyRight.Add(item);
                continue;
            }

            if (IncludeEqual || ExcludeDifferent) Emit(unmatched[match].Item, "==", terms);
            unmatched.RemoveAt(match);
        }

        if (ExcludeDifferent) return;
        foreach (PSObject item in onlyRight) Emit(item, "=>", terms);
        foreach ((PSObject item, _) in unmatched) Emit(item, "<=", terms);
    }

    private void Emit(PSObject item, string side, PropertyTerm[] terms)
    {
        PSObject result = PassThru ? item : new PSObject();
        if (!PassThru)
        {
            if (terms.Length == 0) result.Properties.Add(new PSNoteProperty("InputObject", item));
            foreach (PropertyTerm term in terms)
                result.Properties.Add(new PSNoteProperty(term.Name ?? term.Expression.ToString(), term.ValueOn(item)));
        }

        result.Properties.Add(new PSNoteProperty("SideIndicator", side), preValidated: true);
        WriteObject(result);
    }
}
