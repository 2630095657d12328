using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OstreePS.TestServer;

// A web server for tests: serves a directory, and misbehaves as the rules say. It ends when its standard input does, so that no
// test leaves one behind.
if (Options.TryParse(args) is not { } options)
{
    await Console.Error.WriteLineAsync("usage: OstreePS.TestServer --root DIRECTORY --state DIRECTORY [--certificate PEM --key PEM [--client-ca PEM]] [--proxy open|USER:PASSWORD]").ConfigureAwait(false);
    return 2;
}

if (options.Proxy is not null)
{
    int lie = options.Proxy.StartsWith("lie:", StringComparison.Ordinal) ? int.Parse(options.Proxy["lie:".Length..], CultureInfo.InvariantCulture) : 0;
    using var proxy = new Proxy(lie != 0 || options.Proxy is "open" ? null : options.Proxy, lie, Path.Combine(options.State, "requests.jsonl"));
    using var ended = new CancellationTokenSource();
    await Announce.AtAsync(options.State, proxy.Start()).ConfigureAwait(false);
    Task serving = proxy.RunAsync(ended.Token);
    await Console.In.ReadToEndAsync().ConfigureAwait(false);
    await ended.CancelAsync().ConfigureAwait(false);
    await serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    return 0;
}

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseKestrelHttpsConfiguration();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Listen(IPAddress.Loopback, port: 0, listen =>
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        if (options.Certificate is null)
            return;
        listen.UseHttps(X509Certificate2.CreateFromPemFile(options.Certificate, options.Key), https =>
        {
            if (options.ClientAuthority is null)
                return;
            using X509Certificate2 authority = X509CertificateLoader.LoadCertificateFromFile(options.ClientAuthority);
            byte[] trusted = authority.RawData;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => Trust.IsIssuedBy(certificate, trusted);
        });
    });
});

WebApplication app = builder.Build();
await using (app.ConfigureAwait(false))
{
    var journal = new Journal(Path.Combine(options.State, "requests.jsonl"));
    var rules = new RuleBook(Path.Combine(options.State, "rules.json"));
    app.Run(new Responder(options.Root, rules, journal).RespondAsync);
    await app.StartAsync().ConfigureAwait(false);
    await Announce.AtAsync(options.State, app.Urls.First()).ConfigureAwait(false);
    await Console.In.ReadToEndAsync().ConfigureAwait(false);
    await app.StopAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
}

return 0;
