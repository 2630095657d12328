using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;
using OstreePS.Core.Repository;
using OstreePS.Core.Repository.Refs;
using OstreePS.Core.Trees.Diff;

namespace OstreePS.Binding;

/// <summary>A tree as it is named on the command line: a revision, or a directory on disk.</summary>
public sealed class TreeArgument
{
    private TreeArgument(string text, bool isDirectory)
    {
        Text = text;
        IsDirectory = isDirectory;
    }

    /// <summary>The revision, or the directory's absolute path.</summary>
    public string Text { get; }

    /// <summary>Whether it is a directory on disk.</summary>
    public bool IsDirectory { get; }

    // Whether there is a directory that may be meant by what is taken for a revision.
    private bool NamesDirectoryToo { get; init; }

    public override string ToString() => Text;

    internal static TreeArgument Directory(string path) => new(path, isDirectory: true);

    internal static TreeArgument Commit(string revision, bool namesDirectoryToo = false) => new(revision, isDirectory: false) { NamesDirectoryToo = namesDirectoryToo };

    internal TreeSource Open(OstreeRepository repository) => IsDirectory
        ? TreeSource.OfDirectory(Text)
        : TreeSource.OfCommit(repository, Resolve(repository));

    internal TreeArgument Parent() => IsDirectory
        ? throw new OstreeException(OstreeFault.InvalidOption, $"'{Text}' is a directory, which has no parent to compare with.", Text, "Name with -Difference what to compare it with.")
        : Commit(Text + "^");

    private Checksum Resolve(OstreeRepository repository)
    {
        try
        {
            return RevisionResolver.Resolve(repository, Text);
        }
        catch (OstreeException e) when (NamesDirectoryToo && e.Fault == OstreeFault.RefNotFound)
        {
            throw new OstreeException(e.Fault, e.Message, e.Subject, $"For the directory of that name, write './{Text}'. {e.Remedy}", e);
        }
    }

    internal string RequireRevision() => IsDirectory
        ? throw new OstreeException(OstreeFault.InvalidOption, $"'{Text}' is a directory; objects are counted only of commits.", Text, "Name two revisions, or leave out -Stats.")
        : Text;
}
