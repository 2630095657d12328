using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching;

/// <summary>A metalink: where a file may be fetched from, and what it must be.</summary>
/// <remarks>
/// <code>metalink / files / file name="summary" / { size, verification / hash type="sha256", resources / url protocol="https" }</code>
/// Elements are told by their names alone, as upstream does it, and only on this path; whatever else is in the file is passed over.
/// </remarks>
internal sealed class Metalink
{
    private readonly byte[]? _sha256;
    private readonly byte[]? _sha512;

    private Metalink(long size, byte[]? sha256, byte[]? sha512, IReadOnlyList<BaseUrl> urls)
    {
        Size = size;
        _sha256 = sha256;
        _sha512 = sha512;
        Urls = urls;
    }

    /// <summary>Bytes of the file.</summary>
    internal long Size { get; }

    /// <summary>Where it is, in the order of the metalink.</summary>
    internal IReadOnlyList<BaseUrl> Urls { get; }

    /// <summary>Reads a metalink.</summary>
    /// <param name="xml">Its text.</param>
    /// <param name="file">The name of the file that is looked for.</param>
    /// <param name="where">Where the metalink comes from.</param>
    /// <exception cref="OstreeException"><see cref="OstreeFault.MalformedMetalink"/>.</exception>
    internal static Metalink Parse(ReadOnlyMemory<byte> xml, string file, string where)
    {
        XElement root = Read(xml, where);
        List<XElement> files = [.. root.Name.LocalName is "metalink" ? Children([root], "files").SelectMany(list => Children([list], "file")) : []];
        if (files.Count == 0)
            throw Malformed(where, "it describes no file");
        XElement ours = files.FirstOrDefault(element => string.Equals(element.Attribute("name")?.Value, file, StringComparison.Ordinal))
            ?? throw Malformed(where, $"it does not describe a file '{file}'");
        string sizeText = Children([ours], "size").LastOrDefault()?.Value.Trim() ?? string.Empty;
        if (!long.TryParse(sizeText, NumberStyles.None, CultureInfo.InvariantCulture, out long size) || size <= 0)
            throw Malformed(where, $"it gives '{file}' no size");
        byte[]? sha256 = HashOf(ours, "sha256", SHA256.HashSizeInBytes, where);
        byte[]? sha512 = HashOf(ours, "sha512", SHA512.HashSizeInBytes, where);
        if (sha256 is null && sha512 is null)
            throw Malformed(where, $"it gives '{file}' no SHA-256 or SHA-512");
        List<BaseUrl> urls = [.. Children(Children([ours], "resources"), "url")
            .Where(url => url.Attribute("protocol")?.Value is "http" or "https")
            .Select(url => url.Value.Trim())
            .Where(static url => url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            .Where(static url => Uri.TryCreate(url, UriKind.Absolute, out _))
            .Select(BaseUrl.Parse)];
        return urls.Count > 0 ? new Metalink(size, sha256, sha512, urls) : throw Malformed(where, $"it gives '{file}' no web address");
    }

    /// <summary>What is wrong with bytes that should be the file; null for nothing.</summary>
    internal string? Mismatch(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            return $"it has {bytes.Length} bytes, where the metalink says {Size}";
        bool matches = _sha512 is not null ? SHA512.HashData(bytes).AsSpan().SequenceEqual(_sha512) : SHA256.HashData(bytes).AsSpan().SequenceEqual(_sha256);
        return matches ? null : "its digest is not the one that the metalink gives";
    }

    internal static OstreeException Malformed(string where, string what, Exception? inner = null)
        => new(OstreeFault.MalformedMetalink, $"The metalink '{where}' cannot be used: {what}.", where, "Tell whoever publishes the metalink, or set url in place of metalink.", inner);

    private static XElement Read(ReadOnlyMemory<byte> xml, string where)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(xml.ToArray()), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersFromEntities = 1024 });
            return XElement.Load(reader);
        }
        catch (XmlException e)
        {
            throw Malformed(where, e.Message.TrimEnd('.'), e);
        }
    }

    private static IEnumerable<XElement> Children(IEnumerable<XElement> parents, string name)
        => parents.SelectMany(parent => parent.Elements().Where(child => string.Equals(child.Name.LocalName, name, StringComparison.Ordinal)));

    private static byte[]? HashOf(XElement file, string type, int length, string where)
    {
        string? text = Children(Children([file], "verification"), "hash").LastOrDefault(hash => string.Equals(hash.Attribute("type")?.Value, type, StringComparison.Ordinal))?.Value.Trim();
        if (text is null)
            return null;
        return text.Length == 2 * length && text.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(text) : throw Malformed(where, $"its digest of type {type} is malformed");
    }
}
