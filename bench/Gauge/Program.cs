using System.Globalization;

namespace OstreePS.Gauge;

/// <summary>What the bench needs and a script is too slow for: one command each, whose answer is one line of numbers.</summary>
internal static class Program
{
    private const string Usage = """
        usage: Gauge watch OUTPUT COMMAND [ARGUMENT…]      seconds, peak bytes of memory, exit code
               Gauge sample SOURCE LIST BYTES FILES        bytes, files
               Gauge hash TREE                             seconds
               Gauge inflate REPOSITORY                    seconds
               Gauge deflate TREE TARGET                   seconds
               Gauge download URL REPOSITORY TARGET        seconds
               Gauge archive TARGET FILES                  files
               Gauge vary TREE NUMBER                      files changed
               Gauge relay PORTFILE PORT MILLISECONDS      nothing: runs until it is killed
        """;

    private static int Main(string[] arguments)
    {
        string? answer = arguments switch
        {
            ["watch", var output, .. var command] when command.Length > 0 => ProcessWatch.Run(output, command),
            ["sample", var source, var list, var bytes, var files] => TreeSample.Write(source, list, Number(bytes), Number(files)),
            ["hash", var tree] => Limits.Hash(tree),
            ["inflate", var repository] => Limits.Inflate(repository),
            ["deflate", var tree, var target] => Limits.Deflate(tree, target),
            ["download", var url, var repository, var target] => Download.Run(url, repository, target),
            ["archive", var target, var files] => Archive.Write(target, Number(files)),
            ["vary", var tree, var number] => TreeSample.Vary(tree, (byte)Number(number)),
            ["relay", var portFile, var port, var milliseconds] => Relay.Run(portFile, (int)Number(port), (int)Number(milliseconds)),
            _ => null,
        };
        if (answer is null)
        {
            Console.Error.WriteLine(Usage);
            return 64;
        }

        Console.WriteLine(answer);
        return 0;
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
