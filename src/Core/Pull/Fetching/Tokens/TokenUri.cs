using System.Globalization;
using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Pull.Fetching.Tokens;

/// <summary>A <c>pkcs11:</c> URI (RFC 7512): which object of which token, and how to be let in.</summary>
/// <remarks>
/// The PIN and the module may also stand among the attributes before the question mark, where drafts of the RFC had them and libp11 takes
/// them. What would narrow the choice and is not known is refused; other unknown attributes behind the question mark are ignored.
/// </remarks>
internal sealed class TokenUri
{
    internal const string Scheme = "pkcs11:";
    private const int MaximumLength = 4096;
    private const string PinValue = "pin-value";
    private const string PinSource = "pin-source";
    private const string ModuleAttribute = "module-path";
    private static readonly string[] Choosing = ["token", "manufacturer", "serial", "model", "object", "id", "type"];
    private static readonly string[] Opening = [PinValue, PinSource, ModuleAttribute];

    private readonly Dictionary<string, byte[]> _attributes = new(StringComparer.Ordinal);

    private TokenUri(string text) => Shown = Redact(text);

    /// <summary>The URI without its PIN, for messages.</summary>
    internal string Shown { get; }

    internal string? Token => Text("token");

    internal string? Manufacturer => Text("manufacturer");

    internal string? Serial => Text("serial");

    internal string? Model => Text("model");

    internal byte[]? Label => _attributes.GetValueOrDefault("object");

    internal byte[]? Id => _attributes.GetValueOrDefault("id");

    internal string? Type => Text("type");

    internal string? ModulePath => Text(ModuleAttribute);

    internal static bool IsOne(string text) => text.StartsWith(Scheme, StringComparison.Ordinal);

    internal static TokenUri Parse(string text)
    {
        var uri = new TokenUri(text);
        if (!IsOne(text))
            throw uri.Fault($"does not begin with {Scheme}");
        if (text.Length > MaximumLength)
            throw uri.Fault(string.Create(CultureInfo.InvariantCulture, $"is longer than {MaximumLength} characters"));
        string[] halves = text[Scheme.Length..].Split('?', 2);
        foreach (string part in halves[0].Split(';', StringSplitOptions.RemoveEmptyEntries))
            uri.Add(part, isChoice: true);
        if (halves.Length > 1)
        {
            foreach (string part in halves[1].Split('&', StringSplitOptions.RemoveEmptyEntries))
                uri.Add(part, isChoice: false);
        }

        if (uri._attributes.ContainsKey(PinValue) && uri._attributes.ContainsKey(PinSource))
            throw uri.Fault($"has both {PinValue} and {PinSource}");
        return uri;
    }

    /// <summary>The text with stars for a PIN, whether or not it is a URI that can be read.</summary>
    internal static string Redact(string text)
    {
        var shown = new StringBuilder(text.Length);
        int at = 0;
        while (text.IndexOf($"{PinValue}=", at, StringComparison.OrdinalIgnoreCase) is >= 0 and int found)
        {
            int start = found + PinValue.Length + 1;
            int end = text.AsSpan(start).IndexOfAny(";&?");
            shown.Append(text, at, start - at).Append("***");
            at = end < 0 ? text.Length : start + end;
        }

        return shown.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The PIN, from the URI or the file that it names; null for none.</summary>
    internal byte[]? ReadPin()
        => _attributes.TryGetValue(PinValue, out byte[]? pin) ? pin : Text(PinSource) is { } source ? PinFile.Read(source, this) : null;

    internal OstreeException Fault(string what)
        => new(OstreeFault.InvalidConfig, $"The URI '{Shown}' {what}.", Shown, "A URI of an object on a token is like 'pkcs11:token=NAME;object=LABEL?pin-source=file:/PATH'; 'p11tool --list-all' shows them.");

    private void Add(string part, bool isChoice)
    {
        int equals = part.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? part : part[..equals];
        bool isKnown = Opening.Contains(name, StringComparer.Ordinal) || (isChoice && Choosing.Contains(name, StringComparer.Ordinal));
        if (!isKnown && !isChoice)
            return;
        if (!isKnown)
            throw Fault($"has an attribute '{name}' that is not known here ({string.Join(", ", Choosing)} are)");
        if (equals < 0 || !TryDecode(part[(equals + 1)..], out byte[] value))
            throw Fault($"has no value that can be read for '{name}'");
        if (!_attributes.TryAdd(name, value))
            throw Fault($"has '{name}' twice");
    }

    private string? Text(string name)
    {
        if (!_attributes.TryGetValue(name, out byte[]? value))
            return null;
        return Array.IndexOf(value, (byte)0) < 0 ? Encoding.UTF8.GetString(value) : throw Fault($"has a zero byte in '{name}'");
    }

    private static bool TryDecode(string text, out byte[] value)
    {
        value = [];
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int written = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            byte next = bytes[i];
            if (next == '%')
            {
                if (i + 2 >= bytes.Length || !byte.TryParse(bytes.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out next))
                    return false;
                i += 2;
            }

            bytes[written++] = next;
        }

        value = bytes[..written];
        return true;
    }
}
