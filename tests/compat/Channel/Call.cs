using System.Collections;
using System.Net.Sockets;
using System.Text;

namespace OstreePS.Compat;

/// <summary>One command line, with the process state and the standard streams of whoever gave it.</summary>
public sealed class Call : IDisposable
{
    private readonly Socket? _link;
    private volatile bool _isFinished;

    private Call(string[] arguments, Socket? link)
    {
        Arguments = arguments;
        _link = link;
        // Not FileStream: it writes at a position of its own, and a caller's file has one that others share.
        Output = Writer(Console.OpenStandardOutput());
        Errors = Writer(Console.OpenStandardError());
    }

    /// <summary>What follows the program's name.</summary>
    public string[] Arguments { get; }

    /// <summary>The caller's standard output, flushed by <see cref="Finish"/>.</summary>
    public StreamWriter Output { get; }

    /// <summary>The caller's standard error.</summary>
    public StreamWriter Errors { get; }

    /// <summary>The call this very process was started for.</summary>
    public static Call OfThisProcess(string[] arguments) => new(arguments, link: null);

    /// <summary>Takes a caller's streams, directory, umask, environment and arguments for this process.</summary>
    internal static Call? Receive(Socket link)
    {
        Span<int> descriptors = stackalloc int[3];
        if (!NativeCalls.TryReceiveDescriptors(link.Handle, descriptors)) return null;
        for (int at = 0; at < descriptors.Length; at++)
        {
            _ = NativeCalls.Duplicate(descriptors[at], at);
            _ = NativeCalls.Close(descriptors[at]);
        }

        using var stream = new NetworkStream(link, ownsSocket: false);
        var payload = new Payload(stream);
        _ = NativeCalls.SetUmask((uint)payload.ReadNumber());
        int count = payload.ReadNumber();
        Directory.SetCurrentDirectory(payload.ReadText());
        var arguments = new string[count];
        for (int at = 0; at < count; at++) arguments[at] = payload.ReadText();
        TakeEnvironment(payload);
        TimeZoneInfo.ClearCachedData();

        var call = new Call(arguments, link);
        new Thread(call.Watch) { IsBackground = true, Name = "caller" }.Start();
        return call;
    }

    /// <summary>Ends the call with an exit code.</summary>
    public void Finish(int code)
    {
        Output.Dispose();
        Errors.Dispose();
        _isFinished = true;
        if (_link is null) return;
        // Let go of the caller's streams before it ends: whoever reads its pipe must see the end.
        using (FileStream nothing = File.Open("/dev/null", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete))
        {
            for (int at = 0; at < 3; at++) _ = NativeCalls.Duplicate((int)nothing.SafeFileHandle.DangerousGetHandle(), at);
        }

        try
        {
            _link.Send([(byte)code]);
        }
        catch (SocketException)
        {
            // The caller is gone, and with it who wanted to know.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _link?.Dispose();

    // A caller that is killed takes the work with it, as it would have.
    private void Watch()
    {
        try
        {
            _ = _link!.Receive(new byte[1]);
        }
        catch (SocketException)
        {
        }
        catch (ObjectDisposedException)
        {
        }

        if (!_isFinished) NativeCalls.EndAtOnce(137);
    }

    private static void TakeEnvironment(Payload payload)
    {
        var rest = new HashSet<string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) rest.Add((string)entry.Key);
        while (!payload.IsAtEnd)
        {
            string text = payload.ReadText();
            int equals = text.IndexOf('=', 1);
            if (equals < 0) continue;
            rest.Remove(text[..equals]);
            Environment.SetEnvironmentVariable(text[..equals], text[(equals + 1)..]);
        }

        foreach (string name in rest) Environment.SetEnvironmentVariable(name, null);
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 16384) { NewLine = "\n" };
}
