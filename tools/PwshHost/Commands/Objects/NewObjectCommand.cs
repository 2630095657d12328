using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Object for .NET types.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string TypeName { get; set; } = "";

    [Parameter(Position = 1), Alias("Args")] public object[] ArgumentList { get; set; } = [];

    [Parameter] public IDictionary? Property { get; set; }

    protected override void ProcessRecord()
    {
        if (!LanguagePrimitives.TryConvertTo(TypeName, out Type type))
        {
            var failure = new PSArgumentException($"Cannot find type [{TypeName}]: verify that the assembly containing this type is loaded.");
            ThrowTerminatingError(new ErrorRecord(failure, "TypeNotFound", ErrorCategory.InvalidType, targetObject: null));
        }

        object made = type == typeof(PSObject)
            ? new PSObject()
            : ArgumentList.Length == 0
            ? Activator.CreateInstance(type)!
            : InvokeCommand.InvokeScript("param($t, $a) , $t::new.Invoke($a)", type, ArgumentList)[0];
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            var target = PSObject.AsPSObject(made);
            if (target.Properties[entry.Key.ToString()] is { IsSettable: true } property) property.Value = entry.Value;
            else target.Properties.Add(new PSNoteProperty(entry.Key.ToString(), entry.Value));
        }

        WriteObject(made);
    }
}
