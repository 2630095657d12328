using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace OstreePS.PwshHost.Hosting;

/// <summary>Text to stdout, errors to stderr, progress on a terminal's last line; never a question.</summary>
internal sealed class ConsoleInterface : PSHostUserInterface
{
    private const string Yellow = "\e[33;1m";
    private const string Reset = "\e[0m";

    private readonly ConsoleScreen _screen = new();
    private readonly bool _isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
    private bool _showsProgress;

    public override PSHostRawUserInterface RawUI => _screen;

    public override bool SupportsVirtualTerminal => _isTerminal;

    public override void Write(string value)
    {
        ClearProgress();
        Console.Out.Write(GetOutputString(value, _isTerminal));
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value)
    {
        ClearProgress();
        if (!_isTerminal || string.IsNullOrEmpty(value))
            Console.Out.Write(GetOutputString(value, _isTerminal));
        else
            Console.Out.Write(Paint(foregroundColor, backgroundColor) + value + Reset);
    }

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteErrorLine(string value)
    {
        ClearProgress();
        bool coloured = !Console.IsErrorRedirected && _isTerminal;
        Console.Error.WriteLine(GetOutputString(value, coloured));
    }

    public override void WriteDebugLine(string message) => WriteLine($"{Yellow}DEBUG: {message}{Reset}");

    public override void WriteVerboseLine(string message) => WriteLine($"{Yellow}VERBOSE: {message}{Reset}");

    public override void WriteWarningLine(string message) => WriteLine($"{Yellow}WARNING: {message}{Reset}");

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        if (!_isTerminal) return;
        if (record.RecordType == ProgressRecordType.Completed)
        {
            ClearProgress();
            return;
        }

        string share = record.PercentComplete >= 0 ? $" {record.PercentComplete} %" : "";
        string line = $"{record.Activity}:{share} {record.StatusDescription} {record.CurrentOperation}".TrimEnd();
        int width = Math.Max(20, _screen.BufferSize.Width - 1);
        Console.Out.Write($"\r\e[2K{Yellow}{(line.Length > width ? line[..width] : line)}{Reset}");
        _showsProgress = true;
    }

    internal void ClearProgress()
    {
        if (!_showsProgress) return;
        Console.Out.Write("\r\e[2K");
        _showsProgress = false;
    }

    public override string ReadLine() => Console.In.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString() => throw Unattended();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
        => throw Unattended();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
        => throw Unattended();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => throw Unattended();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName,
        PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
        => throw Unattended();

    private static HostException Unattended()
        => new("PwshHost runs scripts unattended: Read and Prompt functionality is not available. Give the value as a parameter.");

    private static string Paint(ConsoleColor foreground, ConsoleColor background)
    {
        string text = PSStyle.MapForegroundColorToEscapeSequence(foreground);
        return background == ConsoleColor.Black ? text : text + PSStyle.MapBackgroundColorToEscapeSequence(background);
    }
}
