using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Select-Object.</summary>
[Cmdlet(VerbsCommon.Select, "Object", DefaultParameterSetName = "DefaultParameter")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly List<PSObject?> _held = [];
    private readonly List<object?> _seen = [];
    private PropertyTerm[] _terms = [];
    private WildcardPattern[] _excluded = [];
    private int _count;
    private int _written;

    [Parameter(ValueFromPipeline = true)] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)] public object[]? Property { get; set; }

    [Parameter] public string[]? ExcludeProperty { get; set; }

    [Parameter] public string? ExpandProperty { get; set; }

    [Parameter] public SwitchParameter Unique { get; set; }

    [Parameter] public SwitchParameter CaseInsensitive { get; set; }

    [Parameter] public int First { get; set; } = -1;

    [Parameter] public int Last { get; set; } = -1;

    [Parameter] public int Skip { get; set; }

    [Parameter] public int SkipLast { get; set; }

    [Parameter] public int[]? Index { get; set; }

    [Parameter] public int[]? SkipIndex { get; set; }

    [Parameter] public SwitchParameter Wait { get; set; }

    protected override void BeginProcessing()
    {
        _excluded = [.. (ExcludeProperty ?? []).Select(name => WildcardPattern.Get(name, WildcardOptions.IgnoreCase))];
        object[]? properties = Property is null && ExcludeProperty is not null && ExpandProperty is null ? ["*"] : Property;
        _terms = PropertyTerm.ParseAll(properties);
        if (First == 0 && Last < 0 && !Wait) throw Engine.StopUpstream(this);
    }

    protected override void ProcessRecord()
    {
        if (InputObject is null && !MyInvocation.BoundParameters.ContainsKey(nameof(InputObject))) return;
        int at = _count++;
        if (Last >= 0 || SkipLast > 0)
        {
            Hold(at);
            return;
        }

        if (Index is not null && !Index.Contains(at)) return;
        if (SkipIndex is not null && SkipIndex.Contains(at)) return;
        if (at < Skip) return;
        if (First >= 0 && _written >= First) return;
        _written++;
        Emit(InputObject);
        bool isDone = (First >= 0 && _written >= First) || (Index is not null && at >= Index.Max());
        if (isDone && !Unique && !Wait) throw Engine.StopUpstream(this);
    }

    protected override void EndProcessing()
    {
        if (Last >= 0)
        {
            IEnumerable<PSObject?> tail = _held.Take(Math.Max(0, _held.Count - Skip)).TakeLast(Last);
            foreach (PSObject? item in tail) Emit(item);
        }
    }

    private void Hold(int at)
    {
        if (Last >= 0)
        {
            if (_written < First)
            {
                _written++;
                Emit(InputObject);
                return;
            }

            _held.Add(InputObject);
            if (_held.Count > Last + Skip) _held.RemoveAt(0);
        }
        else if (at >= Skip)
        {
            _held.Add(InputObject);
            if (_held.Count <= SkipLast) return;
            Emit(_held[0]);
            _held.RemoveAt(0);
        }
    }

    private void Emit(PSObject? item)
    {
        foreach (object? result in Results(item))
        {
            if (Unique && _seen.Exists(other => Same(other, result))) continue;
            if (Unique) _seen.Add(result);
            WriteObject(result);
        }
    }

    private IEnumerable<object?> Results(PSObject? item)
    {
        if (item is null) return _terms.Length == 0 && ExpandProperty is null ? [null] : [];
        PSObject shaped = _terms.Length == 0 ? item : Shape(item);
        return ExpandProperty is null ? [shaped] : Expand(item, shaped);
    }

    private PSObject Shape(PSObject item)
    {
        var shaped = new PSObject();
        foreach (PropertyTerm term in _terms)
        {
            if (term.Expression.Script is not null || term.Name is not null)
            {
                Add(shaped, term.Name ?? term.Expression.ToString(), term.ValueOn(item));
                continue;
            }

            List<PSPropertyExpression> names = term.Expression.ResolveNames(item);
            if (names.Count == 0 && !term.Expression.HasWildCardCharacters) Add(shaped, term.Expression.ToString(), value: null);
            foreach (PSPropertyExpression name in names)
            {
                if (!Array.Exists(_excluded, pattern => pattern.IsMatch(name.ToString())))
                    Add(shaped, name.ToString(), name.GetValues(item) is [{ Exception: null } found, ..] ? found.Result : null);
            }
        }

        string type = item.BaseObject is PSCustomObject ? "System.Management.Automation.PSCustomObject" : item.BaseObject.GetType().FullName!;
        shaped.TypeNames.Insert(0, "Selected." + type);
        return shaped;
    }

    private static void Add(PSObject target, string name, object? value)
    {
        if (target.Properties[name] is null) target.Properties.Add(new PSNoteProperty(name, value));
    }

    private IEnumerable<object?> Expand(PSObject item, PSObject shaped)
    {
        var expression = new PSPropertyExpression(ExpandProperty);
        List<PSPropertyExpressionResult> found = expression.GetValues(item);
        if (found.Count == 0)
        {
            var failure = new PSArgumentException($"Property \"{ExpandProperty}\" cannot be found.");
            WriteError(new ErrorRecord(failure, "ExpandPropertyNotFound", ErrorCategory.InvalidArgument, item));
            yield break;
        }

        foreach (object? value in LanguagePrimitives.GetEnumerable(found[0].Result) ?? new[] { found[0].Result })
        {
            if (_terms.Length == 0 || value is null)
            {
                yield return value;
                continue;
            }

            var extended = PSObject.AsPSObject(value);
            foreach (PSPropertyInfo note in shaped.Properties) Add(extended, note.Name, note.Value);
            yield return extended;
        }
    }

    private bool Same(object? left, object? right)
    {
        if (left is PSObject { BaseObject: PSCustomObject } a && right is PSObject { BaseObject: PSCustomObject } b)
        {
            return a.Properties.Count() == b.Properties.Count()
                && a.Properties.All(property => b.Properties[property.Name] is { } other && Same(property.Value, other.Value));
        }

        return LanguagePrimitives.Equals(left, right, CaseInsensitive);
    }
}
