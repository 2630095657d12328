using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.GVariant;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository;

/// <summary>What a deleted commit leaves, so that whoever misses it learns that it was deleted: an object <c>a{sv}</c> with its checksum.</summary>
internal static class Tombstone
{
    private const string Key = "tombstone-commits";

    /// <summary>Writes the tombstone of a commit; false when it has one.</summary>
    internal static bool Write(OstreeRepository repository, in Checksum commit)
    {
        Variant text = Variant.Bytes(Encoding.ASCII.GetBytes($"{commit}\0"));
        Variant content = Variant.Dictionary([new("commit", text)]);
        return repository.Store.WriteMetadata(new ObjectName(commit, ObjectType.TombstoneCommit), content.Data.Span);
    }

    /// <summary>Turns <c>core.tombstone-commits</c> on, as upstream does with the first commit that is deleted by name.</summary>
    /// <returns>Whether it was off.</returns>
    internal static bool Enable(OstreeRepository repository)
    {
        KeyFile config = KeyFile.Parse(repository.Root.ReadSmallFile(RepositoryLayout.Config, OstreeRepository.ConfigLimit));
        if (config.HasKey("core", Key) && config.GetBoolean("core", Key))
            return false;
        config.SetBoolean("core", Key, value: true);
        using AnonymousFile file = AnonymousFile.CreateIn(repository.Root);
        file.Handle.WriteAll(config.ToBytes(), file.Label);
        file.Handle.ChangeMode(repository.Root.Stat(RepositoryLayout.Config).Mode, file.Label);
        if (repository.Config.Fsync)
            file.Handle.Sync(file.Label);
        file.PublishOver(repository.Root, RepositoryLayout.Config);
        return true;
    }
}
