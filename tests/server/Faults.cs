using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;

namespace OstreePS.TestServer;

/// <summary>The answers that have nothing of the file that was asked for.</summary>
internal static class Faults
{
    // The header of an archive's content object, (tuuuusa(ayay)): size 2^40, owner 0, a regular file 0644, no target, no attributes.
    private static readonly byte[] BombHeader = [0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x81, 0xA4, 0, 0, 0, 0, 0, 25];

    internal static bool AnswersAlone(Fault fault) => fault is Fault.Status or Fault.Redirect or Fault.Html or Fault.LongHeader or Fault.Bomb;

    internal static async Task<long> AnswerAsync(HttpContext context, Rule rule, Fault fault)
    {
        switch (fault)
        {
            case Fault.Status:
                if (rule.RetryAfter > 0)
                    context.Response.Headers.RetryAfter = rule.RetryAfter.ToString(CultureInfo.InvariantCulture);
                return await SendTextAsync(context, (HttpStatusCode)rule.Status, "as the rule says").ConfigureAwait(false);
            case Fault.Redirect:
                context.Response.Redirect(rule.Location.Length > 0 ? rule.Location : context.Request.Path);
                return 0;
            case Fault.LongHeader:
                context.Response.Headers["X-Long"] = new string('x', (int)rule.After);
                return await SendTextAsync(context, HttpStatusCode.OK, "long").ConfigureAwait(false);
            case Fault.Bomb:
                return await SendBombAsync(context, rule.After).ConfigureAwait(false);
            default:
                context.Response.ContentType = "text/html";
                return await SendTextAsync(context, HttpStatusCode.OK, "<!DOCTYPE html><title>Log in</title><p>Please log in to this network.").ConfigureAwait(false);
        }
    }

    internal static async Task<long> SendTextAsync(HttpContext context, HttpStatusCode status, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = (int)status;
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        return bytes.Length;
    }

    private static async Task<long> SendBombAsync(HttpContext context, long zeros)
    {
        byte[] prefix = new byte[8];
        BinaryPrimitives.WriteInt32BigEndian(prefix, BombHeader.Length);
        await context.Response.Body.WriteAsync(prefix, context.RequestAborted).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(BombHeader, context.RequestAborted).ConfigureAwait(false);
        byte[] buffer = new byte[1 << 20];
        var deflate = new DeflateStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (deflate.ConfigureAwait(false))
        {
            for (long left = zeros; left > 0; left -= buffer.Length)
                await deflate.WriteAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), context.RequestAborted).ConfigureAwait(false);
        }

        return zeros;
    }
}
