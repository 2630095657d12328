namespace OstreePS.Core.Formats.GVariant;

/// <summary>Cuts GVariant text into tokens.</summary>
internal sealed class VariantTokenizer(byte[] text)
{
    private int _start;
    private int _end;
    private bool _ready;

    internal byte[] Text => text;

    /// <summary>Where the current token starts; the end of the text when there is none.</summary>
    internal int Start
    {
        get
        {
            Prepare();
            return _start;
        }
    }

    /// <summary>Where the current token ends.</summary>
    internal int End
    {
        get
        {
            Prepare();
            return _end;
        }
    }

    /// <summary>Where the token taken last ended.</summary>
    internal int LastEnd { get; private set; }

    internal ReadOnlySpan<byte> Token
    {
        get
        {
            Prepare();
            return text.AsSpan(_start, _end - _start);
        }
    }

    internal bool AtEnd => Token.IsEmpty;

    internal void Take()
    {
        Prepare();
        LastEnd = _end;
        _ready = false;
    }

    internal bool TryTake(ReadOnlySpan<byte> wanted)
    {
        if (!Token.SequenceEqual(wanted))
            return false;
        Take();
        return true;
    }

    private static bool IsSpace(byte c) => c is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f';

    private static bool IsAlphanumeric(byte c) => char.IsAsciiLetterOrDigit((char)c);

    private void Prepare()
    {
        if (_ready)
            return;
        _ready = true;
        _start = _end;
        while (_start < text.Length && IsSpace(text[_start]))
            _start++;
        _end = _start < text.Length ? FindEnd(_start) : _start;
    }

    private int FindEnd(int start)
    {
        char head = (char)text[start];
        int end = start + 1;
        switch (head)
        {
            case '-' or '+' or '.' or (>= '0' and <= '9'):
                while (end < text.Length && (IsAlphanumeric(text[end]) || text[end] is (byte)'-' or (byte)'+' or (byte)'.'))
                    end++;
                return end;
            case 'b' when end < text.Length && text[end] is (byte)'\'' or (byte)'"':
                return FindQuote(end);
            case >= 'a' and <= 'z':
                while (end < text.Length && IsAlphanumeric(text[end]))
                    end++;
                return end;
            case '\'' or '"':
                return FindQuote(start);
            case '@' or '%':
                return FindTypeEnd(end);
            default:
                return end;
        }
    }

    private int FindQuote(int open)
    {
        for (int i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == text[open])
                return i + 1;
        }
        return text.Length;
    }

    private int FindTypeEnd(int position)
    {
        int open = 0;
        for (; position < text.Length; position++)
        {
            byte c = text[position];
            if (c is (byte)',' or (byte)':' or (byte)'>' or (byte)']' || IsSpace(c))
                break;
            if (c is (byte)'(' or (byte)'{')
                open++;
            else if (c is (byte)')' or (byte)'}' && open-- == 0)
                break;
        }
        return position;
    }
}
