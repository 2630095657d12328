using System.Management.Automation;
using System.Text.RegularExpressions;

namespace Microsoft.PowerShell.Commands;

/// <summary>A line that Select-String found.</summary>
public sealed class MatchInfo
{
    public string Line { get; init; } = "";

    public int LineNumber { get; init; }

    public string Path { get; init; } = "InputStream";

    public string Pattern { get; init; } = "";

    public Match[] Matches { get; init; } = [];

    public string Filename => System.IO.Path.GetFileName(Path);

    public override string ToString() => Path is "InputStream" ? Line : $"{Path}:{LineNumber}:{Line}";
}

/// <summary>Select-String over strings and files.</summary>
[Cmdlet(VerbsCommon.Select, "String", DefaultParameterSetName = "Object"), OutputType(typeof(MatchInfo), typeof(bool), typeof(string))]
public sealed class SelectStringCommand : PathCommand
{
    private int _line;
    private bool _found;

    [Parameter(ValueFromPipeline = true, Mandatory = true, ParameterSetName = "Object"), AllowNull, AllowEmptyString] public PSObject? InputObject { get; set; }

    [Parameter(Position = 0, Mandatory = true)] public string[] Pattern { get; set; } = [];

    [Parameter(Position = 1, Mandatory = true, ParameterSetName = "File")] public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = ByLiteralPath), Alias("PSPath", "LP")] public string[]? LiteralPath { get; set; }

    [Parameter] public SwitchParameter SimpleMatch { get; set; }

    [Parameter] public SwitchParameter CaseSensitive { get; set; }

    [Parameter] public SwitchParameter NotMatch { get; set; }

    [Parameter] public SwitchParameter AllMatches { get; set; }

    [Parameter] public SwitchParameter Quiet { get; set; }

    [Parameter] public SwitchParameter Raw { get; set; }

    [Parameter] public SwitchParameter List { get; set; }

    protected override void ProcessRecord()
    {
        if (ParameterSetName is "Object")
        {
            if (InputObject?.BaseObject is FileInfo file) Search(file.FullName);
            else Test(LanguagePrimitives.ConvertTo<string>(InputObject), ++_line, "InputStream");
            return;
        }

        foreach (string path in LiteralPath ?? Path)
            Attempt(path, () => { foreach (string file in FileNames(path, LiteralPath is not null)) Search(file); });
    }

    protected override void EndProcessing()
    {
        if (Quiet) WriteObject(_found);
    }

    private void Search(string file)
    {
        int number = 0;
        foreach (string line in File.ReadLines(file))
            if (Test(line, ++number, file) && List) return;
    }

    private bool Test(string line, int number, string path)
    {
        RegexOptions options = CaseSensitive ? RegexOptions.None : RegexOptions.IgnoreCase;
        foreach (string pattern in Pattern)
        {
            var regex = new Regex(SimpleMatch ? Regex.Escape(pattern) : pattern, options);
            Match first = regex.Match(line);
            if (first.Success == NotMatch) continue;
            _found = true;
            if (!Quiet)
            {
                Match[] matches = NotMatch ? [] : AllMatches ? [.. regex.Matches(line).Cast<Match>()] : [first];
                WriteObject(Raw ? line : new MatchInfo { Line = line, LineNumber = number, Path = path, Pattern = pattern, Matches = matches });
            }

            return true;
        }

        return false;
    }
}
