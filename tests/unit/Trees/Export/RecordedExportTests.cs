using System.Security.Cryptography;
using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Trees.Export;
using OstreePS.Core.Trees.Walking;
using OstreePS.UnitTests.Fixtures;

namespace OstreePS.UnitTests.Trees.Export;

/// <summary>The archives of OSTree 2026.4: without attributes, for which it has no place, ours are the same byte for byte.</summary>
public sealed class RecordedExportTests
{
    [Fact]
    public void Archives_are_the_same_byte_for_byte()
        => RepoFixture.CheckRows("read.json", run => run.Case is "export", atLeast: 10, (run, mode) =>
        {
            using OstreeRepository repository = RepoFixture.Open(mode);
            CommitTree tree = CommitTree.Open(repository, Checksum.Parse(run.Arguments[^1]));
            var options = new ExportOptions { NoXattrs = true, Subpath = run.ValueOf("--subpath"), Prefix = run.ValueOf("--prefix") };
            using var archive = new MemoryStream();
            ExportResult result = ExportOperation.RunAsync(tree, archive, options, IOperationObserver.None, TestContext.Current.CancellationToken).GetAwaiter().GetResult();
            Assert.Equal(archive.Length, result.Size);
            Assert.Equal(run.OutputSha256, Convert.ToHexStringLower(SHA256.HashData(Composed(archive.ToArray()))));
        });

    // libarchive composes the characters of a name (NFC), so that a commit's name comes out as another; ours stays what it is.
    private static byte[] Composed(byte[] archive)
    {
        for (int offset = 0; archive[offset] != 0;)
        {
            Span<byte> header = archive.AsSpan(offset, 512);
            int end = header[..100].IndexOf((byte)0);
            Span<byte> name = header[..(end < 0 ? 100 : end)];
            byte[] composed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(name).Normalize(NormalizationForm.FormC));
            if (!name.SequenceEqual(composed))
            {
                name.Clear();
                composed.CopyTo(name);
                header.Slice(148, 8).Fill((byte)' ');
                int sum = 0;
                foreach (byte b in header)
                    sum += b;
                Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0").CopyTo(header[148..]);
            }

            int size = Convert.ToInt32(Encoding.ASCII.GetString(header.Slice(124, 11)), 8);
            offset += 512 + ((size + 511) / 512 * 512);
        }

        return archive;
    }
}
