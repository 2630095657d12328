using OstreePS.Core.Diagnostics;
using OstreePS.Core.Objects;

namespace OstreePS.Core.Repository.Refs;

/// <summary>Makes, moves, renames and removes refs, each in one step that others see whole or not at all.</summary>
/// <remarks>
/// As upstream does it, a ref is written without the repository's lock being needed for the file itself; the shared lock is held
/// while a ref is made to name a commit, so that no prune removes the commit in between.
/// </remarks>
/// <param name="repository">The repository.</param>
public sealed class RefEditor(OstreeRepository repository)
{
    private const int AliasDepthLimit = 40;
    private readonly RefWriter _writer = new(repository);

    /// <summary>Makes a ref that names a commit.</summary>
    /// <param name="address">The new ref.</param>
    /// <param name="commit">The commit; it must be there.</param>
    /// <param name="force">Whether a ref of that name may be replaced.</param>
    /// <param name="stop">Stops waiting for the lock.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.AlreadyExists"/>, <see cref="OstreeFault.ObjectNotFound"/>,
    /// <see cref="OstreeFault.RefConflict"/>, <see cref="OstreeFault.RepositoryReadOnly"/> or <see cref="OstreeFault.RepositoryLocked"/>.</exception>
    public RefEntry Create(RefAddress address, Checksum commit, bool force, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(address);
        repository.RequireWritable();
        using IDisposable held = repository.Lock.Acquire(exclusive: false, stop);
        repository.Objects.LoadCommit(commit);
        if (!force && Find(address) is { } existing)
            throw Exists(address, existing);
        _writer.Set(address.AreaIn(repository), address.Name, commit);
        repository.AfterRefsChanged?.Invoke();
        return EntryOf(address, commit, alias: null);
    }

    /// <summary>Makes a local ref that follows another local ref. An alias of that name is replaced.</summary>
    /// <param name="name">The alias.</param>
    /// <param name="target">The local ref that it stands for; it must exist.</param>
    /// <param name="force">Whether a ref of that name that is no alias may be replaced.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.AlreadyExists"/>, <see cref="OstreeFault.RefNotFound"/>,
    /// <see cref="OstreeFault.InvalidRefName"/> for a remote's ref, <see cref="OstreeFault.RefConflict"/>, <see cref="OstreeFault.RepositoryReadOnly"/>.</exception>
    public RefEntry CreateAlias(string name, string target, bool force)
    {
        repository.RequireWritable();
        RefAddress address = RefAddress.Parse(name);
        RefAddress followed = RefAddress.Parse(target);
        if (address.Remote is not null || followed.Remote is not null)
            throw new OstreeException(OstreeFault.InvalidRefName, $"The alias '{name}' for '{target}' cannot be made: remotes' refs neither are aliases nor have any.", name, "Name two local refs.");
        Checksum commit = repository.Refs.FindOwn(followed) ?? throw Missing(followed);
        if (Leads(followed.Name, address.Name))
            throw new OstreeException(OstreeFault.RefConflict, $"The alias '{name}' for '{target}' would lead in a circle.", name, "Choose another target.");
        if (!force && repository.Refs.AliasTargetOf(address) is null && Find(address) is { } existing)
            throw Exists(address, existing);
        _writer.SetAlias(address.AreaIn(repository), address.Name, followed.Name);
        repository.AfterRefsChanged?.Invoke();
        return EntryOf(address, commit, followed.Name);
    }

    /// <summary>Points a local ref at another commit, forward, back or across.</summary>
    /// <param name="name">The ref; it must exist.</param>
    /// <param name="commit">The commit; it must be there.</param>
    /// <param name="stop">Stops waiting for the lock.</param>
    /// <returns>The ref as it is now.</returns>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefNotFound"/>, <see cref="OstreeFault.InvalidRefName"/> for a remote's ref,
    /// <see cref="OstreeFault.ObjectNotFound"/>, <see cref="OstreeFault.RepositoryReadOnly"/> or <see cref="OstreeFault.RepositoryLocked"/>.</exception>
    public RefEntry Reset(string name, Checksum commit, CancellationToken stop)
    {
        repository.RequireWritable();
        RefAddress address = RefAddress.Parse(name);
        if (address.Remote is not null)
            throw new OstreeException(OstreeFault.InvalidRefName, $"'{name}' is a remote's ref, and only a local one can be reset.", name, "Pull it anew, or make it again with New-OstreeRef -Force.");
        using IDisposable held = repository.Lock.Acquire(exclusive: false, stop);
        if (repository.Refs.FindOwn(address) is null)
            throw Missing(address);
        repository.Objects.LoadCommit(commit);
        _writer.Set(address.AreaIn(repository), address.Name, commit);
        repository.AfterRefsChanged?.Invoke();
        return EntryOf(address, commit, alias: null);
    }

