namespace OstreePS.Core.Formats.Dates;

/// <summary>Cuts a date into words, numbers and signs; comments in parentheses and signs before nothing are passed over.</summary>
internal struct DateTokenizer(string text, IReadOnlyList<(string Name, DateToken Token)> localZones)
{
    private const int FractionDigits = 9;
    private const int NanosecondsPerSecond = 1_000_000_000;

    // Far beyond any date, and small enough that sums of such numbers stay within 64 bits.
    private const long NumberLimit = 1_000_000_000_000_000;

    private int _at;

    private readonly char Current => _at < text.Length ? text[_at] : '\0';

    internal static bool IsBlank(char c) => c is ' ' or (>= '\t' and <= '\r');

    internal DateToken Next()
    {
        while (true)
        {
            SkipBlanks();
            char c = Current;
            if (char.IsAsciiDigit(c))
                return Number(0);
            if (c is '-' or '+')
            {
                _at++;
                SkipBlanks();
                if (char.IsAsciiDigit(Current))
                    return Number(c == '-' ? -1 : 1);
            }
            else if (char.IsAsciiLetter(c))
            {
                return Word();
            }
            else if (c != '(')
            {
                return Sign();
            }
            else if (!SkipComment())
            {
                return new DateToken(DateTokenKind.End);
            }
        }
    }

    private void SkipBlanks()
    {
        while (IsBlank(Current))
            _at++;
    }

    private DateToken Word()
    {
        int first = _at;
        while (char.IsAsciiLetter(Current) || Current == '.')
            _at++;
        return DateWords.Find(text[first.._at], localZones);
    }

    private DateToken Sign()
    {
        if (_at >= text.Length)
            return new DateToken(DateTokenKind.End);
        return new DateToken(text[_at++] switch
        {
            ':' => DateTokenKind.Colon,
            '/' => DateTokenKind.Slash,
            ',' => DateTokenKind.Comma,
            '@' => DateTokenKind.At,
            _ => DateTokenKind.Unknown,
        });
    }

    private bool SkipComment()
    {
        int depth = 0;
        do
        {
            if (_at >= text.Length)
                return false;
            depth += text[_at++] switch { '(' => 1, ')' => -1, _ => 0 };
        }
        while (depth != 0);
        return true;
    }

    private DateToken Number(int sign)
    {
        int first = _at;
        long value = 0;
        for (; char.IsAsciiDigit(Current); _at++)
        {
            value = (value * 10) + (Current - '0');
            if (value > NumberLimit)
                return new DateToken(DateTokenKind.Unknown);
        }

        int digits = _at - first;
        bool negative = sign < 0;
        value = negative ? -value : value;
        if (Current is not ('.' or ',') || _at + 1 >= text.Length || !char.IsAsciiDigit(text[_at + 1]))
            return new DateToken(sign == 0 ? DateTokenKind.Number : DateTokenKind.SignedNumber, value, digits, Negative: negative);

        _at++;
        int fraction = Fraction(negative);
        if (negative && fraction > 0)
        {
            value--;
            fraction = NanosecondsPerSecond - fraction;
        }

        return new DateToken(sign == 0 ? DateTokenKind.Decimal : DateTokenKind.SignedDecimal, value, digits, fraction, negative);
    }

    // Digits beyond nanoseconds are cut off toward the past.
    private int Fraction(bool negative)
    {
        int nanoseconds = 0;
        bool more = false;
        for (int i = 0; i < FractionDigits || char.IsAsciiDigit(Current); i++)
        {
            int digit = char.IsAsciiDigit(Current) ? text[_at++] - '0' : 0;
            if (i < FractionDigits)
                nanoseconds = (nanoseconds * 10) + digit;
            else
                more |= digit != 0;
        }

        return nanoseconds + (negative && more ? 1 : 0);
    }
}
