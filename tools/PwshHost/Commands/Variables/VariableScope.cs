using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Variables of a scope given by name (Global, Script, Local) or by its distance (0 is the caller's).</summary>
internal static class VariableScope
{
    internal static PSVariable? Find(PSCmdlet command, string name, string? scope)
        => scope is null ? command.SessionState.PSVariable.Get(name) : (PSVariable?)Engine.Call(Session(command), "GetVariableAtScope", name, scope);

    internal static void Set(PSCmdlet command, PSVariable variable, string? scope)
    {
        if (scope is null) command.SessionState.PSVariable.Set(variable);
        else Engine.Call(Session(command), "SetVariableAtScope", variable, scope, true, CommandOrigin.Internal);
    }

    internal static IEnumerable<PSVariable> All(PSCmdlet command, string? scope)
        => ((System.Collections.IDictionary)(scope is null
            ? Engine.Call(Session(command), "GetVariableTable")!
            : Engine.Call(Session(command), "GetVariableTableAtScope", scope)!)).Values.Cast<PSVariable>();

    private static object Session(PSCmdlet command) => Engine.GetField(command.SessionState.PSVariable, "_sessionState")!;
}
