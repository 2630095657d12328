using System.Globalization;
using System.Text.RegularExpressions;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Remotes;
using OstreePS.Core.Signing;
using OstreePS.Core.Signing.OpenPgp;

namespace OstreePS.UnitTests.Signing;

/// <summary>Each verdict that OSTree 2026.4 gave on a signature, against ours.</summary>
public sealed partial class RecordedSignatureTests(SignatureFixture fixture) : IClassFixture<SignatureFixture>
{
    [Fact]
    public void Sign_verify_accepts_what_upstream_accepts()
    {
        Check(run => run.Plain[0] == "sign" && run.Options.Contains("--verify") && run.ValueOf("--sign-type") != "dummy", 60, run =>
        {
            fixture.Lay(run);
            bool accepted = Verify(run, out OstreeException? fault);
            Assert.Equal(run.Exit == 0, accepted);
            if (accepted)
                return;
            Assert.Contains(fault!.Fault, (OstreeFault[])[OstreeFault.SignatureInvalid, OstreeFault.SignatureMissing, OstreeFault.SignatureUntrusted, OstreeFault.SignatureRevoked, OstreeFault.InvalidSigningKey, OstreeFault.PathNotFound]);
        });
    }

    [Fact]
    public void Show_tells_of_each_OpenPGP_signature_what_upstream_tells()
    {
        SignatureVerifier gpg = Verifiers.OpenPgpOf([fixture.AllKeys]);
        Check(run => run.Command[1] == "show" && run.ValueOf("--gpg-homedir")?.EndsWith("/gpgpub", StringComparison.Ordinal) == true, 20, run =>
        {
            SignatureReport report = new CommitSignatures(fixture.Repository).Inspect(Checksum.Parse(run.Plain[^1]), [gpg]);
            string[] blocks = [.. Blocks().Matches(run.Output).Select(match => match.Value)];
            Assert.Equal(blocks.Length, report.Signatures.Count);
            foreach ((string block, SignatureInfo signature) in blocks.Zip(report.Signatures))
                CompareWith(block, signature);
        });
    }

    [Fact]
    public void Show_without_keys_finds_the_key_missing() => Check(run => run.Command[1] == "show" && run.Case.StartsWith("show with", StringComparison.Ordinal), 2, run =>
    {
        SignatureReport report = new CommitSignatures(fixture.Repository).Inspect(Checksum.Parse(run.Plain[^1]), [Verifiers.OpenPgpOf([])]);
        Assert.Equal(SignatureState.KeyMissing, Assert.Single(report.Signatures).State);
        Assert.Contains("public key not found", run.Output, StringComparison.Ordinal);
    });

    [Fact]
    public void A_pull_admits_the_commits_that_upstream_admits()
    {
        Check(run => run.Case.StartsWith("remote add (", StringComparison.Ordinal) && !run.Case.Contains("summary", StringComparison.Ordinal) || IsCommitPull(run), 60, run =>
        {
            if (run.Command[1] == "remote")
            {
                if (run.ValueOf("--sign-verify") is { } text && text.Contains("file:", StringComparison.Ordinal))
                    LayKeyFile(text);
                fixture.AddRemote(run);
                return;
            }

            using OstreeRepository target = fixture.OpenTarget(run);
            var commit = Checksum.Parse(fixture.Repository.Refs.Find(run.Plain[^1])!.Value.ToString());
            Judge(run, () => new CommitSignatures(fixture.Repository).Verify(commit, SignaturePolicy.ForRemote(target, new RemoteStore(target).Get("origin"))));
        });
    }

    [Fact]
    public void A_pull_admits_the_summaries_that_upstream_admits()
    {
        string? current = null;
        Check(run => run.Case.StartsWith("remote add (summary", StringComparison.Ordinal) || SummaryName().IsMatch(run.Case), 50, run =>
        {
            if (run.Command[1] == "remote" && run.Command[2] == "add")
            {
                fixture.AddRemote(run);
                return;
            }

            current = SummaryName().Match(run.Case).Groups["name"].Value;
            using OstreeRepository target = fixture.OpenTarget(run);
            Judge(run, () => SignaturePolicy.ForRemote(target, new RemoteStore(target).Get("origin"))
                .VerifySummary(fixture.Summary(current, "summary"), fixture.Summary(current, "summary.sig")));
        });
    }

