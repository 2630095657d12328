using System.ComponentModel;
using System.Diagnostics;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Signing.OpenPgp;

/// <summary>Signs with the user's own GnuPG: <c>gpg</c> is run, which asks its agent, which asks for a passphrase or a smart card where it must.</summary>
internal sealed class GnuPgSigner : IOpenPgpSigner
{
    private const string Program = "gpg";
    private readonly string? _home;
    private readonly string _fingerprint;

    private GnuPgSigner(string? home, IReadOnlyList<string> fingerprints)
    {
        _home = home;
        _fingerprint = fingerprints[0];
        Fingerprints = fingerprints;
    }

    public string Engine => SignatureEngine.Gpg;

    public string KeyName => _fingerprint;

    public IReadOnlyList<string> Fingerprints { get; }

    /// <summary>Finds the secret key that is meant.</summary>
    internal static GnuPgSigner Find(string key, string? home)
    {
        (int exit, byte[] output, string errors) = Run(home, ["--list-secret-keys", "--with-colons", "--fixed-list-mode", "--", key], []);
        string[][] lines = [.. System.Text.Encoding.UTF8.GetString(output).Split('\n').Select(line => line.Split(':'))];
        int keys = lines.Count(fields => fields[0] is "sec");
        string where = home is null ? "GnuPG's home directory" : $"'{home}'";
        return (exit, keys) switch
        {
            (0, 1) => new GnuPgSigner(home, [.. lines.Where(fields => fields[0] is "fpr" && fields.Length > 9).Select(fields => fields[9].ToUpperInvariant())]),
            (0, > 1) => throw new OstreeException(OstreeFault.SigningKeyNotFound, $"'{key}' means {keys} secret keys in {where}.", key, "Give the fingerprint."),
            _ => throw new OstreeException(OstreeFault.SigningKeyNotFound, $"There is no secret key '{key}' in {where}. {errors}".TrimEnd(), key, "'gpg --list-secret-keys' lists them."),
        };
    }

    public byte[] Sign(byte[] data)
    {
        (int exit, byte[] output, string errors) = Run(_home, ["--local-user", _fingerprint, "--detach-sign", "--no-armor", "--output", "-"], data);
        if (exit == 0 && PacketReader.Read(output, out string? defect) is { Count: > 0 } && defect is null)
            return output;
        throw new OstreeException(OstreeFault.SigningFailed, $"GnuPG did not sign with the key {_fingerprint}: {errors}", _fingerprint, "Try 'gpg --detach-sign' by hand; the agent may need a terminal (GPG_TTY) to ask for the passphrase.");
    }

    public void Dispose()
    {
        // The secret is the agent's: nothing of it is here.
    }

    private static (int Exit, byte[] Output, string Errors) Run(string? home, string[] arguments, byte[] input)
    {
        var start = new ProcessStartInfo(Program, [.. home is null ? Array.Empty<string>() : ["--homedir", home], "--batch", "--no-tty", "--quiet", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            var output = new MemoryStream();
            Task copied = process.StandardOutput.BaseStream.CopyToAsync(output);
            try
            {
                process.StandardInput.BaseStream.Write(input);
                process.StandardInput.Close();
            }
            catch (IOException e) when (e.HResult != 0)
            {
                // It ended before it had read everything; its exit code and its words tell why.
            }

            Task.WaitAll(errors, copied);
            process.WaitForExit();
            return (process.ExitCode, output.ToArray(), errors.Result.Trim().ReplaceLineEndings(" "));
        }
        catch (Win32Exception e)
        {
            throw new OstreeException(OstreeFault.SigningFailed, "GnuPG cannot be run: there is no program 'gpg'.", Program, "Install GnuPG, or sign with the file of a secret key.", e);
        }
    }
}
