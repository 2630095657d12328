namespace OstreePS.Core.Platform;

/// <summary>Who runs this process, and since which boot.</summary>
internal static class ProcessIdentity
{
    internal static bool IsRoot { get; } = NativeFiles.EffectiveUserId() == 0;

    internal static uint UserId => NativeFiles.EffectiveUserId();

    /// <summary>The id of this boot, or what <c>OSTREE_BOOTID</c> says it is.</summary>
    internal static string BootId
        => Environment.GetEnvironmentVariable("OSTREE_BOOTID") is { Length: > 0 } given
            ? given
            : File.ReadAllText("/proc/sys/kernel/random/boot_id").TrimEnd('\n');
}
