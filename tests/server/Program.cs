using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using OstreePS.TestServer;

// A web server for tests: serves a directory, and misbehaves as the rules say. It ends when its standard input does, so that no
// test leaves one behind.
if (Options.TryParse(args) is not { } options)
{
    await Console.Error.WriteLineAsync("usage: OstreePS.TestServer --root DIRECTORY --state DIRECTORY [--certificate PEM --key PEM [--client-ca PEM]]").ConfigureAwait(false);
    return 2;
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
    string partial = Path.Combine(options.State, "url.part");
    await File.WriteAllTextAsync(partial, app.Urls.First()).ConfigureAwait(false);
    File.Move(partial, Path.Combine(options.State, "url"), overwrite: true);
    await Console.In.ReadToEndAsync().ConfigureAwait(false);
    await app.StopAsync(TimeSpan.FromSeconds(1)).ConfigureAwait(false);
}

return 0;
