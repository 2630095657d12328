using System.Text;
using OstreePS.Core.Diagnostics;

namespace OstreePS.Core.Formats.GVariant;

/// <summary>Parses GVariant text to a tree of <see cref="TextNode"/>, which then finds its type and writes itself.</summary>
internal sealed class VariantTextParser
{
    private readonly VariantTokenizer _tokens;

    private VariantTextParser(byte[] text) => _tokens = new VariantTokenizer(text);

    internal static Variant Parse(string text, VariantType? hint)
    {
        if (hint is { IsDefinite: false })
            throw new OstreeException(OstreeFault.MalformedVariantText, $"No GVariant text can have the indefinite type '{hint}'.", hint.ToString());
        byte[] bytes;
        try
        {
            bytes = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text);
        }
        catch (EncoderFallbackException e)
        {
            throw VariantTextError.At(Encoding.UTF8.GetBytes(text[..e.Index]), int.MaxValue, "half a surrogate pair is no character");
        }

        int nul = bytes.AsSpan().IndexOf((byte)0);
        if (nul >= 0)
            throw VariantTextError.At(bytes, nul, "text cannot hold a NUL");
        var parser = new VariantTextParser(bytes);
        TextNode node = parser.ParseValue(VariantSyntax.MaxDepth);
        VariantType type = hint ?? VariantPattern.Resolve(node);
        using var writer = new VariantWriter(type, bytes.Length);
        node.Write(writer, type);
        if (!parser._tokens.AtEnd)
            throw parser.Error("nothing more was expected after the value");
        return writer.ToVariant();
    }

    private TextNode ParseValue(int depthLeft)
    {
        if (depthLeft == 0)
            throw Error("the value nests too deeply");

        int start = _tokens.Start;
        TextNode node = ParseBare(depthLeft);
        node.Source = new TextSource(_tokens.Text, start, _tokens.LastEnd);
        return node;
    }

    private TextNode ParseBare(int depthLeft)
    {
        ReadOnlySpan<byte> token = _tokens.Token;
        if (token.IsEmpty)
            throw Error("a value was expected");
        switch (token[0])
        {
            case (byte)'[':
                return ParseArray(depthLeft);
            case (byte)'(':
                return ParseTuple(depthLeft);
            case (byte)'<':
                _tokens.Take();
                TextNode content = ParseValue(depthLeft - 1);
                Require(">"u8, "'>' was expected after the value");
                return new VariantNode(content);
            case (byte)'{':
                return ParseDictionary(depthLeft);
            case (byte)'@':
                return new TypedNode(ParseType(depthLeft), ParseValue(depthLeft - 1));
            case (byte)'\'' or (byte)'"':
                return new StringNode(Encoding.UTF8.GetString(Unquote(token)));
            case (byte)'b' when token.Length > 1 && token[1] is (byte)'\'' or (byte)'"':
                return new BytesNode(Unquote(token));
        }

        if (_tokens.TryTake("true"u8))
            return new BooleanNode(true);
        if (_tokens.TryTake("false"u8))
            return new BooleanNode(false);
        if (char.IsAsciiDigit((char)token[0]) || token[0] is (byte)'-' or (byte)'+' or (byte)'.'
            || token.SequenceEqual("inf"u8) || token.SequenceEqual("nan"u8))
        {
            _tokens.Take();
            return new NumberNode(Encoding.ASCII.GetString(token));
        }
        if (_tokens.TryTake("just"u8))
            return new MaybeNode(ParseValue(depthLeft - 1));
        if (_tokens.TryTake("nothing"u8))
            return new MaybeNode(null);
        if (token.Length >= 2 && char.IsAsciiLetter((char)token[0]) && char.IsAsciiLetter((char)token[1]))
            return new TypedNode(ParseKeyword(token), ParseValue(depthLeft - 1));
        throw Error(token[0] is (byte)'n' or (byte)'j' ? "the keyword is unknown" : "a value was expected");
    }

    private VariantType ParseKeyword(ReadOnlySpan<byte> token)
    {
        VariantType type = Encoding.ASCII.GetString(token) switch
        {
            "boolean" => VariantType.Boolean,
            "byte" => VariantType.Byte,
            "int16" => VariantType.Int16,
            "uint16" => VariantType.UInt16,
            "int32" => VariantType.Int32,
            "uint32" => VariantType.UInt32,
            "int64" => VariantType.Int64,
            "uint64" => VariantType.UInt64,
            "handle" => VariantType.Handle,
            "double" => VariantType.Double,
            "string" => VariantType.String,
            "objectpath" => VariantType.ObjectPath,
            "signature" => VariantType.Signature,
            string other => throw Error($"'{other}' is no keyword"),
        };
        _tokens.Take();
        return type;
    }

    private VariantType ParseType(int depthLeft)
    {
        string text = Encoding.UTF8.GetString(_tokens.Token[1..]);
        VariantType type = VariantType.TryParse(text.AsSpan()) ?? throw Error($"'{text}' is no type");
        if (type.Depth > depthLeft)
            throw Error("the type nests too deeply here");
        if (!type.IsDefinite)
            throw Error($"the type '{text}' is not definite");
        _tokens.Take();
        return type;
    }

    private ArrayNode ParseArray(int depthLeft)
    {
        _tokens.Take();
        var items = new List<TextNode>();
        while (!_tokens.TryTake("]"u8))
        {
            if (items.Count > 0)
                Require(","u8, "',' or ']' was expected after an array element");
            items.Add(ParseValue(depthLeft - 1));
        }
        return new ArrayNode(items);
    }

    private TupleNode ParseTuple(int depthLeft)
    {
        _tokens.Take();
        var items = new List<TextNode>();
        while (!_tokens.TryTake(")"u8))
        {
            if (items.Count > 1)
                Require(","u8, "',' or ')' was expected after a tuple member");
            items.Add(ParseValue(depthLeft - 1));
            if (items.Count == 1)
                Require(","u8, "',' was expected after the first tuple member");
        }
        return new TupleNode(items);
    }

    private TextNode ParseDictionary(int depthLeft)
    {
        _tokens.Take();
        var entries = new List<(TextNode Key, TextNode Value)>();
        if (_tokens.TryTake("}"u8))
            return new DictionaryNode(entries);

        TextNode key = ParseValue(depthLeft - 1);
        if (_tokens.TryTake(","u8))
        {
            TextNode value = ParseValue(depthLeft - 1);
            Require("}"u8, "'}' was expected after the dictionary entry");
            return new EntryNode(key, value);
        }

        Require(":"u8, "':' or ',' was expected after the key");
        entries.Add((key, ParseValue(depthLeft - 1)));
        while (!_tokens.TryTake("}"u8))
        {
            Require(","u8, "',' or '}' was expected after a dictionary entry");
            key = ParseValue(depthLeft - 1);
            Require(":"u8, "':' was expected after the key");
            entries.Add((key, ParseValue(depthLeft - 1)));
        }
        return new DictionaryNode(entries);
    }

    private byte[] Unquote(ReadOnlySpan<byte> token)
    {
        byte[] value = token[0] == 'b'
            ? VariantLiteral.UnescapeBytes(_tokens.Text, _tokens.Start + 1)
            : VariantLiteral.UnescapeString(_tokens.Text, _tokens.Start);
        _tokens.Take();
        return value;
    }

    private void Require(ReadOnlySpan<byte> wanted, string problem)
    {
        if (!_tokens.TryTake(wanted))
            throw Error(problem);
    }

    private OstreeException Error(string problem) => VariantTextError.At(_tokens.Text, _tokens.Start, problem);
}
