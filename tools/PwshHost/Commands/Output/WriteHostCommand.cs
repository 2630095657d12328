using System.Collections;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Write-Host.</summary>
[Cmdlet(VerbsCommunications.Write, "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromRemainingArguments = true, ValueFromPipeline = true), Alias("Msg", "Message")]
    public object? Object { get; set; }

    [Parameter] public SwitchParameter NoNewline { get; set; }

    [Parameter] public object Separator { get; set; } = " ";

    [Parameter] public ConsoleColor? ForegroundColor { get; set; }

    [Parameter] public ConsoleColor? BackgroundColor { get; set; }

    protected override void ProcessRecord() => WriteInformation(
        new HostInformationMessage
        {
            Message = Text(Object),
            NoNewLine = NoNewline,
            ForegroundColor = ForegroundColor,
            BackgroundColor = BackgroundColor,
        },
        ["PSHOST"]);

    private string Text(object? value) => value switch
    {
        null => "",
        PSObject { BaseObject: IEnumerable and not string } wrapped => Text(wrapped.BaseObject),
        string text => text,
        IEnumerable many => string.Join(Separator.ToString(), many.Cast<object?>().Select(Text)),
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };
}
