using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>The engine's Out-LineOutput, which it hides from callers under its own name and type.</summary>
[Cmdlet(VerbsData.Out, "TextWriter")]
public sealed class OutTextWriterCommand : OutLineOutputCommand;

/// <summary>Runs objects through the formatting engine into a text writer.</summary>
internal sealed class FormattedText : IDisposable
{
    private readonly SteppablePipeline _pipeline;

    internal FormattedText(PSCmdlet owner, TextWriter writer, int columns, bool noNewline)
    {
        var script = ScriptBlock.Create("param($sink) Out-TextWriter -LineOutput $sink");
        _pipeline = script.GetSteppablePipeline(CommandOrigin.Internal, [Engine.LineOutput(writer, columns, noNewline)]);
        _pipeline.Begin(owner);
    }

    /// <summary>Width for text that names none: the console's.</summary>
    internal static int DefaultWidth(PSCmdlet owner) => Math.Max(20, owner.Host.UI.RawUI.BufferSize.Width - 1);

    internal void Add(object? value) => _pipeline.Process(value);

    internal void End() => _pipeline.End();

    public void Dispose() => _pipeline.Dispose();
}