    /// <summary>Gives a ref another name in the same place. Aliases of it follow.</summary>
    /// <param name="address">The ref; it must exist.</param>
    /// <param name="newName">Its new name.</param>
    /// <param name="force">Whether a ref of the new name may be replaced.</param>
    /// <param name="stop">Stops waiting for the lock.</param>
    /// <remarks>The new ref is there before the old one goes: whoever looks in between sees both.</remarks>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefNotFound"/>, <see cref="OstreeFault.AlreadyExists"/>,
    /// <see cref="OstreeFault.RefConflict"/>, <see cref="OstreeFault.RepositoryReadOnly"/> or <see cref="OstreeFault.RepositoryLocked"/>.</exception>
    public RefEntry Rename(RefAddress address, string newName, bool force, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(address);
        repository.RequireWritable();
        RefAddress renamed = address.WithName(newName);
        using IDisposable held = repository.Lock.Acquire(exclusive: false, stop);
        Checksum commit = repository.Refs.FindOwn(address) ?? throw Missing(address);
        if (address == renamed)
            return EntryOf(address, commit, repository.Refs.AliasTargetOf(address));
        if (!force && Find(renamed) is { } existing)
            throw Exists(renamed, existing);
        string? target = repository.Refs.AliasTargetOf(address);
        string area = address.AreaIn(repository);
        if (target is not null && (string.Equals(target, newName, StringComparison.Ordinal) || Leads(target, newName)))
            throw new OstreeException(OstreeFault.RefConflict, $"The alias '{address}' cannot take the name of '{newName}', for which it stands.", address.ToString(), "Choose another name.");
        if (target is null)
            _writer.Set(area, newName, commit);
        else
            _writer.SetAlias(area, newName, target);
        foreach (RefEntry alias in AliasesOf(address))
            _writer.SetAlias(area, alias.Name, newName);
        _writer.Remove(area, address.Name);
        repository.AfterRefsChanged?.Invoke();
        return EntryOf(renamed, commit, target);
    }

    /// <summary>Puts refs into an order in which they can be removed: no alias outlives its target.</summary>
    /// <param name="addresses">The refs.</param>
    /// <param name="withAliases">Whether aliases of theirs go with them.</param>
    /// <param name="refused">Hears of each ref that has an alias which stays, and so must stay as well.</param>
    public IReadOnlyList<RefAddress> PlanRemoval(IEnumerable<RefAddress> addresses, bool withAliases, Action<OstreeException> refused)
    {
        ArgumentNullException.ThrowIfNull(refused);
        ILookup<string, RefEntry> aliases = repository.Refs.List(static (_, _) => { })
            .Where(entry => entry is { AliasOf: not null, Kind: RefKind.Local })
            .ToLookup(entry => entry.AliasOf!, StringComparer.Ordinal);
        RefAddress[] asked = [.. addresses];
        var wanted = asked.Where(IsLocal).Select(address => address.Name).ToHashSet(StringComparer.Ordinal);
        var plan = new List<RefAddress>(asked.Length);
        var seen = new HashSet<RefAddress>();
        foreach (RefAddress address in asked)
        {
            if (FirstToStay(address, depth: 0) is { } alias)
            {
                refused(new OstreeException(
                    OstreeFault.RefConflict,
                    $"The ref '{address}' has the alias '{alias}', which would stand for nothing.",
                    address.ToString(),
                    "Remove the alias as well, or use -Force, which removes both."));
            }
            else
            {
                Add(address, depth: 0);
            }
        }

        return plan;

        string? FirstToStay(RefAddress address, int depth)
        {
            if (withAliases || !IsLocal(address) || depth > AliasDepthLimit)
                return null;
            return aliases[address.Name].Select(alias => wanted.Contains(alias.Name) ? FirstToStay(RefAddress.Of(alias), depth + 1) : alias.Name).FirstOrDefault(name => name is not null);
        }

        void Add(RefAddress address, int depth)
        {
            if (IsLocal(address) && depth <= AliasDepthLimit)
            {
                foreach (RefEntry alias in aliases[address.Name])
                    Add(RefAddress.Of(alias), depth + 1);
            }

            if (seen.Add(address))
                plan.Add(address);
        }
    }

    /// <summary>Removes a ref; its commit and objects stay. Aliases of it are not looked at: see <see cref="PlanRemoval"/>.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.RefNotFound"/> or <see cref="OstreeFault.RepositoryReadOnly"/>.</exception>
    public void Remove(RefAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        repository.RequireWritable();
        if (!_writer.Remove(address.AreaIn(repository), address.Name))
            throw Missing(address);
        repository.AfterRefsChanged?.Invoke();
    }

    private Checksum? Find(RefAddress address)
        => repository.Refs.FindOwn(address) ?? (address.KindIn(repository) == RefKind.Mirror ? null : repository.Parent?.Refs.Find(address.Name, address.Remote));

    private bool IsLocal(RefAddress address) => address.KindIn(repository) == RefKind.Local;

    private bool Leads(string from, string to)
    {
        string? current = from;
        for (int depth = 0; current is not null && depth < AliasDepthLimit; depth++)
        {
            if (string.Equals(current, to, StringComparison.Ordinal))
                return true;
            current = repository.Refs.AliasTargetOf(new RefAddress(current));
        }

        return current is not null;
    }

    private IEnumerable<RefEntry> AliasesOf(RefAddress address)
        => IsLocal(address)
            ? repository.Refs.List(static (_, _) => { }).Where(entry => entry.Kind == RefKind.Local && string.Equals(entry.AliasOf, address.Name, StringComparison.Ordinal))
            : [];

    private RefEntry EntryOf(RefAddress address, in Checksum commit, string? alias)
    {
        RefKind kind = address.KindIn(repository);
        string? collection = kind switch
        {
            RefKind.Mirror => address.CollectionId,
            RefKind.Remote => repository.Config.Text($"remote \"{address.Remote}\"", "collection-id"),
            _ => repository.CollectionId,
        };
        return new RefEntry(address.Name, commit, kind, address.Remote, collection, alias) { Repository = repository.Path };
    }

    private static OstreeException Exists(RefAddress address, in Checksum commit) => new(
        OstreeFault.AlreadyExists,
        $"The ref '{address}' exists already and names {commit}.",
        address.ToString(),
        "Choose another name, or use -Force to replace it.");

    private OstreeException Missing(RefAddress address) => new(
        OstreeFault.RefNotFound,
        $"There is no such ref '{address}' in '{repository.Path}'.",
        address.ToString(),
        "Get-OstreeRef lists the refs.");
}
