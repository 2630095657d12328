using System.Management.Automation.Host;

namespace OstreePS.PwshHost.Hosting;

/// <summary>The size of the terminal, or 80 columns where there is none, as in pwsh.</summary>
internal sealed class ConsoleScreen : PSHostRawUserInterface
{
    private static Size Extent => Console.WindowWidth > 0 ? new Size(Console.WindowWidth, Console.WindowHeight) : new Size(80, 24);

    public override Size BufferSize { get => Extent; set { } }

    public override Size WindowSize { get => Extent; set { } }

    public override Size MaxWindowSize => Extent;

    public override Size MaxPhysicalWindowSize => Extent;

    public override Coordinates WindowPosition { get; set; }

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override string WindowTitle { get; set; } = "";

    public override bool KeyAvailable => false;

    public override void FlushInputBuffer()
    {
    }

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new NotSupportedException("This host reads no keys.");

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new NotSupportedException("This host keeps no screen.");

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new NotSupportedException("This host keeps no screen.");

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new NotSupportedException("This host keeps no screen.");

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        => throw new NotSupportedException("This host keeps no screen.");
}
