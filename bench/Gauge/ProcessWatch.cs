using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace OstreePS.Gauge;

/// <summary>Runs a command, its output in files, and tells how long it took and how much memory it had at its peak.</summary>
/// <remarks>
/// The peak is the kernel's own (<c>VmHWM</c>), read every few milliseconds. <c>getrusage</c> would not do: a process that was
/// forked from a large one starts with the peak of that one.
/// </remarks>
internal static class ProcessWatch
{
    private const int PauseMilliseconds = 8;

    internal static string Run(string output, string[] command)
    {
        var start = new ProcessStartInfo("/bin/sh");
        foreach (string argument in (IEnumerable<string>)["-c", "exec \"$@\" >\"$0\" 2>\"$0.errors\"", output, .. command])
            start.ArgumentList.Add(argument);
        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The process did not start.");
        long peak = 0;
        using (var status = File.OpenHandle($"/proc/{process.Id}/status"))
        {
            do
                peak = Math.Max(peak, ReadPeak(status));
            while (!process.WaitForExit(PauseMilliseconds));
        }

        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        return string.Create(CultureInfo.InvariantCulture, $"{seconds:F4} {peak} {process.ExitCode}");
    }

    private static long ReadPeak(Microsoft.Win32.SafeHandles.SafeFileHandle status)
    {
        Span<byte> buffer = stackalloc byte[4096];
        int length;
        try
        {
            length = RandomAccess.Read(status, buffer, 0);
        }
        catch (IOException)
        {
            // It ended between two looks.
            return 0;
        }

        ReadOnlySpan<byte> text = buffer[..length];
        int at = text.IndexOf("VmHWM:"u8);
        if (at < 0)
            return 0;
        text = text[(at + 6)..];
        string number = Encoding.ASCII.GetString(text[..text.IndexOf("kB"u8)]);
        return long.Parse(number, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) * 1024;
    }
}
