using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Transactions;

/// <summary>The directory <c>tmp</c> of a repository: whoever needs space removes it, and is right; the next one that opens the repository makes it anew.</summary>
internal static class TemporaryArea
{
    internal static void Ensure(DirectoryHandle repository) => repository.CreateDirectory(RepositoryLayout.Temporary);
}
