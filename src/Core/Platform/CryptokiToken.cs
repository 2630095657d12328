namespace OstreePS.Core.Platform;

/// <summary>What a token of PKCS #11 tells of itself.</summary>
internal sealed record CryptokiToken(string Label, string Manufacturer, string Model, string Serial, ulong Flags)
{
    internal bool IsLoginRequired => (Flags & 0x4) != 0;

    /// <summary>Whether the PIN is typed into the token itself.</summary>
    internal bool HasKeypad => (Flags & 0x100) != 0;

    internal bool IsInitialized => (Flags & 0x400) != 0;
}
