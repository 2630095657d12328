using System.Globalization;
using System.Numerics;

namespace OstreePS.Core.Formats;

/// <summary>Reads and prints numbers as the C library does in the C locale.</summary>
internal static class CNumber
{
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const int SmallestNormalExponent = -1022;
    private const int SubnormalExponent = -1074;

    /// <summary>Reads an integer as <c>strtoull</c> does with base 0: octal after 0, hexadecimal after 0x.</summary>
    /// <param name="text">The text; a sign may lead, and a minus wraps around.</param>
    /// <param name="length">Characters used.</param>
    /// <returns>The number, or null when it has more than 64 bits.</returns>
    internal static ulong? ReadUInt64(ReadOnlySpan<char> text, out int length)
    {
        int i = 0;
        bool negative = text is ['-', ..];
        if (text is ['-' or '+', ..])
            i++;

        uint radix = 10;
        int first = i;
        if (i < text.Length && text[i] == '0')
        {
            radix = 8;
            if (i + 2 < text.Length && text[i + 1] is 'x' or 'X' && char.IsAsciiHexDigit(text[i + 2]))
            {
                radix = 16;
                first = i += 2;
            }
        }

        ulong value = 0;
        bool overflow = false;
        for (; i < text.Length && Digit(text[i]) < radix; i++)
        {
            UInt128 next = ((UInt128)value * radix) + Digit(text[i]);
            overflow |= next > ulong.MaxValue;
            value = (ulong)(next & ulong.MaxValue);
        }
        length = i == first ? 0 : i;
        if (length == 0)
            return 0;
        return overflow ? null : unchecked(negative ? 0 - value : value);
    }

    /// <summary>Reads a decimal integer as <c>strtoll</c> does: leading blanks are skipped.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Characters used; 0 when there is no number.</param>
    /// <param name="outOfRange">Whether the number does not fit; then the nearest that does is returned.</param>
    internal static long ReadInt64(string text, out int length, out bool outOfRange)
    {
        UInt128 size = ReadDecimal(text, out length, out bool negative);
        outOfRange = size > (negative ? (UInt128)long.MaxValue + 1 : (UInt128)long.MaxValue);
        if (outOfRange)
            return negative ? long.MinValue : long.MaxValue;
        return unchecked(negative ? -(long)(ulong)size : (long)size);
    }

    /// <summary>Reads a decimal integer as <c>strtoull</c> does: leading blanks are skipped, and a minus wraps around.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Characters used; 0 when there is no number.</param>
    /// <returns>The number; the largest one when it has more than 64 bits.</returns>
    internal static ulong ReadUInt64(string text, out int length)
    {
        UInt128 size = ReadDecimal(text, out length, out bool negative);
        if (size > ulong.MaxValue)
            return ulong.MaxValue;
        return unchecked(negative ? 0 - (ulong)size : (ulong)size);
    }

