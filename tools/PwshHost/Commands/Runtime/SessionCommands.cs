using System.Management.Automation;
using System.Management.Automation.Host;
using System.Reflection;

namespace Microsoft.PowerShell.Commands;

/// <summary>Add-Type for assemblies that exist; this host has no compiler.</summary>
[Cmdlet(VerbsCommon.Add, "Type", DefaultParameterSetName = "FromPath")]
public sealed class AddTypeCommand : PathCommand
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "FromPath")] public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "FromAssemblyName"), Alias("AN")] public string[]? AssemblyName { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string name in AssemblyName ?? []) Assembly.Load(name);
        foreach (string path in Path)
            foreach (string file in FileNames(path, isLiteral: false)) Assembly.LoadFrom(file);
    }
}

/// <summary>Get-Host.</summary>
[Cmdlet(VerbsCommon.Get, "Host"), OutputType(typeof(PSHost))]
public sealed class GetHostCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(Host);
}

/// <summary>Get-PSCallStack.</summary>
[Cmdlet(VerbsCommon.Get, "PSCallStack"), OutputType(typeof(CallStackFrame))]
public sealed class GetPSCallStackCommand : PSCmdlet
{
    protected override void ProcessRecord()
        => WriteObject(InvokeCommand.InvokeScript("[Management.Automation.Runspaces.Runspace]::DefaultRunspace.Debugger.GetCallStack()").Skip(1), enumerateCollection: true);
}

/// <summary>Set-Alias.</summary>
[Cmdlet(VerbsCommon.Set, "Alias")]
public sealed class SetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)] public string Name { get; set; } = "";

    [Parameter(Position = 1, Mandatory = true)] public string Value { get; set; } = "";

    [Parameter] public string Scope { get; set; } = "Local";

    [Parameter] public SwitchParameter Force { get; set; }

    protected override void ProcessRecord() => InvokeProvider.Item.Set($"Alias:{Name}", Value);
}

/// <summary>Get-Alias.</summary>
[Cmdlet(VerbsCommon.Get, "Alias", DefaultParameterSetName = "Default"), OutputType(typeof(AliasInfo))]
public sealed class GetAliasCommand : PSCmdlet
{
    [Parameter(Position = 0, ParameterSetName = "Default")] public string[] Name { get; set; } = ["*"];

    [Parameter(ParameterSetName = "Definition")] public string[]? Definition { get; set; }

    protected override void ProcessRecord()
    {
        var names = new NameFilter(null, Name, null);
        var definitions = new NameFilter(null, Definition, null);
        foreach (AliasInfo alias in InvokeCommand.GetCommands("*", CommandTypes.Alias, nameIsPattern: true).Cast<AliasInfo>())
            if (names.Accepts(alias.Name) && definitions.Accepts(alias.Definition)) WriteObject(alias);
    }
}
