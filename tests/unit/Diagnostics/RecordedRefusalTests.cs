using System.Diagnostics;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.History;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Stores;
using OstreePS.Core.Trees.Building;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Diagnostics;

/// <summary>What OSTree 2026.4 refuses, we refuse: each recorded case has its fault here, or a reason why it has none.</summary>
public sealed class RecordedRefusalTests : IDisposable
{
    private const string AtTheParameter = "refused where the parameter is bound; see tests/pester/History.Tests.ps1";
    private const string CommandLine = "a matter of upstream's command line";
    private const string Later = "no part of commit, look or checkout";

    private static readonly Dictionary<string, string> s_expected = new(StringComparer.Ordinal)
    {
        ["name-not-utf8"] = nameof(OstreeFault.InvalidName),
        ["fifo"] = nameof(OstreeFault.UnsupportedFileType),
        ["no-tree"] = nameof(OstreeFault.PathNotFound),
        ["bad-ref"] = nameof(OstreeFault.InvalidRefName),
        ["bad-ref-dots"] = nameof(OstreeFault.InvalidRefName),
        ["bad-ref-slash"] = nameof(OstreeFault.InvalidRefName),
        ["bad-variant"] = nameof(OstreeFault.MalformedVariantText),
        ["bad-variant-2"] = nameof(OstreeFault.MalformedVariantText),
        ["bad-parent"] = nameof(OstreeFault.RefNotFound),
        ["show-none"] = nameof(OstreeFault.ObjectNotFound),
        ["show-bad"] = nameof(OstreeFault.RefNotFound),
        ["not-a-repo"] = nameof(OstreeFault.RepositoryNotFound),
        ["bad-timestamp"] = AtTheParameter,
        ["no-branch"] = AtTheParameter,
        ["bad-metadata"] = AtTheParameter,
        ["no-mode"] = AtTheParameter,
        ["bad-tree-kind"] = CommandLine,
        ["bad-fsync"] = CommandLine,
        ["bad-command"] = CommandLine,
        ["bad-option"] = CommandLine,
        ["keep-missing"] = Later,
        ["ref-none"] = Later,
        ["config-none"] = Later,
        ["config-bad"] = Later,
    };

    private readonly string _ground = Directory.CreateTempSubdirectory("ostreeps-refused-").FullName;
    private readonly OstreeRepository _repository;

    public RecordedRefusalTests()
    {
        _repository = OstreeRepository.Create(Path.Combine(_ground, "refuse"), RepositoryMode.Archive);
        foreach (string name in (string[])["badname", "fifo", "ok"])
            Directory.CreateDirectory(Path.Combine(_ground, name));
        File.WriteAllText(Path.Combine(_ground, "ok", "f"), "f\n");
        Shell("printf x > \"$1/badname/$(printf '\\377\\376')\"; mkfifo \"$1/fifo/p\"");
    }

    public static TheoryData<string> Cases => [.. s_expected.Where(pair => Enum.TryParse<OstreeFault>(pair.Value, out _)).Select(pair => pair.Key)];

    [Fact]
    public void Each_recorded_refusal_has_its_verdict_here()
        => Assert.Equal(
            RecordedText.Lines(RecordedRun.Load("errors.json").Select(run => run.Case).Order(StringComparer.Ordinal)),
            RecordedText.Lines(s_expected.Keys.Order(StringComparer.Ordinal)));

    [Theory]
    [MemberData(nameof(Cases))]
    public void What_upstream_refuses_we_refuse(string name)
    {
        RecordedRun run = RecordedRun.Load("errors.json").Single(row => string.Equals(row.Case, name, StringComparison.Ordinal));
        OstreeException fault = Assert.Throws<OstreeException>(() => Do(run));
        Assert.Equal(s_expected[name], fault.Fault.ToString());
        Assert.NotNull(fault.Subject);
        Assert.NotNull(fault.Remedy);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_repository.Path, "objects"), "*", SearchOption.AllDirectories));
    }

    public void Dispose()
    {
        _repository.Dispose();
        Shell("rm -rf \"$1\"");
    }

    private void Do(RecordedRun run)
    {
        if (run.Command[1] is "refs")
            OstreeRepository.Open(Path.Combine(_ground, "ok"));
        else if (run.Command[1] is "show")
            new CommitReader(_repository, IOperationObserver.None).Read(RevisionResolver.Resolve(_repository, run.Plain[0]));
        else
            Commit(run);
    }

    private void Commit(RecordedRun run)
    {
        string[] metadata = run.ValueOf("--add-metadata")?.Split('=', 2) ?? [];
        var options = new CommitOptions
        {
            Branch = run.Arguments[1],
            Metadata = metadata.Length == 0 ? [] : [new(metadata[0], Variant.Parse(metadata[1]))],
            Parent = run.ValueOf("--parent") is { } parent ? ParentChoice.Of(RevisionResolver.Resolve(_repository, parent)) : ParentChoice.TipOfBranch,
        };
        string tree = run.ValueOf("--tree")!.Replace("dir=TMP/repos", _ground, StringComparison.Ordinal);
        CommitOperation.RunAsync(_repository, tree, options, IOperationObserver.None, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    private void Shell(string script)
    {
        using Process shell = Process.Start("sh", ["-ec", script, "sh", _ground]);
        shell.WaitForExit();
        Assert.Equal(0, shell.ExitCode);
    }
}
