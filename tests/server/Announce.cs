namespace OstreePS.TestServer;

/// <summary>Tells a test where the server listens, all at once: the file <c>url</c> is there when the server is.</summary>
internal static class Announce
{
    internal static async Task AtAsync(string state, string url)
    {
        string partial = Path.Combine(state, "url.part");
        await File.WriteAllTextAsync(partial, url).ConfigureAwait(false);
        File.Move(partial, Path.Combine(state, "url"), overwrite: true);
    }
}
