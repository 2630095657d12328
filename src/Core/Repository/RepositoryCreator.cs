using System.Text;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Platform;
using OstreePS.Core.Stores;

namespace OstreePS.Core.Repository;

/// <summary>Lays out a new repository, or completes one that was begun.</summary>
internal static class RepositoryCreator
{
    internal static void Create(string path, RepositoryMode mode, string? collectionId)
    {
        bool made = MakeDirectory(path);
        using DirectoryHandle root = DirectoryHandle.Open(path);
        if (root.Exists(RepositoryLayout.Objects))
            return;
        try
        {
            if (mode == RepositoryMode.BareUser)
                BareUserStore.Probe(root);
            if (!root.Exists(RepositoryLayout.Config))
                WriteConfig(root, mode, collectionId);
            foreach (string directory in RepositoryLayout.Directories)
                root.CreateDirectory(directory, RepositoryLayout.DirectoryMode);
        }
        catch (OstreeException) when (made)
        {
            Directory.Delete(path, recursive: true);
            throw;
        }
    }

    private static void WriteConfig(DirectoryHandle root, RepositoryMode mode, string? collectionId)
    {
        using AnonymousFile file = AnonymousFile.CreateIn(root);
        file.Handle.WriteAll(Encoding.UTF8.GetBytes(RepositoryConfig.TextOfNew(mode, collectionId)), file.Label);
        file.Handle.Sync(file.Label);
        file.PublishOver(root, RepositoryLayout.Config);
    }

    private static bool MakeDirectory(string path)
    {
        string trimmed = System.IO.Path.TrimEndingDirectorySeparator(path);
        string? parent = System.IO.Path.GetDirectoryName(trimmed);
        if (parent is null)
            return false;
        using DirectoryHandle above = DirectoryHandle.Open(parent);
        return above.CreateDirectory(System.IO.Path.GetFileName(trimmed), RepositoryLayout.DirectoryMode);
    }
}
