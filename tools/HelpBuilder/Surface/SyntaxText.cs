using System.Text;

namespace HelpBuilder.Surface;

/// <summary>Writes a parameter set as Get-Help shows it: positional parameters first, then mandatory ones, then the rest.</summary>
internal static class SyntaxText
{
    private const int Width = 100;

    public static string Write(CmdletSurface cmdlet, string set)
    {
        IEnumerable<string> words = ParametersOf(cmdlet, set).Select(p => Word(p.Parameter, p.Use));
        if (cmdlet.SupportsShouldProcess)
            words = words.Concat(["[-WhatIf]", "[-Confirm]"]);

        var text = new StringBuilder(cmdlet.Name);
        int column = text.Length;
        foreach (string word in words.Append("[<CommonParameters>]"))
        {
            if (column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        return text.ToString();
    }

    public static IEnumerable<(ParameterSurface Parameter, ParameterUse Use)> ParametersOf(CmdletSurface cmdlet, string set)
        => cmdlet.Parameters
            .Select(p => (Parameter: p, Use: p.In(set)!))
            .Where(p => p.Use is not null)
            .OrderBy(p => p.Use.Position ?? int.MaxValue)
            .ThenBy(p => !p.Use.Mandatory)
            .ThenBy(p => p.Parameter.IsSwitch)
            .ThenBy(p => p.Parameter.Name, StringComparer.Ordinal);

    private static string Word(ParameterSurface parameter, ParameterUse use)
    {
        string name = use.Position is null ? $"-{parameter.Name}" : $"[-{parameter.Name}]";
        string word = parameter.IsSwitch ? name : $"{name} <{parameter.Type}>";
        return use.Mandatory ? word : $"[{word}]";
    }
}
