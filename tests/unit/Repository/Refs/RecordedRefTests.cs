using OstreePS.Core.Diagnostics;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Repository.Refs;

/// <summary>What OSTree 2026.4 said with <c>refs</c> and <c>rev-parse</c>, said again from our objects.</summary>
public sealed class RecordedRefTests
{
    [Fact]
    public void Refs_are_the_same()
        => RepoFixture.CheckRows("read.json", run => run.Case is "refs", atLeast: 35, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            IEnumerable<RefEntry> refs = repository.Refs.List();
            string prefix = run.Plain.Length > 0 ? run.Plain[0] + "/" : string.Empty;
            refs = run.Has("-c") ? refs.Where(entry => entry.CollectionId is not null)
                : refs.Where(entry => entry.Kind != RefKind.Mirror && entry.Name.StartsWith(prefix, StringComparison.Ordinal));
            if (run.Has("-A"))
                refs = refs.Where(entry => entry.AliasOf is not null);
            int cut = run.Has("--list") ? 0 : prefix.Length;
            Assert.Equal(run.Output, RecordedText.Lines(refs.Select(entry =>
                (run.Has("-c") ? $"({entry.CollectionId}, {entry.Name})" : entry.Refspec[cut..])
                + (run.Has("-r") ? $"\t{entry.Checksum}" : string.Empty)
                + (run.Has("-A") ? $" -> {entry.AliasOf}" : string.Empty))));
        });

    [Fact]
    public void Revisions_stand_for_the_same()
        => RepoFixture.CheckRows("read.json", run => run.Case is "rev-parse", atLeast: 40, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            string expected = run switch
            {
                { Exit: 0 } => run.Output.TrimEnd(),
                _ when run.Error.Contains("has no parent", StringComparison.Ordinal) => nameof(OstreeFault.RevisionNotFound),
                _ when run.Error.Contains("Multiple commit", StringComparison.Ordinal) => nameof(OstreeFault.AmbiguousRevision),
                _ => nameof(OstreeFault.RefNotFound),
            };
            string actual;
            try
            {
                actual = (run.Has("-S") ? RevisionResolver.ResolveSingle(repository) : RevisionResolver.Resolve(repository, run.Plain[0])).ToString();
            }
            catch (OstreeException e)
            {
                actual = e.Fault.ToString();
            }

            Assert.Equal(expected, actual);
        });
}
