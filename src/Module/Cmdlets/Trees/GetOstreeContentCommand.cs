using System.Management.Automation;
using System.Text;
using OstreePS.Binding;
using OstreePS.Completion;
using OstreePS.Core.Trees.Walking;
using OstreePS.Foundation;

namespace OstreePS.Cmdlets.Trees;

/// <summary>Reads files in a commit.</summary>
[Cmdlet(VerbsCommon.Get, "OstreeContent", DefaultParameterSetName = TextSet)]
[OutputType(typeof(string), ParameterSetName = [TextSet])]
[OutputType(typeof(byte), typeof(byte[]), ParameterSetName = [BytesSet])]
public sealed class GetOstreeContentCommand : CommitTreeCmdlet
{
    private const string TextSet = "Text";
    private const string BytesSet = "Bytes";
    private const int BufferBytes = 128 * 1024;

    [Parameter(Mandatory = true, Position = 1, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(PathInCommitCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter]
    public SwitchParameter Raw { get; set; }

    [Parameter(ParameterSetName = TextSet)]
    [EncodingArgument]
    [ArgumentCompleter(typeof(EncodingCompleter))]
    [ValidateNotNull]
    public Encoding Encoding { get; set; } = Encoding.UTF8;

    [Parameter]
    [Alias("First", "Head")]
    [ValidateRange(0, long.MaxValue)]
    public long? TotalCount { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = BytesSet)]
    public SwitchParameter AsByteStream { get; set; }

    protected override Task RunAsync(CommitTree tree, PipelinePort port, CancellationToken stop)
        => port.ForEachAsync(Path, path => ReadAsync(tree, path, port, stop));

    private async Task ReadAsync(CommitTree tree, string path, PipelinePort port, CancellationToken stop)
    {
        IEnumerable<string> paths = PathPattern.TryMatch(tree, path)?.Select(item => item.Path) ?? [path];
        foreach (string file in paths)
        {
            await using Stream content = tree.OpenContent(tree.FindTarget(file));
            await (AsByteStream ? WriteBytesAsync(content, port, stop) : WriteTextAsync(content, port, stop));
        }
    }

    private async Task WriteTextAsync(Stream content, PipelinePort port, CancellationToken stop)
    {
        using var reader = new StreamReader(content, Encoding, detectEncodingFromByteOrderMarks: true, BufferBytes);
        if (Raw && TotalCount is null)
            await port.WriteAsync(await reader.ReadToEndAsync(stop));
        else if (Raw)
            await port.WriteAsync(string.Join('\n', Lines(reader, stop)));
        else
            await port.WriteAllAsync(Lines(reader, stop));
    }

    private IEnumerable<string> Lines(StreamReader reader, CancellationToken stop)
    {
        for (long left = TotalCount ?? long.MaxValue; left > 0 && reader.ReadLine() is { } line; left--)
        {
            stop.ThrowIfCancellationRequested();
            yield return line;
        }
    }

    private async Task WriteBytesAsync(Stream content, PipelinePort port, CancellationToken stop)
    {
        if (Raw)
            await port.WriteAsync(Chunks(content, stop).SelectMany(chunk => chunk.ToArray()).ToArray());
        else
            await port.WriteAllAsync(Chunks(content, stop).SelectMany(chunk => chunk));
    }

    private IEnumerable<ArraySegment<byte>> Chunks(Stream content, CancellationToken stop)
    {
        byte[] buffer = new byte[BufferBytes];
        long left = TotalCount ?? long.MaxValue;
        while (left > 0)
        {
            stop.ThrowIfCancellationRequested();
            int count = content.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (count == 0)
                yield break;
            left -= count;
            yield return new ArraySegment<byte>(buffer, 0, count);
        }
    }
}
