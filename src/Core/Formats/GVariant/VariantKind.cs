namespace OstreePS.Core.Formats.GVariant;

/// <summary>The outermost shape of a GVariant type. The values are the characters of the type string.</summary>
public enum VariantKind
{
    /// <summary>Not a type.</summary>
    None = 0,

    /// <summary><c>b</c>, one byte.</summary>
    Boolean = 'b',

    /// <summary><c>y</c>, one byte.</summary>
    Byte = 'y',

    /// <summary><c>n</c>, two bytes, signed.</summary>
    Int16 = 'n',

    /// <summary><c>q</c>, two bytes.</summary>
    UInt16 = 'q',

    /// <summary><c>i</c>, four bytes, signed.</summary>
    Int32 = 'i',

    /// <summary><c>u</c>, four bytes.</summary>
    UInt32 = 'u',

    /// <summary><c>x</c>, eight bytes, signed.</summary>
    Int64 = 'x',

    /// <summary><c>t</c>, eight bytes.</summary>
    UInt64 = 't',

    /// <summary><c>h</c>, four bytes, signed: an index into a list of file descriptors.</summary>
    Handle = 'h',

    /// <summary><c>d</c>, eight bytes, IEEE 754.</summary>
    Double = 'd',

    /// <summary><c>s</c>, UTF-8 with a final NUL.</summary>
    String = 's',

    /// <summary><c>o</c>, a string with the form of a D-Bus object path.</summary>
    ObjectPath = 'o',

    /// <summary><c>g</c>, a string with the form of a D-Bus signature.</summary>
    Signature = 'g',

    /// <summary><c>v</c>, a value together with its type.</summary>
    Variant = 'v',

    /// <summary><c>m</c>, a value or nothing.</summary>
    Maybe = 'm',

    /// <summary><c>a</c>, values of one type.</summary>
    Array = 'a',

    /// <summary><c>(…)</c>, a fixed list of members.</summary>
    Tuple = '(',

    /// <summary><c>{kv}</c>, a basic key with a value.</summary>
    DictEntry = '{',

    /// <summary><c>?</c>, any basic type; indefinite.</summary>
    AnyBasic = '?',

    /// <summary><c>r</c>, any tuple; indefinite.</summary>
    AnyTuple = 'r',

    /// <summary><c>*</c>, any type; indefinite.</summary>
    Any = '*',
}
