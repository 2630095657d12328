using System.Management.Automation;
using System.Management.Automation.Language;

namespace Microsoft.PowerShell.Commands;

/// <summary>Import-PowerShellDataFile.</summary>
[Cmdlet(VerbsData.Import, "PowerShellDataFile", DefaultParameterSetName = ByPath)]
public sealed class ImportPowerShellDataFileCommand : PathCommand
{
    [Parameter(Position = 0, Mandatory = true, ParameterSetName = ByPath)] public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath), Alias("PSPath", "LP")] public string[]? LiteralPath { get; set; }

    [Parameter] public SwitchParameter SkipLimitCheck { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in LiteralPath ?? Path)
            Attempt(path, () => { foreach (string file in FileNames(path, LiteralPath is not null)) WriteObject(Read(file)); });
    }

    private static object Read(string file)
    {
        var script = Parser.ParseFile(file, out _, out ParseError[] errors);
        if (errors.Length > 0) throw new ParseException(errors);
        Ast table = script.Find(part => part is HashtableAst, searchNestedScriptBlocks: false)
            ?? throw new InvalidOperationException($"The data file {file} holds no table.");
        return table.SafeGetValue();
    }
}