    [Fact]
    public void Keys_are_listed_as_upstream_lists_them()
    {
        SignatureRun add = fixture.Runs.First(run => run.Case == "remote add (gpg)");
        SignatureRun list = fixture.Runs.First(run => run.Case == "remote gpg-list-keys");
        fixture.AddRemote(add);
        using OstreeRepository target = fixture.OpenTarget(add);
        IReadOnlyList<OpenPgpKeyInfo> keys = new RemoteKeyring(target).List(new RemoteStore(target).Get("origin"), IOperationObserver.None);
        string printed = string.Concat(keys.OrderBy(key => list.Output.IndexOf(key.Fingerprint, StringComparison.Ordinal)).Select(Print));
        Assert.Equal(list.Output, printed);
    }

    private static string Print(OpenPgpKeyInfo key)
    {
        var lines = new List<string> { $"Key: {key.Fingerprint}{(key.IsRevoked ? " (revoked)" : "")}", $"  Created: {Date(key.Created)}" };
        if (key.Expires is { } end)
            lines.Add($"  {(key.IsExpired ? "Expired" : "Expires")}: {Date(end)}");
        foreach (OpenPgpUserInfo user in key.UserIds)
            lines.AddRange([$"  UID: {user.Text}{(user.IsRevoked ? " (revoked)" : "")}", $"  Advanced update URL: {user.AdvancedUpdateUrl}", $"  Direct update URL: {user.DirectUpdateUrl}"]);
        foreach (OpenPgpSubkeyInfo subkey in key.Subkeys)
        {
            lines.AddRange([$"  Subkey: {subkey.Fingerprint}{(subkey.IsRevoked ? " (revoked)" : "")}", $"    Created: {Date(subkey.Created)}"]);
            if (subkey.Expires is { } subkeyEnd)
                lines.Add($"    {(subkey.IsExpired ? "Expired" : "Expires")}: {Date(subkeyEnd)}");
        }

        return string.Join('\n', lines) + "\n";
    }

    private static string Date(DateTimeOffset date) => date.ToString($"ddd MMM '{(date.Day < 10 ? "\u2007" : "")}'d HH:mm:ss yyyy", CultureInfo.InvariantCulture);

    private static void Judge(SignatureRun run, Func<SignatureReport> verify)
    {
        OstreeException? fault = null;
        try
        {
            Assert.True(verify().HasGood);
        }
        catch (OstreeException e)
        {
            fault = e;
        }

        Assert.True(run.Exit == 0 == fault is null, $"{run}: {fault?.Fault} {fault?.Message}");
        if (fault is not null && run.Error.Contains("Signature made", StringComparison.Ordinal))
        {
            // Of several signatures upstream describes the last first.
            string first = run.Error[..(run.Error.IndexOf("Signature made", run.Error.IndexOf("Signature made", StringComparison.Ordinal) + 1, StringComparison.Ordinal) is > 0 and var end ? end : run.Error.Length)];
            Assert.Equal(FaultOf(StateOf(first)), fault.Fault);
        }
    }

    private static void CompareWith(string block, SignatureInfo signature)
    {
        Assert.Equal(StateOf(block), signature.State);
        Assert.Contains($"key ID {signature.KeyId}", block, StringComparison.Ordinal);
        if (signature.UserId is { } user && signature.State != SignatureState.Revoked)
            Assert.Contains($"\"{user}\"", block, StringComparison.Ordinal);
        if (signature.State == SignatureState.Bad)
            return;
        Assert.Contains($"using {signature.Algorithm} key", block, StringComparison.Ordinal);
        Assert.Contains(Date(signature.Created!.Value), block, StringComparison.Ordinal);
        bool isSubkey = signature.PrimaryFingerprint is not null && signature.PrimaryFingerprint != signature.Fingerprint;
        Assert.Equal(isSubkey, block.Contains("Primary key ID", StringComparison.Ordinal));
        if (isSubkey)
            Assert.Contains($"Primary key ID {signature.PrimaryFingerprint![^16..]}", block, StringComparison.Ordinal);
        if (signature.Expires is { } end)
            Assert.Contains($"Signature expired {Date(end)}", block, StringComparison.Ordinal);
        if (signature.State == SignatureState.KeyExpired)
            Assert.Contains($"Key expired {Date(signature.KeyExpires!.Value)}", block, StringComparison.Ordinal);
    }

