namespace OstreePS.TestServer;

/// <summary>The body of an answer, whole or spoilt.</summary>
internal static class Body
{
    private const int BufferBytes = 64 * 1024;
    private const int DrainMilliseconds = 30;

    /// <summary>Sends a part of a file.</summary>
    /// <returns>Bytes of the body that were sent.</returns>
    internal static async Task<long> SendAsync(HttpContext context, Stream file, long count, Rule? rule)
    {
        Fault? fault = rule?.Fault;
        long wanted = fault is Fault.Truncate ? Math.Min(rule!.After, count) : count;
        if (fault is not Fault.Endless)
            context.Response.ContentLength = wanted;
        long end = fault is Fault.Cut or Fault.Stall ? Math.Min(rule!.After, wanted) : wanted;
        byte[] buffer = new byte[BufferBytes];
        long sent = 0;
        while (sent < end)
        {
            int got = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, end - sent)), context.RequestAborted).ConfigureAwait(false);
            if (got == 0)
                break;
            if (fault is Fault.Corrupt && rule!.After >= sent && rule.After < sent + got)
                buffer[rule.After - sent] ^= 0xFF;
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, got), context.RequestAborted).ConfigureAwait(false);
            sent += got;
        }

        switch (fault)
        {
            case Fault.Cut:
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);

                // A reset overtakes what the client has not read yet.
                await Task.Delay(DrainMilliseconds, context.RequestAborted).ConfigureAwait(false);
                context.Abort();
                break;
            case Fault.Stall:
                await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(false);
                break;
            case Fault.Endless:
                Array.Clear(buffer);
                while (!context.RequestAborted.IsCancellationRequested)
                    await context.Response.Body.WriteAsync(buffer, context.RequestAborted).ConfigureAwait(false);
                break;
        }

        return sent;
    }
}
