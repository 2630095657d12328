using System.Text;
using OstreePS.Core.Platform;
using OstreePS.Core.Repository;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Pull.Remoting;

/// <summary>
/// Copies of remotes' summaries and their signatures: <c>tmp/cache/summaries/REMOTE</c> and <c>REMOTE.sig</c>, each with the tag
/// that its server gave it in the attribute <c>user.etag</c> and the server's time of change as its own. Upstream's form.
/// </summary>
/// <remarks>Only signed summaries are kept. What cannot be read counts as absent, and what cannot be kept is fetched again next time.</remarks>
internal sealed class SummaryCache : IDisposable
{
    private const string Folder = "summaries";
    private const string SignatureSuffix = ".sig";
    private const int TagLimit = 1024;
    private readonly DirectoryHandle? _directory;
    private readonly string _name;

    private SummaryCache(DirectoryHandle? directory, string name)
    {
        _directory = directory;
        _name = name;
    }

    /// <summary>Opens the cache.</summary>
    /// <param name="repository">The repository, whose own cache is used where no other is named.</param>
    /// <param name="directory">Another cache directory; null for the repository's.</param>
    /// <param name="remote">The remote.</param>
    internal static SummaryCache Open(OstreeRepository repository, string? directory, string remote)
    {
        bool isOff = Environment.GetEnvironmentVariable("OSTREE_SKIP_CACHE") is { Length: > 0 } || remote.Contains('/', StringComparison.Ordinal);
        if (isOff || (directory is null && !repository.IsWritable))
            return new SummaryCache(directory: null, remote);
        if (directory is not null)
        {
            Directory.CreateDirectory(directory);
            using DirectoryHandle top = DirectoryHandle.Open(directory);
            return new SummaryCache(Below(top, Folder), remote);
        }

        using DirectoryHandle temporary = Below(repository.Root, RepositoryLayout.Temporary);
        using DirectoryHandle cache = Below(temporary, RepositoryLayout.Cache);
        return new SummaryCache(Below(cache, Folder), remote);
    }

    /// <summary>The copy of the summary; null for none.</summary>
    internal CachedFile? Summary => Read(_name);

    /// <summary>The copy of its signatures; null for none.</summary>
    internal CachedFile? Signatures => Read(_name + SignatureSuffix);

    /// <summary>Keeps a summary with its signatures.</summary>
    internal void Keep(CachedFile summary, CachedFile signatures)
    {
        if (_directory is null)
            return;
        Write(_name, summary);
        Write(_name + SignatureSuffix, signatures);
    }

    /// <summary>Forgets the copies: they do not fit each other.</summary>
    internal void Drop()
    {
        _directory?.Unlink(_name);
        _directory?.Unlink(_name + SignatureSuffix);
    }

    public void Dispose() => _directory?.Dispose();

    private static DirectoryHandle Below(DirectoryHandle parent, string name)
    {
        parent.CreateDirectory(name, RepositoryLayout.DirectoryMode);
        return parent.OpenDirectory(name);
    }

    private CachedFile? Read(string name)
    {
        if (_directory?.TryStat(name, out _) is not { IsRegular: true, Size: > 0 and <= MetadataLimits.MaxBytes } status)
            return null;
        using Microsoft.Win32.SafeHandles.SafeFileHandle file = _directory.OpenRead(name);
        byte[] bytes = new byte[status.Size];
        if (file.ReadFully(bytes, _directory.Child(name)) != bytes.Length)
            return null;
        byte[]? tag = Xattr.TryGet(file, "user.etag"u8, _directory.Child(name));
        string? text = tag is { Length: > 0 and <= TagLimit } && tag.All(static b => b is >= 0x20 and < 0x7f) ? Encoding.ASCII.GetString(tag) : null;
        return new CachedFile(bytes, text, status.ModifiedSeconds > 0 ? DateTimeOffset.FromUnixTimeSeconds(status.ModifiedSeconds) : null);
    }

    private void Write(string name, CachedFile file)
    {
        using AnonymousFile copy = AnonymousFile.CreateIn(_directory!);
        copy.Handle.WriteAll(file.Bytes, copy.Label);
        if (file.Tag is { } tag)
            SetTag(copy, tag);
        if (file.Modified is { } modified)
            copy.Handle.SetModified(modified.ToUnixTimeSeconds(), copy.Label);
        copy.PublishOver(_directory!, name);
    }

    private static void SetTag(AnonymousFile copy, string tag)
    {
        try
        {
            Xattr.Set(copy.Handle, "user.etag"u8, Encoding.ASCII.GetBytes(tag), copy.Label);
        }
        catch (Diagnostics.OstreeException e) when (e.Fault is Diagnostics.OstreeFault.NotSupported or Diagnostics.OstreeFault.PermissionDenied or Diagnostics.OstreeFault.InsufficientSpace)
        {
            // Without the tag the time of change must do.
            return;
        }
    }
}
