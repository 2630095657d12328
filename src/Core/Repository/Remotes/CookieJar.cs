using System.Globalization;
using OstreePS.Core.Diagnostics;
using OstreePS.Core.Formats.KeyFiles;
using OstreePS.Core.Objects;
using OstreePS.Core.Platform;

namespace OstreePS.Core.Repository.Remotes;

/// <summary>The cookies of a remote: <c>NAME.cookies.txt</c> beside the config, in Netscape's form.</summary>
/// <remarks>
/// One cookie a line, seven fields, separated by blanks: domain, whether it is for subdomains, path, whether it is for TLS only,
/// Unix seconds of its end (0 for never), name, value. A line of another form is kept and passed over; so is a comment, unless it
/// begins with <c>#HttpOnly_</c>, which curl writes before the domain.
/// </remarks>
/// <param name="repository">The repository.</param>
/// <param name="remote">The remote's name.</param>
public sealed class CookieJar(OstreeRepository repository, string remote)
{
    private const int SizeLimit = 4 << 20;
    private const int YearsOfLife = 25;
    private const string HttpOnly = "#HttpOnly_";

    private string FileName
    {
        get
        {
            RefName.ValidateRemote(remote);
            return $"{remote}.cookies.txt";
        }
    }

    /// <summary>All cookies, in the order of the file.</summary>
    /// <exception cref="OstreeException">A fault of the file system.</exception>
    public IReadOnlyList<Cookie> List() => [.. Lines().Select(Parse).OfType<Cookie>()];

    /// <summary>Adds a cookie, which lives for 25 years. One of the same domain, path and name is replaced.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.InvalidOption"/>: a field is empty or holds a blank or a control character.</exception>
    public Cookie Add(string domain, string path, string name, string value)
    {
        foreach (string field in new[] { domain, path, name, value })
            RequireField(field);
        long expires = DateTimeOffset.UtcNow.AddYears(YearsOfLife).ToUnixTimeSeconds();
        string line = string.Create(CultureInfo.InvariantCulture, $"{domain}\t{(domain.StartsWith('.') ? "TRUE" : "FALSE")}\t{path}\tFALSE\t{expires}\t{name}\t{value}");
        Save(Lines().Where(other => !IsSame(Parse(other), domain, path, name)).Append(line));
        return Parse(line)!;
    }

    /// <summary>Removes a cookie.</summary>
    /// <exception cref="OstreeException"><see cref="OstreeFault.CookieNotFound"/>.</exception>
    public void Remove(string domain, string path, string name)
    {
        List<string> lines = [.. Lines()];
        if (lines.RemoveAll(line => IsSame(Parse(line), domain, path, name)) == 0)
        {
            throw new OstreeException(
                OstreeFault.CookieNotFound,
                $"The remote '{remote}' has no cookie '{name}' for '{domain}{path}'.",
                name,
                "Get-OstreeRemoteCookie lists the cookies.");
        }

        Save(lines);
    }

    private static bool IsSame(Cookie? cookie, string domain, string path, string name)
        => cookie is not null
            && string.Equals(cookie.Domain, domain, StringComparison.Ordinal)
            && string.Equals(cookie.Path, path, StringComparison.Ordinal)
            && string.Equals(cookie.Name, name, StringComparison.Ordinal);

    private static void RequireField(string field)
    {
        if (field.Length == 0 || field.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == ';'))
            throw new OstreeException(OstreeFault.InvalidOption, $"'{field}' cannot be part of a cookie.", field, "Give a text without blanks, control characters and semicolons.");
    }

    private Cookie? Parse(string line)
    {
        string text = line.StartsWith(HttpOnly, StringComparison.Ordinal) ? line[HttpOnly.Length..] : line;
        if (text.StartsWith('#') || text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var domain, _, var path, var secure, var expires, var name, var value, ..])
            return null;
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seconds))
            return null;
        bool ends = seconds > 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return new Cookie(domain, path, name, value, string.Equals(secure, "TRUE", StringComparison.OrdinalIgnoreCase), ends ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null)
        {
            Remote = remote,
            Repository = repository.Path,
        };
    }

    private IEnumerable<string> Lines()
    {
        if (!repository.Root.Exists(FileName))
            return [];
        string text = LosslessUtf8.Decode(repository.Root.ReadSmallFile(FileName, SizeLimit));
        return text.Split('\n').Where(static line => line.Length > 0);
    }

    private void Save(IEnumerable<string> lines)
    {
        repository.RequireWritable();
        byte[] text = LosslessUtf8.Encode(string.Concat(lines.Select(static line => line + "\n")));
        uint mode = repository.Root.TryStat(FileName, out _) is { } before ? before.Mode & UnixMode.PermissionMask : 0x180;
        using AnonymousFile replacement = AnonymousFile.CreateIn(repository.Root);
        replacement.Handle.WriteAll(text, replacement.Label);
        replacement.Handle.ChangeMode(mode, replacement.Label);
        replacement.Handle.Sync(replacement.Label);
        replacement.PublishOver(repository.Root, FileName);
    }
}
