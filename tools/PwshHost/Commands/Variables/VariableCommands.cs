using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Variable.</summary>
[Cmdlet(VerbsCommon.Get, "Variable"), OutputType(typeof(PSVariable))]
public sealed class GetVariableCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)] public string[] Name { get; set; } = ["*"];

    [Parameter] public SwitchParameter ValueOnly { get; set; }

    [Parameter] public string? Scope { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in Name)
        {
            bool isPattern = WildcardPattern.ContainsWildcardCharacters(name);
            var names = new NameFilter(name, null, null);
            IEnumerable<PSVariable> found = isPattern
                ? VariableScope.All(this, Scope).Where(variable => names.Accepts(variable.Name)).OrderBy(variable => variable.Name, StringComparer.OrdinalIgnoreCase)
                : VariableScope.Find(this, name, Scope) is { } one ? [one] : [];
            if (!isPattern && !found.Any())
            {
                var failure = new ItemNotFoundException($"Cannot find a variable with the name '{name}'.");
                WriteError(new ErrorRecord(failure, "VariableNotFound", ErrorCategory.ObjectNotFound, name));
            }

            foreach (PSVariable variable in found) WriteObject(ValueOnly ? variable.Value : variable);
        }
    }
}

/// <summary>Set-Variable.</summary>
[Cmdlet(VerbsCommon.Set, "Variable")]
public sealed class SetVariableCommand : PSCmdlet
{
    private readonly List<object?> _values = [];

    [Parameter(Position = 0, Mandatory = true)] public string[] Name { get; set; } = [];

    [Parameter(Position = 1, ValueFromPipeline = true)] public object? Value { get; set; }

    [Parameter] public string? Scope { get; set; }

    [Parameter] public ScopedItemOptions Option { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => _values.Add(Value);

    protected override void EndProcessing()
    {
        object? value = _values.Count == 1 ? _values[0] : _values.ToArray();
        foreach (string name in Name)
        {
            var variable = new PSVariable(name, value, Option);
            VariableScope.Set(this, variable, Scope);
            if (PassThru) WriteObject(variable);
        }
    }
}

/// <summary>New-Variable.</summary>
[Cmdlet(VerbsCommon.New, "Variable")]
public sealed class NewVariableCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string Name { get; set; } = "";

    [Parameter(Position = 1)] public object? Value { get; set; }

    [Parameter] public string? Scope { get; set; }

    [Parameter] public ScopedItemOptions Option { get; set; }

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        if (!Force && VariableScope.Find(this, Name, Scope ?? "0") is not null)
        {
            var failure = new SessionStateException($"A variable with name '{Name}' already exists.");
            WriteError(new ErrorRecord(failure, "VariableAlreadyExists", ErrorCategory.ResourceExists, Name));
            return;
        }

        VariableScope.Set(this, new PSVariable(Name, Value, Option), Scope);
    }
}

/// <summary>Remove-Variable.</summary>
[Cmdlet(VerbsCommon.Remove, "Variable")]
public sealed class RemoveVariableCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipelineByPropertyName = true)] public string[] Name { get; set; } = [];

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string pattern in Name)
        {
            var names = new NameFilter(pattern, null, null);
            List<PSVariable> found = [.. VariableScope.All(this, scope: null).Where(variable => names.Accepts(variable.Name))];
            foreach (PSVariable variable in found) SessionState.PSVariable.Remove(variable);
            if (found.Count > 0 || WildcardPattern.ContainsWildcardCharacters(pattern)) continue;
            var failure = new ItemNotFoundException($"Cannot find a variable with the name '{pattern}'.");
            WriteError(new ErrorRecord(failure, "VariableNotFound", ErrorCategory.ObjectNotFound, pattern));
        }
    }
}
