using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository;

/// <summary>The marks <c>state/COMMIT.commitpartial</c>: an empty file for a partial pull, <c>f</c> for damage that a check found.</summary>
public sealed class CommitStateStore
{
    private readonly OstreeRepository _repository;

    internal CommitStateStore(OstreeRepository repository) => _repository = repository;

    /// <summary>What is known of a commit; a parent repository is asked too when this one does not have the commit.</summary>
    public CommitState Get(Checksum commit)
    {
        if (_repository.Parent is { } parent && !_repository.Store.Contains(new ObjectName(commit, ObjectType.Commit)))
            return parent.CommitStates.Get(commit);
        string mark = RepositoryLayout.PartialMark(commit);
        using var file = _repository.Root.TryOpenRead(mark, out int errno);
        if (file is null)
            return errno == Errno.NoEntry ? CommitState.Normal : throw Errno.Fault(errno, "open", _repository.Root.Child(mark));
        Span<byte> first = stackalloc byte[1];
        bool byFsck = file.ReadFully(first, mark) == 1 && first[0] == (byte)'f';
        return byFsck ? CommitState.Partial | CommitState.FsckPartial : CommitState.Partial;
    }

    /// <summary>Marks a commit as damaged, unless it has a mark already.</summary>
    /// <returns>Whether the mark is new.</returns>
    internal bool MarkDamaged(Checksum commit)
    {
        if (_repository.Root.Exists(RepositoryLayout.PartialMark(commit)))
            return false;
        _repository.Root.CreateDirectory(RepositoryLayout.State, RepositoryLayout.DirectoryMode);
        using AnonymousFile file = AnonymousFile.CreateIn(_repository.Root);
        file.Handle.WriteAll("f"u8, file.Label);
        return file.TryPublish(_repository.Root, RepositoryLayout.PartialMark(commit));
    }

    /// <summary>Marks a commit whose objects are not all here.</summary>
    internal void MarkPartial(Checksum commit)
    {
        if (_repository.Root.Exists(RepositoryLayout.PartialMark(commit)))
            return;
        _repository.Root.CreateDirectory(RepositoryLayout.State, RepositoryLayout.DirectoryMode);
        using AnonymousFile file = AnonymousFile.CreateIn(_repository.Root);
        file.TryPublish(_repository.Root, RepositoryLayout.PartialMark(commit));
    }

    /// <summary>Removes a commit's mark, if it has one.</summary>
    internal void Clear(Checksum commit) => _repository.Root.Unlink(RepositoryLayout.PartialMark(commit));

    /// <summary>Whether a deleted commit left its tombstone.</summary>
    public bool IsTombstone(Checksum commit) => _repository.Source.Contains(new ObjectName(commit, ObjectType.TombstoneCommit));
}
