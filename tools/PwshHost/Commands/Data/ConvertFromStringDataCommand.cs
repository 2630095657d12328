using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.PowerShell.Commands;

/// <summary>ConvertFrom-StringData.</summary>
[Cmdlet(VerbsData.ConvertFrom, "StringData"), OutputType(typeof(Hashtable))]
public sealed class ConvertFromStringDataCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true), AllowEmptyString] public string StringData { get; set; } = "";

    [Parameter(Position = 1)] public char Delimiter { get; set; } = '=';

    protected override void ProcessRecord()
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (string line in StringData.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith('#')) continue;
            string[] halves = line.Split(Delimiter, 2);
            if (halves.Length != 2) throw new PSInvalidOperationException($"Data line '{line}' is not in 'name{Delimiter}value' format.");
            table[halves[0].Trim()] = Regex.Unescape(halves[1].Trim());
        }

        WriteObject(table);
    }
}
