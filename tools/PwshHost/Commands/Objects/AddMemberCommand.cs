using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Add-Member: notes, scripts and aliases.</summary>
[Cmdlet(VerbsCommon.Add, "Member", DefaultParameterSetName = "TypeNameSet")]
public sealed class AddMemberCommand : PSCmdlet
{
    [Parameter(Mandatory = true, ValueFromPipeline = true)] public PSObject InputObject { get; set; } = new();

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "MemberSet"), Alias("Type")] public PSMemberTypes MemberType { get; set; }

    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "MemberSet")] public string Name { get; set; } = "";

    [Parameter(Position = 2, ParameterSetName = "MemberSet")] public object? Value { get; set; }

    [Parameter(Position = 3, ParameterSetName = "MemberSet")] public object? SecondValue { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "NotePropertySingleMemberSet"), NotMemberType] public string NotePropertyName { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "NotePropertySingleMemberSet"), AllowNull] public object? NotePropertyValue { get; set; }

    [Parameter(Position = 0, Mandatory = true, ParameterSetName = "NotePropertyMultiMemberSet")] public IDictionary? NotePropertyMembers { get; set; }

    [Parameter] public string TypeName { get; set; } = "";

    [Parameter] public SwitchParameter Force { get; set; }

    [Parameter] public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        if (TypeName.Length > 0) InputObject.TypeNames.Insert(0, TypeName);
        foreach (PSMemberInfo member in Members())
        {
            if (Force && InputObject.Members[member.Name] is { IsInstance: true }) InputObject.Members.Remove(member.Name);
            else if (!Force && InputObject.Members[member.Name] is not null)
            {
                var failure = new InvalidOperationException(
                    $"Cannot add a member with the name \"{member.Name}\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.");
                WriteError(new ErrorRecord(failure, "MemberAlreadyExists", ErrorCategory.InvalidOperation, InputObject));
                continue;
            }

            InputObject.Members.Add(member);
        }

        if (PassThru) WriteObject(InputObject);
    }

    private IEnumerable<PSMemberInfo> Members() => ParameterSetName switch
    {
        "NotePropertySingleMemberSet" => [new PSNoteProperty(NotePropertyName, NotePropertyValue)],
        "NotePropertyMultiMemberSet" => NotePropertyMembers!.Cast<DictionaryEntry>().Select(entry => new PSNoteProperty(entry.Key.ToString(), entry.Value)),
        "MemberSet" => [Member()],
        _ => [],
    };

    private PSMemberInfo Member() => MemberType switch
    {
        PSMemberTypes.NoteProperty => new PSNoteProperty(Name, Value),
        PSMemberTypes.ScriptProperty => new PSScriptProperty(Name, Value as ScriptBlock, SecondValue as ScriptBlock),
        PSMemberTypes.ScriptMethod => new PSScriptMethod(Name, Value as ScriptBlock),
        PSMemberTypes.AliasProperty => new PSAliasProperty(Name, LanguagePrimitives.ConvertTo<string>(Value)),
        _ => throw new PSNotSupportedException($"Members of type {MemberType} cannot be added."),
    };
}

/// <summary>Lets <c>Add-Member ScriptMethod …</c> mean the kind of member: the binder goes on to the parameter set that takes one.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotMemberTypeAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is string && LanguagePrimitives.TryConvertTo(arguments, out PSMemberTypes _))
            throw Engine.NotThisParameterSet($"{arguments} is a kind of member.");
    }
}
