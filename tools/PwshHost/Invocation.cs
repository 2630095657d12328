using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace OstreePS.PwshHost;

/// <summary>What the command line asks for: a script file with arguments, or a text.</summary>
internal sealed record Invocation(string Target, bool IsText, string[] Arguments)
{
    private static readonly string[] Ignored = ["-NoProfile", "-NonInteractive", "-NoLogo", "-nop", "-noni"];

    internal static Invocation? Parse(string[] arguments)
    {
        int at = 0;
        while (at < arguments.Length && Ignored.Contains(arguments[at], StringComparer.OrdinalIgnoreCase)) at++;
        if (at == arguments.Length) return null;

        string first = arguments[at];
        if (Is(first, "-Command") || Is(first, "-c"))
            return at + 1 < arguments.Length ? new(string.Join(' ', arguments[(at + 1)..]), IsText: true, []) : null;
        if (Is(first, "-File") || Is(first, "-f")) at++;
        return at < arguments.Length ? new(Path.GetFullPath(arguments[at]), IsText: false, arguments[(at + 1)..]) : null;
    }

    internal void AddTo(PowerShell shell)
    {
        if (IsText)
        {
            // As `pwsh -Command`: the exit code tells whether the last statement succeeded.
            shell.AddScript($"{Target}\nif (-not $?) {{ exit 1 }}", useLocalScope: false);
            return;
        }

        var command = new Command(Target, isScript: false, useLocalScope: false);
        foreach (string argument in Arguments) Add(command, argument);
        shell.Commands.AddCommand(command);
    }

    // As in `pwsh -File`: everything is text, except names of parameters and `-Switch:$false`.
    private static void Add(Command command, string argument)
    {
        bool isName = argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] == '_');
        int colon = isName ? argument.IndexOf(':', StringComparison.Ordinal) : -1;
        if (!isName)
            command.Parameters.Add(null, argument);
        else if (colon < 0)
            command.Parameters.Add(argument);
        else
            command.Parameters.Add(argument[..colon], Truth(argument[(colon + 1)..]));
    }

    private static object Truth(string text)
        => Is(text, "$true") ? true : Is(text, "$false") ? false : text;

    private static bool Is(string argument, string name) => argument.Equals(name, StringComparison.OrdinalIgnoreCase);
}
