using System.Security.Cryptography;

namespace OstreePS.Core.Platform;

/// <summary>Names for files that are not finished yet, in the form that stock OSTree also cleans up.</summary>
internal static class TemporaryName
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    internal static string New() => "tmp-" + Letter(12);

    internal static string Letter(int count) => RandomNumberGenerator.GetString(Letters, count);
}
