using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace Microsoft.PowerShell.Commands;

/// <summary>Format-Table: the engine's own, which only lacks its public name.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Takes the engine's table formatter.</summary>
    public FormatTableCommand()
        => Engine.SetField(this, typeof(FrontEndCommandBase), "implementation", Engine.FormatShape("Table"));
}

/// <summary>Format-List: likewise.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Takes the engine's list formatter.</summary>
    public FormatListCommand()
        => Engine.SetField(this, typeof(FrontEndCommandBase), "implementation", Engine.FormatShape("List"));
}