    /// <summary>Reads a number as <c>strtod</c> does, but skips no leading blanks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">Characters used.</param>
    /// <param name="outOfRange">Whether it is too large, or rounds to a subnormal number; a number that rounds to zero is in range.</param>
    internal static double ReadDouble(string text, out int length, out bool outOfRange)
    {
        int i = text is ['-' or '+', ..] ? 1 : 0;
        bool negative = text is ['-', ..];
        ReadOnlySpan<char> rest = text.AsSpan(i);
        double size;
        int used;
        outOfRange = false;
        if (rest.StartsWith("inf", StringComparison.OrdinalIgnoreCase))
        {
            used = rest.StartsWith("infinity", StringComparison.OrdinalIgnoreCase) ? 8 : 3;
            size = double.PositiveInfinity;
        }
        else if (rest.StartsWith("nan", StringComparison.OrdinalIgnoreCase))
        {
            used = 3;
            size = BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000);
        }
        else if (rest is ['0', 'x' or 'X', ..] && HexLength(rest[2..]) is > 0 and int hexLength)
        {
            used = 2 + hexLength;
            size = ReadHex(rest.Slice(2, hexLength), out outOfRange);
        }
        else
        {
            used = DecimalLength(rest);
            size = used == 0 ? 0 : double.Parse(rest[..used], NumberStyles.Float, CultureInfo.InvariantCulture);
            outOfRange = double.IsInfinity(size) || (size != 0 && size < SmallestNormal);
        }
        length = used == 0 ? 0 : i + used;
        return negative && used > 0 ? -size : size;
    }

    /// <summary>Prints a number as <c>%.17g</c> does, so that reading it gives the same number.</summary>
    internal static string Print(double value)
    {
        string sign = double.IsNegative(value) ? "-" : "";
        if (double.IsNaN(value))
            return sign + "nan";
        if (double.IsInfinity(value))
            return sign + "inf";

        string scientific = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        int mark = scientific.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(mark + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string digits = (scientific[0] + scientific[2..mark]).TrimEnd('0');
        if (exponent is < -4 or >= 17)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            string power = Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
            return sign + digits[..1] + fraction + (exponent < 0 ? "e-" : "e+") + power;
        }
        if (exponent < 0)
            return sign + "0." + new string('0', -exponent - 1) + digits;
        digits = digits.PadRight(exponent + 1, '0');
        return sign + digits[..(exponent + 1)] + (digits.Length > exponent + 1 ? "." + digits[(exponent + 1)..] : "");
    }

    private static UInt128 ReadDecimal(string text, out int length, out bool negative)
    {
        int i = 0;
        while (i < text.Length && text[i] is ' ' or (>= '\t' and <= '\r'))
            i++;
        negative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is '-' or '+')
            i++;

        int first = i;
        UInt128 size = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            size = size > ulong.MaxValue ? size : (size * 10) + (uint)(text[i] - '0');
        length = i == first ? 0 : i;
        return size;
    }

    private static uint Digit(char c) => char.IsAsciiHexDigit(c) ? (uint)Convert.ToInt32(c.ToString(), 16) : uint.MaxValue;

    private static int DecimalLength(ReadOnlySpan<char> text)
    {
        int mantissa = MantissaLength(text, char.IsAsciiDigit);
        return mantissa == 0 ? 0 : mantissa + ExponentLength(text[mantissa..], 'e');
    }

    private static int HexLength(ReadOnlySpan<char> text)
    {
        int mantissa = MantissaLength(text, char.IsAsciiHexDigit);
        return mantissa == 0 ? 0 : mantissa + ExponentLength(text[mantissa..], 'p');
    }

    private static int MantissaLength(ReadOnlySpan<char> text, Func<char, bool> isDigit)
    {
        int i = 0, digits = 0;
        for (bool point = false; i < text.Length; i++)
        {
            if (isDigit(text[i]))
                digits++;
            else if (text[i] == '.' && !point)
                point = true;
            else
                break;
        }
        return digits == 0 ? 0 : i;
    }

    private static int ExponentLength(ReadOnlySpan<char> text, char mark)
    {
        if (text.IsEmpty || char.ToLowerInvariant(text[0]) != mark)
            return 0;
        int first = text.Length > 1 && text[1] is '-' or '+' ? 2 : 1;
        int i = first;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i == first ? 0 : i;
    }

    private static double ReadHex(ReadOnlySpan<char> text, out bool outOfRange)
    {
        const int Ample = 1 << 20;
        ulong mantissa = 0;
        long exponent = 0;
        bool inexact = false, point = false;
        int i = 0;
        for (; i < text.Length && text[i] is not ('p' or 'P'); i++)
        {
            if (text[i] == '.')
            {
                point = true;
                continue;
            }
            if (mantissa >> 58 == 0)
            {
                mantissa = (mantissa << 4) | Digit(text[i]);
                exponent -= point ? 4 : 0;
            }
            else
            {
                inexact |= text[i] != '0';
                exponent += point ? 0 : 4;
            }
        }
        if (i < text.Length)
        {
            ReadOnlySpan<char> power = text[(i + 1)..];
            bool small = power.Length < 12 || power.TrimStart("+-0").Length < 12;
            exponent += small ? Math.Clamp(long.Parse(power, CultureInfo.InvariantCulture), -Ample, Ample) : power[0] == '-' ? -Ample : Ample;
        }

        int bits = 64 - BitOperations.LeadingZeroCount(mantissa);
        if (mantissa != 0 && exponent + bits <= SmallestNormalExponent)
            return RoundSubnormal(mantissa, inexact, exponent, out outOfRange);

        // With the lost digits folded into the last bit, the one rounding of these 58 bits or more is the right one.
        double value = Math.ScaleB((double)(mantissa | (inexact ? 1u : 0u)), (int)Math.Clamp(exponent, -Ample, Ample));
        outOfRange = double.IsInfinity(value);
        return value;
    }

    private static double RoundSubnormal(ulong mantissa, bool inexact, long exponent, out bool outOfRange)
    {
        long shift = SubnormalExponent - exponent;
        outOfRange = false;
        if (shift > 64)
            return 0;
        if (shift <= 0)
            return BitConverter.UInt64BitsToDouble(mantissa << (int)-shift);
        ulong units = (ulong)((UInt128)mantissa >> (int)shift);
        UInt128 rest = mantissa - ((UInt128)units << (int)shift);
        UInt128 half = UInt128.One << (int)(shift - 1);
        if (rest > half || (rest == half && (inexact || (units & 1) != 0)))
            units++;
        double value = BitConverter.UInt64BitsToDouble(units);
        outOfRange = (inexact || rest != 0) && value != 0 && value < SmallestNormal;
        return value;
    }
}
