using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace OstreePS.TestServer;

/// <summary>Answers requests: with files, their parts, their tags, and the misbehaviour that a rule asks for.</summary>
internal sealed class Responder(string root, RuleBook rules, Journal journal)
{
    internal async Task RespondAsync(HttpContext context)
    {
        long sent = 0;
        int status = 0;
        try
        {
            Rule? rule = rules.Take(context.Request.Path.Value ?? "/");
            if (rule is { Delay: > 0 })
                await Task.Delay(rule.Delay, context.RequestAborted).ConfigureAwait(false);
            if (Refusal(context, rule) is { } refusal)
                sent = await Faults.SendTextAsync(context, refusal, "refused").ConfigureAwait(false);
            else if (rule is { Fault: { } fault } && Faults.AnswersAlone(fault))
                sent = await Faults.AnswerAsync(context, rule, fault).ConfigureAwait(false);
            else
                sent = await SendFileAsync(context, rule).ConfigureAwait(false);
            status = context.Response.StatusCode;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The client went away, which tests do on purpose: the journal says so with a status of 0.
            status = 0;
        }
        finally
        {
            journal.Add(context.Request, status, sent);
        }
    }

    private static HttpStatusCode? Refusal(HttpContext context, Rule? rule)
    {
        if (rule?.RequireUser is { } user)
        {
            string expected = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user));
            if (!string.Equals(context.Request.Headers.Authorization, expected, StringComparison.Ordinal))
            {
                context.Response.Headers.WWWAuthenticate = "Basic realm=\"test\"";
                return HttpStatusCode.Unauthorized;
            }
        }

        if (rule?.RequireHeader is { } header)
        {
            string[] parts = header.Split(": ", 2);
            if (!string.Equals(context.Request.Headers[parts[0]], parts[1], StringComparison.Ordinal))
                return HttpStatusCode.Forbidden;
        }

        return null;
    }

    private async Task<long> SendFileAsync(HttpContext context, Rule? rule)
    {
        string path = Path.GetFullPath(Path.Join(root, context.Request.Path.Value));
        var info = new FileInfo(path);
        if (!path.StartsWith(root, StringComparison.Ordinal) || !info.Exists)
            return await Faults.SendTextAsync(context, HttpStatusCode.NotFound, "no such file").ConfigureAwait(false);

        HttpResponse response = context.Response;
        var modified = new DateTimeOffset(info.LastWriteTimeUtc.AddTicks(-(info.LastWriteTimeUtc.Ticks % TimeSpan.TicksPerSecond)));
        var tag = new EntityTagHeaderValue($"\"{modified.ToUnixTimeSeconds():x}-{info.Length:x}\"");
        response.GetTypedHeaders().ETag = tag;
        response.GetTypedHeaders().LastModified = modified;
        response.Headers.AcceptRanges = "bytes";
        if (IsUnchanged(context.Request.GetTypedHeaders(), tag, modified))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return 0;
        }

        (long from, long to) = Part(context, rule, info.Length, tag, modified);
        if (from > to && info.Length > 0)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes */{info.Length}");
            return 0;
        }

        FileStream file = info.OpenRead();
        await using (file.ConfigureAwait(false))
        {
            file.Position = from;
            return await Body.SendAsync(context, file, info.Length == 0 ? 0 : to - from + 1, rule).ConfigureAwait(false);
        }
    }

    private static bool IsUnchanged(RequestHeaders asked, EntityTagHeaderValue tag, DateTimeOffset modified)
        => asked.IfNoneMatch.Count > 0 ? asked.IfNoneMatch.Any(t => t.Compare(tag, useStrongComparison: false)) : asked.IfModifiedSince >= modified;

    private static (long From, long To) Part(HttpContext context, Rule? rule, long length, EntityTagHeaderValue tag, DateTimeOffset modified)
    {
        RequestHeaders asked = context.Request.GetTypedHeaders();
        if (rule is { IgnoreRange: true } || asked.Range?.Ranges.SingleOrDefault() is not { From: { } from } range)
            return (0, length - 1);
        if (asked.IfRange is { } condition && (condition.EntityTag?.Equals(tag) ?? condition.LastModified == modified) is false)
            return (0, length - 1);
        long to = Math.Min(range.To ?? (length - 1), length - 1);
        if (from <= to)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{length}");
        }

        return (from, to);
    }
}