    private static SignatureState StateOf(string block) => block switch
    {
        _ when block.Contains("Good signature", StringComparison.Ordinal) => SignatureState.Good,
        _ when block.Contains("public key not found", StringComparison.Ordinal) => SignatureState.KeyMissing,
        _ when block.Contains("Key revoked", StringComparison.Ordinal) => SignatureState.Revoked,
        _ when block.Contains("Expired signature", StringComparison.Ordinal) => SignatureState.Expired,
        _ when block.Contains("Key expired", StringComparison.Ordinal) => SignatureState.KeyExpired,
        _ => SignatureState.Bad,
    };

    private static OstreeFault FaultOf(SignatureState state) => state switch
    {
        SignatureState.KeyMissing => OstreeFault.SignatureUntrusted,
        SignatureState.Revoked => OstreeFault.SignatureRevoked,
        SignatureState.Expired or SignatureState.KeyExpired => OstreeFault.SignatureExpired,
        _ => OstreeFault.SignatureInvalid,
    };

    private static bool IsCommitPull(SignatureRun run) => run.Command[1] == "pull" && run.Case.StartsWith("pull", StringComparison.Ordinal) && !run.Case.Contains("summary", StringComparison.Ordinal);

    private void LayKeyFile(string text)
    {
        string engine = text.Split('=')[0];
        string path = fixture.Localize(text.Split(':', 2)[1]);
        File.WriteAllText(path, string.Concat(((string[])["other", "good"]).Select(name => File.ReadAllText(fixture.KeyFile("raw", $"{engine}-{name}.pub{(engine == "spki" ? ".pem" : "")}")))));
    }

    private bool Verify(SignatureRun run, out OstreeException? last)
    {
        string engine = run.ValueOf("--sign-type")!;
        var commit = Checksum.Parse(run.Plain[1]);
        string[] keys = run.Plain[2..];
        last = null;
        foreach (string key in keys)
        {
            if (Try(() => TrustedKeys.FromText(engine, key), out last))
                return true;
        }

        if (keys.Length > 0 && run.ValueOf("--keys-file") is null)
            return false;
        return Try(() => run.ValueOf("--keys-file") is { } file ? TrustedKeys.FromFile(engine, fixture.Localize(file)) : TrustedKeys.FromDirectories(engine, run.ValueOf("--keys-dir") is { } directory ? fixture.Localize(directory) : null), out last);

        bool Try(Func<TrustedKeys> trust, out OstreeException? fault)
        {
            fault = null;
            try
            {
                return Verifiers.Of(trust()).Verify(commit.ToString(), fixture.Repository.Objects.LoadMetadata(new ObjectName(commit, ObjectType.Commit)), fixture.Repository.Objects.LoadDetachedMetadata(commit)).HasGood;
            }
            catch (OstreeException e)
            {
                fault = e;
                return false;
            }
        }
    }

    private void Check(Func<SignatureRun, bool> isMeant, int atLeast, Action<SignatureRun> check)
    {
        var failures = new List<string>();
        int count = 0;
        foreach (SignatureRun run in fixture.Runs.Where(isMeant))
        {
            count++;
            try
            {
                check(run);
            }
            catch (Exception e)
            {
                failures.Add($"{run}\n    {e.GetType().Name}: {e.Message.ReplaceLineEndings("\n    ")}");
            }
        }

        Assert.True(count >= atLeast, $"There are {count} such rows; {atLeast} were expected.");
        if (failures.Count > 0)
            Assert.Fail($"{failures.Count} of {count} rows:\n" + string.Join("\n", failures.Take(20)));
    }

    [GeneratedRegex(@"  Signature made(.*\n)(  .*\n)*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Blocks();

    [GeneratedRegex("^(?:pull|remote refs|remote summary).*, summary (?<name>.+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SummaryName();
}
