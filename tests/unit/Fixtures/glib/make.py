# Golden vectors for GVariant and GKeyFile, asked from the real GLib through ctypes.
#   python3 make.py OUTDIR [SEED]      (needs libglib-2.0.so.0; a little-endian machine)
# Same GLib + same SEED (default "1") = identical files. SEED varies only the rows whose "src" is "random".
import ctypes as C, hashlib, json, os, random, re, sys

os.environ.update(LC_ALL="C", LANG="C", LANGUAGE="C", LC_MESSAGES="C")
for _v in ("G_DEBUG", "G_MESSAGES_DEBUG"):
    os.environ.pop(_v, None)
assert sys.byteorder == "little"
g = C.CDLL("libglib-2.0.so.0")
P, S, I, U, Z, D = C.c_void_p, C.c_char_p, C.c_int, C.c_uint, C.c_size_t, C.c_double


def F(name, res, *args):
    f = getattr(g, name)
    f.restype, f.argtypes = res, list(args)
    return f


class GErr(C.Structure):
    _fields_ = [("domain", C.c_uint32), ("code", C.c_int), ("message", C.c_char_p)]


PE = C.POINTER(C.POINTER(GErr))
g_free = F("g_free", None, P)
g_error_free = F("g_error_free", None, P)
g_strfreev = F("g_strfreev", None, P)
g_quark = F("g_quark_to_string", S, C.c_uint32)
v_parse = F("g_variant_parse", P, P, S, P, P, PE)
v_print = F("g_variant_print", P, P, I)
v_unref = F("g_variant_unref", None, P)
v_ref_sink = F("g_variant_ref_sink", P, P)
v_size = F("g_variant_get_size", Z, P)
v_data = F("g_variant_get_data", P, P)
v_tstr = F("g_variant_get_type_string", S, P)
v_normal = F("g_variant_is_normal_form", I, P)
v_nform = F("g_variant_get_normal_form", P, P)
v_swap = F("g_variant_byteswap", P, P)
v_equal = F("g_variant_equal", I, P, P)
v_is_sig = F("g_variant_is_signature", I, S)
v_is_path = F("g_variant_is_object_path", I, S)
v_from_bytes = F("g_variant_new_from_bytes", P, P, P, I)
b_new = F("g_bytes_new", P, S, Z)
b_unref = F("g_bytes_unref", None, P)
t_valid = F("g_variant_type_string_is_valid", I, S)
T = {n: F("g_variant_type_" + n, I, S) for n in
     ("is_definite", "is_basic", "is_container", "is_array", "is_maybe", "is_tuple", "is_dict_entry", "is_variant")}
ti_get = F("g_variant_type_info_get", P, S)
ti_query = F("g_variant_type_info_query", None, P, C.POINTER(U), C.POINTER(Z))
ti_unref = F("g_variant_type_info_unref", None, P)

criticals = []
LOGF = C.CFUNCTYPE(None, S, I, S, P)


@LOGF
def _on_log(dom, level, msg, data):
    criticals.append(msg.decode("utf-8", "replace"))


F("g_log_set_default_handler", P, LOGF, P)(_on_log, None)
F("g_log_set_always_fatal", I, I)(4)
GLIB = ".".join(str(U.in_dll(g, "glib_%s_version" % n).value) for n in ("major", "minor", "micro"))
g_type_arg = {}


def keep(t):  # a GVariantType is its string; keep one buffer alive per type
    if t is None:
        return None
    if t not in g_type_arg:
        g_type_arg[t] = C.create_string_buffer(t.encode())
    return C.addressof(g_type_arg[t])


def take(p):
    if not p:
        return None
    b = C.string_at(p)
    g_free(p)
    return b


def js(b):  # bytes -> JSON value: a string where valid UTF-8, else {"hex":..}
    if b is None:
        return None
    try:
        return b.decode("utf-8")
    except UnicodeDecodeError:
        return {"hex": b.hex()}


VERR = ["FAILED", "BASIC_TYPE_EXPECTED", "CANNOT_INFER_TYPE", "DEFINITE_TYPE_EXPECTED", "INPUT_NOT_AT_END",
        "INVALID_CHARACTER", "INVALID_FORMAT_STRING", "INVALID_OBJECT_PATH", "INVALID_SIGNATURE",
        "INVALID_TYPE_STRING", "NO_COMMON_TYPE", "NUMBER_OUT_OF_RANGE", "NUMBER_TOO_BIG", "TYPE_ERROR",
        "UNEXPECTED_TOKEN", "UNKNOWN_KEYWORD", "UNTERMINATED_STRING_CONSTANT", "VALUE_EXPECTED", "RECURSION"]
KERR = ["UNKNOWN_ENCODING", "PARSE", "NOT_FOUND", "KEY_NOT_FOUND", "GROUP_NOT_FOUND", "INVALID_VALUE"]


def take_err(e):
    if not e:
        return None
    x = e.contents
    dom = g_quark(x.domain).decode()
    names = VERR if "variant" in dom else KERR
    r = {"domain": dom, "code": x.code, "name": names[x.code] if x.code < len(names) else None, "message": js(x.message)}
    g_error_free(C.cast(e, P))
    return r


class V:  # an owned GVariant
    def __init__(self, p):
        self.p = p

    def __del__(self):
        if self.p:
            v_unref(self.p)

    def data(self):
        n = v_size(self.p)
        return C.string_at(v_data(self.p), n) if n else b""

    def type(self):
        return v_tstr(self.p).decode()

    def text(self, ann=False):
        return take(v_print(self.p, 1 if ann else 0)).decode("utf-8")

    def normal(self):
        return bool(v_normal(self.p))

    def nform(self):
        return V(v_nform(self.p))

    def swap(self):
        return V(v_swap(self.p))


def parse(hint, text):
    e = C.POINTER(GErr)()
    p = v_parse(keep(hint), text.encode("utf-8") if isinstance(text, str) else text, None, None, C.byref(e))
    return (V(p) if p else None), take_err(e)


def from_bytes(t, data):
    b = b_new(data, len(data))
    v = V(v_ref_sink(v_from_bytes(keep(t), b, 0)))
    b_unref(b)
    return v


def sha(b):
    return hashlib.sha256(b).hexdigest()


# ------------------------------------------------------------------ random text of a given type
WORDS = ["", "a", "b", "main", "foo", "bar.txt", "usr", "etc", "x86_64", "Fedora Linux 40", "kernel-6.1", "hello world",
         "it's", 'say "hi"', "both ' and \"", "back\\slash", "tab\there", "line\nbreak", "cr\r", "\x01\x02", "\x7f",
         "caf\u00e9", "\u65e5\u672c\u8a9e", "\u0416\u0443\u043a", "\U0001f600", "soft\u00adhyphen", "zwsp\u200b", "nbsp\u00a0",
         "exampleos/x86_64/standard", "org.example.Os", "%s %d", "$HOME", "{}", "[]", "<>", "@as []", "\u2028", "\ufeffbom",
         "e\u0301", "\ue000", "\u0378", "x" * 31, "/a/b/c", "0", "-1", "true", "null"]
KEYS = ["version", "ostree.ref-binding", "ostree.collection-binding", "ostree.gpgsigs", "ostree.sizes", "ostree.bootable",
        "ostree.linux", "ostree.summary.last-modified", "ostree.summary.expires", "ostree.static-deltas",
        "ostree.commit.timestamp", "ostree.commit.version", "ostree.endianness", "ostree.sign.ed25519", "k", "", "\u00fc", "a b"]
XNAMES = ["security.selinux", "user.foo", "security.capability", "user.a", "trusted.overlay.opaque"]
VTYPES = ["s", "s", "as", "b", "u", "t", "ay", "ay", "aay", "a{sv}", "v", "(su)", "ms", "d", "a(say)", "y", "n", "i", "x",
          "o", "g", "(yt)", "a{ss}", "mt", "()", "a(uayttay)"]
OPATHS = ["/", "/a", "/org/example/Os", "/a/b/c_1", "/_", "/A0/b"]
SIGS = ["", "s", "a{sv}", "(su)", "aay", "ybnqiuxtdhsogv", "a(say)"]
RANGE = {"y": (0, 255), "n": (-2**15, 2**15 - 1), "q": (0, 2**16 - 1), "i": (-2**31, 2**31 - 1), "h": (-2**31, 2**31 - 1),
         "u": (0, 2**32 - 1), "x": (-2**63, 2**63 - 1), "t": (0, 2**64 - 1)}
CAST = {"b": "boolean", "y": "byte", "n": "int16", "q": "uint16", "i": "int32", "h": "handle", "u": "uint32", "x": "int64",
        "t": "uint64", "d": "double", "s": "string", "o": "objectpath", "g": "signature"}


def split1(t):  # first complete type, the rest
    if t[0] in "am":
        a, r = split1(t[1:])
        return t[0] + a, r
    if t[0] in "({":
        d = 0
        for i, c in enumerate(t):
            d += (c in "({") - (c in ")}")
            if d == 0:
                return t[:i + 1], t[i + 1:]
    return t[0], t[1:]


def members(t):
    out, r = [], t[1:-1]
    while r:
        a, r = split1(r)
        out.append(a)
    return out


def quote(s, r):
    q = r.choice("''\"")
    o = []
    mode = r.random()
    for c in s:
        n = ord(c)
        if c == q or c == "\\":
            o.append("\\" + c)
        elif n < 32 or n == 127:
            o.append({"\n": "\\n", "\t": "\\t", "\r": "\\r"}.get(c) if c in "\n\t\r" and mode < .7 else "\\u%04x" % n)
        elif n > 127 and mode < .4:
            o.append("\\u%04x" % n if n < 65536 else "\\U%08x" % n)
        else:
            o.append(c)
    return q + "".join(o) + q


def rstr(r):
    if r.random() < .15:
        return "".join(r.choice("abcdefgh \u00e9\u4e2d'\"\\") for _ in range(r.randrange(1, 40)))
    return r.choice(WORDS)


def rint(t, r):
    lo, hi = RANGE[t]
    k = r.random()
    n = r.choice([lo, hi, 0, 1, lo + 1, hi - 1]) if k < .3 else r.randint(lo, hi) if k < .7 else r.randint(max(lo, -200), min(hi, 200))
    k = r.random()
    s, a = ("-" if n < 0 else ""), abs(n)
    return s + (hex(a) if k < .25 else "0%o" % a if k < .3 else str(a))


def rbytes(r):
    k = r.random()
    if k < .4:
        return bytes(r.randrange(256) for _ in range(32))
    if k < .55:
        return b""
    if k < .7:
        return r.choice(XNAMES).encode() + b"\0"
    if k < .8:
        return bytes(r.randrange(1, 256) for _ in range(r.randrange(1, 12))) + b"\0"
    return bytes(r.choice([0, 1, 65, 255, r.randrange(256)]) for _ in range(r.randrange(1, 20)))


def ay_text(b, r):
    if b.endswith(b"\0") and b"\0" not in b[:-1] and r.random() < .7:
        q = r.choice("'\"")
        o = ""
        for c in b[:-1]:
            ch = chr(c)
            o += "\\" + ch if ch in (q, "\\") else ch if 32 <= c < 127 else "\\%03o" % c
        return "b" + q + o + q
    return "[" + ", ".join(("0x%02x" % c) if r.random() < .9 else str(c) for c in b) + "]"


def txt(t, r, d=0):
    """Random text of type t, for a parser that is told the type."""
    c = t[0]
    if c == "b":
        return r.choice(["true", "false"])
    if c in RANGE:
        return rint(c, r)
    if c == "d":
        return r.choice(["0.0", "-0.0", "1.5", "1e300", "2.5e-300", "inf", "-inf", "3", "0x10", repr(r.random()), repr(r.uniform(-1e9, 1e9)), repr(r.random() * 1e-9)])
    if c == "s":
        return quote(rstr(r), r)
    if c == "o":
        return quote(r.choice(OPATHS), r)
    if c == "g":
        return quote(r.choice(SIGS), r)
    if c == "v":
        return "<" + typed(r.choice(VTYPES if d < 4 else ["s", "u", "b", "ay", "as"]), r, d + 1) + ">"
    if c == "m":
        e = t[1:]
        k = r.random()
        return "nothing" if k < .3 else "just " + txt(e, r, d + 1) if k < .7 or e[0] == "m" else txt(e, r, d + 1)
    if t == "ay":
        return ay_text(rbytes(r), r)
    if c == "a":
        n = r.choice([0, 1, 1, 2, 2, 3, 4] if d < 2 else [0, 1, 1, 2])
        e = t[1:]
        if e[0] == "{":
            k, v = members(e)
            keys = [quote(r.choice(KEYS + WORDS[:12]), r) if k == "s" else txt(k, r, d + 1) for _ in range(n)]
            if n and r.random() < .1:
                return "[" + ", ".join("{" + x + ", " + txt(v, r, d + 1) + "}" for x in keys) + "]"
            return "{" + ", ".join(x + ": " + txt(v, r, d + 1) for x in keys) + "}"
        return "[" + ", ".join(txt(e, r, d + 1) for _ in range(n)) + "]"
    if c == "(":
        m = members(t)
        return "(" + ", ".join(txt(x, r, d + 1) for x in m) + ("," if len(m) == 1 else "") + ")"
    if c == "{":
        k, v = members(t)
        return "{" + txt(k, r, d + 1) + ", " + txt(v, r, d + 1) + "}"
    raise AssertionError(t)


def typed(t, r, d=0):
    """Random text of type t that says its type itself."""
    if t in ("s", "b", "v", "()"):
        return txt(t, r, d)
    x = txt(t, r, d)
    if t == "i" and r.random() < .5 or t == "ay" and x[0] == "b":
        return x
    if t == "d":
        x = {"3": "3.0", "0x10": "16.0"}.get(x, x)
        if r.random() < .5:
            return x
    if t in CAST and r.random() < .7:
        return CAST[t] + " " + x
    return "@" + t + " " + x


OSTREE = ["(a{sv}aya(say)sstayay)", "(a(say)a(sayay))", "(uuua(ayay))", "(uuuusa(ayay))", "(tuuuusa(ayay))", "a{sv}",
          "(a(s(taya{sv}))a{sv})", "(a(uuu)aa(ayay)ayay)", "(taya{sv})",
          "(a{sv}tayay(a{sv}aya(say)sstayay)aya(uayttay)a(yaytt))", "(yyay)", "(su)", "(aya(say))", "a(say)", "a(ayay)",
          "a{sa(s(taya{sv}))}", "(uayttay)", "(yaytt)", "(s(taya{sv}))", "aay"]

# ------------------------------------------------------------------ variants.json
CS = "[" + ", ".join("0x%02x" % (i * 7 & 255) for i in range(32)) + "]"
CS2 = "[" + ", ".join("0x%02x" % (255 - i) for i in range(32)) + "]"


def fixed_variants():
    o = []

    def a(t, *xs):
        o.extend((t, x) for x in xs)

    a("b", "true", "false")
    a("y", "0", "1", "0x7f", "128", "255")
    a("n", "0", "1", "-1", "32767", "-32768")
    a("q", "0", "255", "256", "65535")
    a("i", "0", "1", "-1", "2147483647", "-2147483648")
    a("u", "0", "1", "4294967295", "0x01020304")
    a("x", "0", "-1", "9223372036854775807", "-9223372036854775808")
    a("t", "0", "1", "18446744073709551615", "0x0102030405060708")
    a("h", "0", "1", "-1", "2147483647", "-2147483648")
    a("d", "0.0", "-0.0", "1", "1.0", "-1.5", "0.1", "0.3", "1.7976931348623157e308", "-1.7976931348623157e308",
      "2.2250738585072014e-308", "inf", "-inf", "nan", "1e100", "1e15", "1e16", "1e17", "123456789.0", "12345678901234567890",
      "3.141592653589793", "0.0001", "0.00001", "1e-7", "100", "1e22", "0.33333333333333331", "4294967296.5", "0x1p4", "0x10")
    a("s", "''", "'a'", "'hello world'", "\"it's\"", "'it\\'s'", "'say \"hi\"'", "'both \\' and \"'", "\"both ' and \\\"\"",
      "'back\\\\slash'", "'\\a\\b\\f\\n\\r\\t\\v'", "'\\u0001\\u001f\\u007f'", "'\\u0080\\u009f'", "'\u00e9'", "'\\u00e9'",
      "'\u65e5\u672c\u8a9e'", "'\U0001f600'", "'\\U0001f600'", "'\\u00ad'", "'\\u00a0'", "'\\u200b\\u200e\\u2028\\u2029'",
      "'\\u3000'", "'\\ufeff'", "'\\ufffd'", "'\\ufffe'", "'\\uffff'", "'\\U0010ffff'", "'\\U0010fffd'", "'\\ue000'",
      "'\\u0378'", "'e\\u0301'", "'\\u0301'", "'\\U000e0001'", "'\\u05d0\\u0628'", "'\\u061c'", "'\\ud7ff\\ue000'",
      "'/'", "'$'", "'\\q\\z\\/'", "'a\\\nb'", "'tab\tnl\n'", "'\\\"'", "\"\\'\"", "'%s%n'", "'" + "x" * 300 + "'")
    a("o", "'/'", "'/a'", "'/org/freedesktop/DBus'", "'/_0/A_b'")
    a("g", "''", "'s'", "'a{sv}'", "'(su)as'", "'ybnqiuxthdsogv'", "'aaay(y(u))'", "'mu'" if v_is_sig(b"mu") else "'u'")
    a("ay", "b''", "b'hello'", "b'\\377\\001'", "b\"it's\"", "b'q\\'\"'", "b'\\a\\b\\f\\n\\r\\t\\v\\\\'", "[]", "[0]", "[0, 0]",
      "[1]", "[1, 2]", "[97, 0, 98, 0]", "[97, 98]", "[0xc3, 0xa9, 0]", "[0x20, 0x7e, 0x7f, 0x80, 0]", CS,
      "b'x\\0'", "b'a\\1b\\12c\\123d'", "b'\\1770'", "b'$`'", "b'say \"hi\"'", "b'\"'", "b\"'\"", "b'\\400x'")
    a("aay", "[]", "[b'']", "[[]]", "[b'a', b'bc']", "[[], [1], [1, 2]]", "[b'a', [1]]", "[b'', b'']", "[[1], b'a']")
    a("aaay", "[]", "[[]]", "[[[]]]", "[[b'a'], []]")
    for t, one, two in (("b", "true", "false"), ("n", "-1", "2"), ("q", "1", "65535"), ("i", "1", "-2"), ("u", "1", "2"),
                        ("x", "1", "-2"), ("t", "1", "2"), ("h", "0", "1"), ("d", "1.0", "2.5"), ("s", "'a'", "''"),
                        ("o", "'/'", "'/a'"), ("g", "''", "'s'"), ("v", "<1>", "<'a'>"), ("()", "()", "()"), ("(y)", "(1,)", "(2,)"),
                        ("(yt)", "(1, 2)", "(3, 4)"), ("(sy)", "('a', 1)", "('', 2)"), ("(ys)", "(1, 'a')", "(2, 'bc')"),
                        ("ms", "'a'", "nothing"), ("my", "1", "nothing"), ("mt", "1", "nothing"), ("at", "[1]", "[]"),
                        ("as", "['a']", "[]"), ("mm()", "just ()", "just nothing")):
        a("a" + t, "[]", "[%s]" % one, "[%s, %s, %s]" % (one, two, one))
    a("ab", "[true, false, true, true, false]")
    a("as", "['', '', '']", "['one', 'two', 'three', 'four', 'five']", "['\u65e5', \"'\", '\\n']")
    a("aas", "[['a', 'b'], [], ['c']]")
    a("aaas", "[[['a'], []], []]")
    a("my", "nothing", "0", "just 255")
    a("mb", "nothing", "true", "just false")
    a("mt", "nothing", "1")
    a("mi", "nothing", "-1")
    a("ms", "nothing", "''", "'a'")
    a("mv", "nothing", "<1>", "<@ms nothing>")
    a("mmy", "nothing", "just nothing", "just just 1")
    a("mms", "nothing", "just nothing", "just just 'x'", "just just ''")
    a("mmms", "nothing", "just nothing", "just just nothing", "just just just ''")
    a("m()", "nothing", "just ()")
    a("mm()", "nothing", "just nothing", "just just ()")
    a("m(ms)", "nothing", "just (nothing,)", "just ('a',)")
    a("mas", "nothing", "[]", "['a']")
    a("may", "nothing", "b''", "[]", "[1]")
    a("m{sv}", "nothing", "{'a', <1>}")
    a("m(yu)", "nothing", "just (1, 2)")
    a("(mymsmy)", "(nothing, nothing, nothing)", "(1, 'a', 2)", "(1, nothing, 2)")
    a("(mymt)", "(nothing, nothing)", "(1, 2)", "(nothing, 2)")
    a("a{sms}", "{}", "{'a': nothing, 'b': 'x'}")
    a("()", "()")
    a("(y)", "(1,)")
    a("(s)", "('',)", "('a',)")
    a("((((s))))", "(((('a',),),),)")
    a("(yu)", "(1, 2)")
    a("(uy)", "(1, 2)")
    a("(yt)", "(1, 2)")
    a("(ty)", "(1, 2)")
    a("(yqut)", "(1, 2, 3, 4)")
    a("(tuqy)", "(1, 2, 3, 4)")
    a("(yyyyyyyyt)", "(1, 2, 3, 4, 5, 6, 7, 8, 9)")
    a("(ynqiuxthdb)", "(1, -2, 3, -4, 5, -6, 7, 8, 9.5, true)")
    a("(yv)", "(1, <2>)")
    a("(vy)", "(<2>, 1)")
    a("(vv)", "(<2>, <'a'>)")
    a("(sy)", "('a', 1)", "('', 0)")
    a("(ys)", "(1, 'a')")
    a("(us)", "(1, 'a')")
    a("(su)", "('a', 1)", "('abc', 1)", "('', 4294967295)")
    a("(sus)", "('a', 1, 'b')", "('abc', 1, '')")
    a("(st)", "('a', 1)")
    a("(sts)", "('abcdefg', 1, 'b')")
    a("(ss)", "('', '')", "('a', 'bc')")
    a("(sss)", "('', '', '')", "('a', 'bc', 'def')")
    a("(ssssssss)", "('1', '2', '3', '4', '5', '6', '7', '8')")
    a("(ayu)", "(b'a', 1)", "([], 1)", "([1, 2, 3, 4], 1)")
    a("(yayt)", "(1, [2, 3], 4)", "(1, [], 4)")
    a("(yat)", "(1, [])", "(1, [2])")
    a("(aty)", "([], 1)", "([2], 1)")
    a("(atas)", "([], [])", "([1], ['a'])")
    a("(asas)", "([], [])", "(['a'], ['b', 'c'])")
    a("((yu)y)", "((1, 2), 3)")
    a("(y(ut)y)", "(1, (2, 3), 4)")
    a("((ys)(ys))", "((1, 'a'), (2, 'bc'))")
    a("(y(ys)t)", "(1, (2, 'a'), 3)")
    a("(()y())", "((), 1, ())")
    a("(a()y)", "([], 1)", "([(), ()], 1)")
    a("((t)y)", "((1,), 2)")
    a("(sa{sv}mt)", "('a', {'k': <1>}, 5)", "('', {}, nothing)")
    a("(bbb)", "(true, false, true)")
    a("(ybybyt)", "(1, true, 2, false, 3, 4)")
    a("(dsd)", "(1.5, 'a', -2.5)")
    a("{sv}", "{'a', <1>}", "{'', <''>}")
    a("{su}", "{'a', 1}")
    a("{us}", "{1, 'a'}")
    a("{yt}", "{1, 2}")
    a("{ty}", "{1, 2}")
    a("{sas}", "{'a', []}", "{'a', ['b', 'c']}")
    a("{yy}", "{1, 2}")
    a("{os}", "{'/a', 'b'}")
    a("{s(yt)}", "{'abc', (1, 2)}")
    a("a{yy}", "{}", "{1: 2}", "{1: 2, 3: 4}")
    a("a{ts}", "{}", "{1: 'a', 2: ''}")
    a("a{ss}", "{}", "{'a': 'b'}", "{'a': 'b', 'c': 'd'}", "{'a': '1', 'a': '2'}")
    a("a{si}", "{'z': 1, 'a': 2}")
    a("a{bv}", "{true: <1>, false: <false>}")
    a("a{dy}", "{1.0: 1, nan: 2}")
    a("a{os}", "{'/': 'root'}")
    a("a{gs}", "{'as': 'x'}")
    a("a{say}", "{'a': b'x', 'b': [1], 'c': []}")
    a("a{sa{sv}}", "{'g': {}, 'h': {'x': <1>}}")
    a("a{sa{ss}}", "{'g': {'a': 'b'}}")
    a("aa{sv}", "[{}, {'a': <1>}]")
    a("v", "<true>", "<byte 1>", "<int16 -1>", "<uint16 1>", "<1>", "<uint32 1>", "<int64 1>", "<uint64 1>", "<handle 1>", "<1.5>",
      "<'a'>", "<''>", "<objectpath '/a'>", "<signature 'a{sv}'>", "<()>", "<(1,)>", "<(1, 'a')>", "<@as []>", "<['a']>",
      "<@a{sv} {}>", "<{'a': <1>}>", "<b'abc'>", "<@ay []>", "<[byte 1, 2]>", "<@ms nothing>", "<@ms 'a'>", "<@mmi just nothing>",
      "<<1>>", "<<<1>>>", "<<<<'deep'>>>>", "<(<<uint64 1>>, [<<'a'>>, <@av [<<byte 2>>]>])>", "<{'a': <{'b': <{'c': <uint64 3>}>}>}>",
      "<{1, 'a'}>", "<[nan, -inf, 1.0]>", "<[(1, 'a'), (2, 'b')]>", "<@a(yt) []>", "<@(ayas) (b'', [])>", "<[@ms 'a', nothing]>",
      "<[<1>, <'a'>]>", "<@av []>", "<@aas [[], ['a']]>", "<[[@y 1], []]>", "<[just 1, nothing]>", "<(just 1, @ms nothing)>",
      "<[b'a', b'b']>", "<@aay [b'a', [1]]>", "<@a{sv} {'x': <@a{sv} {}>}>", "<(@at [], @ai [], @ms nothing, @ay [])>",
      "<[objectpath '/a', '/b']>", "<[signature 'a', 's']>" if v_is_sig(b"a") else "<[signature 'b', 's']>",
      "<[uint16 1, 2, 3]>", "<{uint16 1: 'a', 2: 'b'}>", "<{byte 1: uint64 2, 3: 4}>", "<[true, false]>", "<[handle 0, 1]>")
    a("av", "[<1>, <'a'>, <uint64 2>, <<byte 1>>]")
    a("(vas)", "(<1>, ['a'])")
    a("(sv)", "('a', <uint64 1>)")
    a("(svs)", "('abc', <uint64 1>, 'd')")
    # OSTree, by hand
    a("(a{sv}aya(say)sstayay)", "({}, [], [], '', '', 0, %s, %s)" % (CS, CS2),
      "({'version': <'40.1'>, 'ostree.ref-binding': <['main']>}, %s, [], 'Subject', 'Body\\nmore', 0x0000000065000000, %s, %s)" % (CS, CS, CS2),
      "(@a{sv} {'ostree.sizes': <[b'abc', b'def']>}, [], [('rel', %s)], 's', '', 18446744073709551615, %s, %s)" % (CS2, CS, CS2))
    a("(a(say)a(sayay))", "([], [])", "([('file', %s)], [])" % CS, "([], [('dir', %s, %s)])" % (CS, CS2),
      "([('a', %s), ('b', %s)], [('usr', %s, %s)])" % (CS, CS2, CS, CS2))
    a("(uuua(ayay))", "(0, 0, 0x0000ed41, [])", "(0, 0, 16877, [(b'security.selinux', b'system_u:object_r:etc_t:s0')])",
      "(0xe8030000, 0xe8030000, 0xed410000, [(b'user.a', []), (b'user.b', [0xff, 0])])")
    a("(uuuusa(ayay))", "(0, 0, 0x81a4, 0, '', [])", "(0, 0, 0xa1ff, 0, '../target', [])", "(1, 2, 3, 0, '', [(b'user.x', b'y')])")
    a("(tuuuusa(ayay))", "(0, 0, 0, 0x81a4, 0, '', [])", "(0x0102030405060708, 1, 2, 3, 4, 'l', [(b'user.x', b'y'), (b'user.y', [])])")
    a("a{sv}", "{}", "{'a': <1>}", "{'version': <'1'>, 'ostree.bootable': <true>, 'n': <uint64 5>, 'sig': <[b'abc']>}", "{'x': <@aay []>}",
      "{'dup': <1>, 'dup': <'two'>}")
    a("(a(s(taya{sv}))a{sv})", "([], {})",
      "([('main', (123, %s, {}))], {'ostree.summary.last-modified': <uint64 0x65>})" % CS,
      "([('a', (1, %s, {'ostree.commit.timestamp': <uint64 0x0011223344556677>})), ('b', (2, %s, {}))], {})" % (CS, CS2))
    a("(a(uuu)aa(ayay)ayay)", "([], [], [], [])", "([(0, 0, 0x81a4)], [[]], [1, 2, 3], [0x53, 0, 0])",
      "([(0, 0, 1), (1, 1, 2)], [[], [(b'user.a', b'b')]], b'payload', [0x53, 0x6f])")
    a("(taya{sv})", "(0, [], {})", "(99, %s, {'a': <'b'>})" % CS)
    a("(a{sv}tayay(a{sv}aya(say)sstayay)aya(uayttay)a(yaytt))",
      "({}, 0, [], [], ({}, [], [], '', '', 0, [], []), [], [], [])",
      "({'ostree.endianness': <byte 0x6c>}, 5, [], %s, ({}, [], [], 'subj', '', 1, %s, %s), [], [(0, %s, 10, 20, [1, 2])], [(1, %s, 3, 4)])"
      % (CS, CS, CS2, CS2, CS))
    a("(yyay)", "(0, 0, [])", "(0, 0x78, [1, 2, 3])")
    a("(aya(say))", "([], [])", "(%s, [('a', %s)])" % (CS, CS2))
    a("a(say)", "[]", "[('', [])]", "[('a', [1]), ('bb', [])]")
    a("a(ayay)", "[]", "[(b'user.a', b'v')]", "[([], [])]")
    a("a{sa(s(taya{sv}))}", "{}", "{'org.example': [('r', (1, [], {}))]}")
    a("(uayttay)", "(0, %s, 1, 2, [])" % CS)
    a("(yaytt)", "(0x66, %s, 1, 2)" % CS)
    return o


def boundary_variants():
    """(type, parts) : parts is [[text, repeat], ...]"""
    o = []
    for n in (251, 252, 253, 254, 255, 256):
        s = "x" * n
        o += [("as", [["['%s']" % s, 1]]), ("(ss)", [["('%s', 'y')" % s, 1]])]
    for n in (248, 249, 250, 251):
        o += [("(sss)", [["('%s', 'y', '')" % ("x" * n), 1]]), ("as", [["['%s', 'y']" % ("x" * n), 1]]),
              ("a{ss}", [["{'%s': 'y'}" % ("x" * n), 1]])]
    for n in (84, 85, 86):
        o.append(("as", [["[", 1], ["'a', ", n - 1], ["'a']", 1]]))
    for n in (127, 128):
        o.append(("aay", [["[", 1], ["[], ", n * 2 - 1], ["[]]", 1]]))
        o.append(("as", [["[", 1], ["'', ", n - 1], ["'']", 1]]))
    for n in (246, 247, 252, 253, 254):
        o += [("(ayu)", [["([", 1], ["1, ", n], ["2], 7)", 1]]), ("ms", [["'" + "m" * n + "'", 1]]), ("v", [["<'" + "v" * n + "'>", 1]])]
    for n in (240, 241, 242, 243):
        o += [("(ayas)", [["([", 1], ["1, ", n], ["2], ['abcd'])", 1]]), ("a{sv}", [["{'k': <'" + "v" * n + "'>}", 1]])]
    # huge: bytes and print as sha256 + length
    for n in (65531, 65532, 65533, 65534, 65535):
        o += [("as", [["['", 1], ["x", n], ["']", 1]]), ("(ss)", [["('", 1], ["x", n], ["', 'y')", 1]])]
    for n in (65527, 65528, 65529, 65530):
        o += [("a{sv}", [["{'k': <'", 1], ["v", n - 4], ["'>}", 1]]), ("(sas)", [["('", 1], ["x", n], ["', ['y'])", 1]]),
              ("a(say)", [["[('", 1], ["x", n - 1], ["', [1, 2])]", 1]])]
    for n in (7281, 7282):
        o.append(("as", [["[", 1], ["'sixsix', ", n - 1], ["'sixsix']", 1]]))
    for n in (32766, 32767, 32768, 65535, 65536):
        o.append(("aay", [["[", 1], ["[], ", n - 1], ["[]]", 1]]))
    for n in (65535, 65536):
        o += [("ay", [["[", 1], ["1, ", n - 1], ["2]", 1]]), ("s", [["'", 1], ["x", n - 1], ["'", 1]]), ("ms", [["'", 1], ["x", n - 2], ["'", 1]])]
    o += [("aas", [["[['", 1], ["x", 65533], ["'], ['", 1], ["y", 253], ["'], ['", 1], ["z", 252], ["']]", 1]]),
          ("at", [["[", 1], ["0x0102030405060708, ", 9000], ["1]", 1]]),
          ("(a(say)a(sayay))", [["([", 1], ["('f', " + CS + "), ", 1800], ["('z', " + CS2 + ")], [])", 1]])]
    return o


def deep_variants():
    return [("v", "<" * n + "1" + ">" * n) for n in (3, 10, 60)] + [("a" * n + "y", "[" * n + "]" * n) for n in (3, 20)] + \
        [("m" * n + "y", "just " * n + "7") for n in (5, 20)] + [("(" * n + ")" * n, "(" * (n - 1) + "()" + ",)" * (n - 1)) for n in (2, 5)]


def variants(seed):
    r = random.Random("variants:" + seed)
    todo = [("fixed", t, [[x, 1]]) for t, x in fixed_variants() + deep_variants()] + [("boundary", t, p) for t, p in boundary_variants()]
    seen = {(t, p[0][0]) for _, t, p in todo}
    for t in OSTREE:
        n, k = (9 if len(t) > 6 else 6), 0
        while k < n:
            x = txt(t, r)
            if len(x) < 2600 and (t, x) not in seen:
                seen.add((t, x))
                todo.append(("random", t, [[x, 1]]))
                k += 1
    rows = []
    for src, t, parts in todo:
        x = "".join(a * n for a, n in parts)
        v, e = parse(t, x)
        assert v, (t, x[:200], e)
        assert v.type() == t and v.normal(), (t, x[:200])
        le, be, p, pa = v.data(), v.swap().data(), v.text(), v.text(True)
        v2 = from_bytes(t, le)
        assert v2.normal() and v2.text(True) == pa and v2.nform().data() == le
        assert from_bytes(t, be).swap().data() == le, (t, x[:200])
        for h, q in ((t, p), (None, pa), (t, pa)):  # GLib reads back what it prints
            w, e = parse(h, q)
            assert w and w.data() == le or "nan" in pa, (h, q[:300], e)
        assert not criticals, (x, criticals)
        row = {"src": src, "type": t}
        if len(x) < 4000:
            row["text"] = x
        else:
            row["text"], row["text_parts"] = None, parts
        if len(le) <= 2000:
            row.update(bytes_le_hex=le.hex(), bytes_be_hex=be.hex(), print=p, print_annotated=pa)
        else:
            for k, b in (("bytes_le", le), ("bytes_be", be), ("print", p.encode()), ("print_annotated", pa.encode())):
                row[k + "_sha256"], row[k + "_length"] = sha(b), len(b)
        row["is_normal"] = True
        rows.append(row)
    return rows


# ------------------------------------------------------------------ variants-nonnormal.json
def vnest(n, inner=b"\x05\0y"):
    return inner + b"\0v" * n


NONNORMAL = [
    ("s", ["", "61", "610062", "61620000", "0000", "ff00", "c08000", "eda08000", "edbfbf00", "f4908080 00", "f48fbfbf00", "e28200", "c3a9", "c3a900",
           "efbfbe00", "efbbbf00", "61ff", "f09f9880 00", "fe00", "80 00"]),
    ("o", ["", "00", "2f", "2f00", "2f2f00", "2f612f00", "6100", "2f612d6200", "2fc3a900", "2f610062 00"]),
    ("g", ["", "00", "7a00", "7300", "6100", "2a00", "61737300", "28737500", "7b737600", "617b737600", "73", "6d7500"]),
    ("b", ["", "00", "01", "02", "ff", "80", "0100", "0000"]),
    ("y", ["", "0000", "ff"]), ("n", ["", "00", "010000"]), ("q", ["01"]), ("i", ["", "010203", "0102030405"]), ("u", ["", "01"]),
    ("x", ["01020304"]), ("t", ["", "01020304050607", "010203040506070809"]), ("h", ["", "01000000"]), ("d", ["", "00", "000000000000f07f", "010000000000f07f", "010000000000f0ff", "000000000000f87f", "000000000000f8ff", "0100000000000000", "ffffffffffff0f00", "0100000000000080", "0000000000001000"]),
    ("()", ["", "00", "01", "0000"]),
    ("my", ["", "05", "0500", "050000"]), ("mb", ["02", "01", "0000"]), ("mt", ["01", "0102030405060708", "010203040506070800"]),
    ("ms", ["", "00", "0000", "6100", "610000", "610001", "61"]), ("mms", ["00", "0000", "000000", "61000000", "61000001"]),
    ("m()", ["00", "0000", "01", "0001"]), ("mmy", ["", "00", "0500", "0501", "05"]), ("mv", ["00", "", "05007900", "05007901"]),
    ("ab", ["0001", "02", "000201ff"]), ("aq", ["01", "010203", "0102"]), ("ai", ["010203", "0102030405", "01020304050607"]), ("at", ["0102030405060708 01"]),
    ("a()", ["", "00", "0000", "01", "000100"]), ("a(yy)", ["01", "0102", "010203"]), ("aay", ["00", "01", "02", "ff", "0101", "010001", "0001", "aa01", "aabb0102", "aabb0201", "aabb0002", "aabb0302", "aabbcc0103"]),
    ("as", ["", "00", "01", "0001", "610002", "6100", "61000203", "6100620002 04", "6100620004 02", "61006200 0104", "61006200 0205", "61006200ff04", "6100620004ff",
            "61006200 0404", "61006200 0204 07", "6161 02", "610002 00", "0000", "000000"]),
    ("as", ["78" * 253 + "00fe00", "78" * 252 + "00fd00", "78" * 252 + "00fd", "78" * 253 + "00fe", "78" * 254 + "00ff00", "78" * 254 + "00ff"]),
    ("(ss)", ["", "00", "6100620002", "6100620003", "6100620001", "6100620000", "61006200ff", "6100620005", "610002", "6100 02", "02", "610062", "61006200", "61ff6200 02"]),
    ("(sss)", ["610062006300 0402", "610062006300 0204", "610062006300 0302", "610062006300 0602", "610062006300 0404", "6100620063000402 00", "0402", "04"]),
    ("(yu)", ["01000000 02000000", "01aabbcc 02000000", "0100000002", "", "01000000 02000000 00"]), ("(uy)", ["0100000002000000", "01000000 02aa0000", "0100000002"]),
    ("(yt)", ["01000000000000000200000000000000", "01000000000000010200000000000000"]), ("(ys)", ["016100", "01", "0161", ""]),
    ("(us)", ["010000006100", "01000000", "010000", "0100000061"]), ("(su)", ["610000000100000002", "6100aa000100000002", "610000000100000003", "61000000010000000200", "0100000002"]),
    ("(st)", ["6100000000000000010000000000000002", "6100000000000100010000000000000002"]), ("(yv)", ["0100000000000000 05000000 0069", "01000000ff000000 05000000 0069", "01"]),
    ("(vy)", ["05007901 03", "05007901 02", "05007901 04", "05007901 00"]), ("((yu)y)", ["010000000200000003000000", "010100000200000003000000", "010000000200000003000001"]),
    ("(bs)", ["026100", "016100"]), ("(sb)", ["61000202", "61000102"]), ("(ay)", ["", "01", "0102"]), ("(ayu)", ["01020000 05000000 02", "01020001 05000000 02", "01020000 05000000 08"]),
    ("{sv}", ["6100000000000000 05 00 79 02", "6100000000000001 05 00 79 02", "6100 02"]), ("{yu}", ["0100000002000000", "01ff000002000000"]), ("{su}", ["6100000001000000 02"]),
    ("a{sv}", ["6100000000000000050079 02 0c", "6100000000000000050079 0c 02", "6100000000000000050079 02", "6100000000ff0000050079 02 0c", "6100000000000000050078 02 0c", "00", "05"]),
    ("a{sy}", ["61000501 04", "6100050204", "61000502 05", "610005"]),
    ("v", ["", "00", "79", "0079", "050079", "05", "0500", "000079", "05007a", "05002a", "05003f", "050072", "05007979", "0500", "02000000 0069", "0500 6179", "0061", "00006173", "61000073",
           "610073", "00002829", "00 0028 29", "010028 29", "00000028 29", "05 00 6d79", "000500 6d79", "020062", "010062", "ff 00 73", "2f00006f", "6100006f", "61 00 0067", "6173000067", "0500 2879", "0500 28 79 29", "05ff 79",
           "0500 79 00", "01 02 03 04 00 75", "01 02 03 04 0075 75", "0500ff79", "00617b7376 7d", "00 617b76737d"]),
    ("av", ["05007903", "0500790306", "050079000000000006006200 03 0a", "0500790000000000 0100 62 03 0b", "05007900ff000000 010062 03 0b", "000101"]),
    ("(a{sv}s)", ["6100", "610000", "6100 01"]), ("(asas)", ["0000", "610002 610002 03", "610002 610002 04", "610002 610002 02"]), ("a(say)", ["6100 0102 02 05", "6100 0102 03 05", "6100 0102 06 05", "61000102 02 04", "00"]),
    ("a(yu)", ["0100000002000000", "0100010002000000", "01000000020000000100", "01000000 02000000 01aa0000 02000000"]), ("am()", ["0001", "000101", "000000", ""]), ("ams", ["610000 03", "610001 03", "00", "0000", "610000 02"]),
    ("(yyay)", ["", "00", "0000", "000001", "0000ff"]), ("(uuua(ayay))", ["", "00" * 12, "00" * 11, "00" * 13, "00" * 12 + "0000", "00" * 12 + "000000", "00" * 12 + "610061000204"]),
    ("(a(say)a(sayay))", ["", "00", "0000", "01", "ff", "000000"]), ("(taya{sv})", ["", "00" * 8, "00" * 8 + "08", "00" * 8 + "09", "00" * 8 + "07"]),
]


def mutate(b, r):
    b, n = bytearray(b), len(b)
    k = r.choice(["bitflip", "bitflip", "bitflip", "byte", "trunc", "trunc1", "append", "append0", "insert", "delete", "tail+-", "tail+-", "tail+-", "tailff", "swap", "dup", "zero", "zero-nul", "utf8", "front"])
    if n == 0:
        return "append", bytes(r.randrange(256) for _ in range(r.randrange(1, 4)))
    i = r.randrange(n)
    if k == "bitflip":
        for _ in range(r.choice([1, 1, 1, 2, 3])):
            b[r.randrange(n)] ^= 1 << r.randrange(8)
    elif k == "byte":
        b[i] = r.choice([0, 1, 255, r.randrange(256)])
    elif k == "trunc":
        del b[i:]
    elif k == "trunc1":
        del b[-1]
    elif k == "append":
        b += bytes(r.randrange(256) for _ in range(r.randrange(1, 4)))
    elif k == "append0":
        b += bytes(r.randrange(1, 9))
    elif k == "insert":
        b[i:i] = bytes([r.choice([0, r.randrange(256)])])
    elif k == "delete":
        del b[i]
    elif k == "tail+-":
        j = n - 1 - r.randrange(min(n, 6))
        b[j] = (b[j] + r.choice([-8, -2, -1, 1, 2, 8])) & 255
    elif k == "tailff":
        b[n - 1 - r.randrange(min(n, 6))] = 255
    elif k == "swap":
        j = n - 1 - r.randrange(min(n, 6))
        i = max(0, j - 1)
        b[i], b[j] = b[j], b[i]
    elif k == "dup":
        b[i:i] = b[i:i + r.randrange(1, 9)]
    elif k == "zero":
        b[i:i + 4] = bytes(len(b[i:i + 4]))
    elif k == "zero-nul":
        z = [j for j in range(n) if b[j] == 0]
        if z:
            b[r.choice(z)] = r.choice([1, 0x20, 0x61, 0xff])
        else:
            del b[-1]
    elif k == "utf8":
        z = [j for j in range(n) if 0x61 <= b[j] <= 0x7a]
        b[r.choice(z) if z else i] = r.choice([0x80, 0xc0, 0xff, 0xed])
    else:
        del b[0]
    return k, bytes(b)


def nonnormal(seed, vrows):
    r = random.Random("nonnormal:" + seed)
    todo, seen = [], set()
    for t, hs in NONNORMAL:
        todo += [("fixed", t, "", bytes.fromhex(h.replace(" ", ""))) for h in hs]
    todo += [("fixed", "v", "nest", vnest(n)) for n in (60, 125, 126, 127, 128, 129, 130, 200)]
    todo += [("fixed", "av", "nest", vnest(n) + bytes([3 + 2 * n])) for n in (100, 124, 125)]
    todo = [x for x in todo if not ((x[1], x[3]) in seen or seen.add((x[1], x[3])))]
    bases = {}
    for row in vrows:
        if row["src"] == "random" and row["type"] in OSTREE and "bytes_le_hex" in row:
            b = bytes.fromhex(row["bytes_le_hex"])
            if 3 < len(b) <= 420:
                bases.setdefault(row["type"], []).append(b)
    still, want, i = 0, 260, 0
    types = sorted(bases)
    while want:
        t = types[i % len(types)]
        i += 1
        base = r.choice(bases[t])
        k, b = mutate(base, r)
        if b == base or (t, b) in seen:
            continue
        if from_bytes(t, b).normal():  # keep some that are still normal
            if still >= 60:
                continue
            still += 1
        seen.add((t, b))
        todo.append(("random", t, k, b))
        want -= 1
    rows, differ = [], 0
    for src, t, k, b in todo:
        v = from_bytes(t, b)
        ok, p = v.normal(), v.text()
        n = v.nform()
        nb, np = n.data(), n.text()
        differ += p != np
        again = from_bytes(t, nb)
        row = {"src": src, "type": t, "mutation": k, "bytes_le_hex": b.hex(), "is_normal": ok, "normal_bytes_hex": nb.hex(), "print": np}
        if p != np:
            row["print_before"] = p
        if not again.normal():
            row["normal_is_normal"] = False
        if ok:
            assert nb == b
        assert not criticals, criticals
        rows.append(row)
    return rows


# ------------------------------------------------------------------ variant-text.json
TEXTS = [x if isinstance(x, tuple) else (None, x) for x in [
    "true", "false", "1", "-1", "+1", "0", "-0", "00", "017", "-017", "08", "0x1f", "0X1F", "-0x10", "0x", "1.", ".5", "-.5", "1.5", "1e3", "1E3", "1e", "1.5.2", "1-1", "1a", "0b1",
    "inf", "-inf", "+inf", "nan", "-nan", "infinity", "Inf", "double inf", "double 1", "double 0x10", "0x1p3", "1e400", "1e-400", "-1e400", "5e-324", "2.2250738585072014e-308", "2.2250738585072009e-308", "0x1.8p1",
    "2147483647", "2147483648", "-2147483648", "-2147483649", "18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809",
    "byte 0x1", "byte 255", "byte 256", "byte -1", "byte -0", "byte 1.5", "byte 'a'", "byte true", "byte", "int16 -32768", "int16 -32769", "int16 32768", "uint16 65535", "uint16 65536", "int32 5", "uint32 5", "uint32 -1", "uint32 4294967296",
    "int64 9223372036854775807", "int64 9223372036854775808", "int64 -9223372036854775808", "uint64 18446744073709551615", "uint64 18446744073709551616", "uint64 -1", "handle 1", "handle -1", "handle 2147483648",
    "boolean true", "boolean 1", "string 'a'", "string b'a'", "objectpath '/x'", "objectpath 'x'", "objectpath '/x/'", "objectpath '/'", "signature 'a'", "signature 's'", "signature 'a{sv}'", "signature ''", "signature '*'",
    "byte byte 1", "uint32 int32 1", "uint32 [1]", "int32 @i 5", "@i int32 5", "@u int32 5", "@@i 5",
    "@y 1", "@n 1", "@s 'a'", "@o '/a'", "@o 'a'", "@g 'as'", "@d 1", "@b true", "@v <1>", "@v 1", "@as []", "@as ['a']", "@ai [1, 2]", "@ay []", "@ay b''", "@ay b'a'", "@ay [1, 2]", "@a{sv} {}", "@a{sv} {'a': <1>}", "@a{sv} {'a': 1}", "@a{si} {'a': 1}",
    "@() ()", "@(i) (1,)", "@(ii) (1, 2)", "@(ii) (1,)", "@(ii) (1, 2, 3)", "@mi nothing", "@mi 5", "@mi just 5", "@mmi nothing", "@mmi just nothing", "@mmi just just 5", "@mmi 5", "@mmi just 5",
    "@ 1", "@z 1", "@a 1", "@* 1", "@ai", "@a* [1]", "@? 1", "@r (1,)", "@ii 1", "@(i 1", "@ai ['a']", "@i 'a'", "@i1", "@as[]", "@i\t1", "@a{vs} {}", "%i", "%", "@i %i",
    "[]", "{}", "()", "(,)", "(1)", "(1,)", "(1 ,)", "(1,2)", "(1,2,)", "(1,,2)", "(1", "(1,", "(", ")", "[", "[1", "[1,", "[1,]", "[,]", "[1 2]", "[1, 'a']", "[1, 2.5]", "[1, true]", "[1, uint32 2]", "[uint32 1, 2]", "[1, byte 2, 3]", "[uint32 1, byte 2]",
    "['a', objectpath '/b']", "[objectpath '/b', 'a']", "['/a', objectpath '/b']", "['a', b'b']", "[b'a', b'b']", "[b'a', [byte 1]]", "[b'a', [1]]", "[[], [1]]", "[[1], []]", "[[]]", "[[], []]", "[@ai [], []]", "[(1, 'a'), (2, 'b')]", "[(1, 'a'), (2, 3)]", "[(1,), (1, 2)]",
    "[nothing]", "[nothing, 1]", "[1, nothing]", "[just 1, 2]", "[just nothing, 1]", "[nothing, just nothing, 1]", "nothing", "just", "just 1", "just nothing", "just just 1", "just 'a'", "[just 1, just just 2]", "(nothing,)", "@m() nothing", "just ()", "{'a': nothing}", "{'a': nothing, 'b': 2}", "{1: 2, nothing: 3}",
    "<1>", "<'a'>", "<<1>>", "<1", "<", "<>", "<1, 2>", "<nothing>", "<@ms nothing>", "<[]>", "<{}>", "[<1>, <'a'>]", "[<1>, 1]", "(<1>, 1)", "<uint32 5>", ">",
    "{'a': 1}", "{'a': 1,}", "{'a': 1, }", "{'a': 1, 'b': 2}", "{'a': 1, 'a': 2}", "{'a': 1, 2: 3}", "{'a': 1, 'b': 'c'}", "{1: 'a'}", "{uint16 1: 'a', 2: 'b'}", "{1.5: 1, 2: 2}", "{true: false}", "{'a', 1}", "{'a' 1}", "{'a': }", "{'a':1", "{'a'", "{'a',", "{'a', 1", "{", "{,}", "{:}", "{[1]: 2}", "{(1,): 2}", "{<1>: 2}", "{b'a': 2}", "{objectpath '/a': signature 's'}", "[{'a', 1}, {'b', 2}]", "[{'a': 1}, {'b': 2}]", "[{'a', 1}, {'b', 'c'}]", "{'a': {'b': <{'c': <1>}>}}", "{'a', 1, 2}",
    "{'a': 1, 'b': uint32 2}", "{'a': uint32 1, 'b': 2}", "{'a': uint32 1, 'b': byte 2}", "{'a': 1, 'b': byte 255}", "[{'a': 1}, {'b': uint32 2}]", "{'a': 1, 'b': 2.5}", "{'a': 1.5, 'b': 2}", "{'a': @mi nothing, 'b': 2}", "{'a': [], 'b': [1]}", "{'a': [1], 'b': []}", "{'a': <1>, 'b': <'c'>}",
    ("i", "byte 255"), ("i", "byte 300"), ("s", "objectpath '/a'"), ("o", "string '/a'"), ("s", "signature 'zz'"), ("d", "int32 1"), ("i", "double 1"), ("i", "1.0"), ("as", "[objectpath '/a', 'b']"), ("u", "@i 5"), ("as", "@ao ['/a']"), ("ai", "@as []"), ("ai", "@au [1]"), ("ms", "@s 'a'"), ("s", "@ms 'a'"), "byte uint32 300", "@s objectpath 'x'", "@mi @i 5", "@ay ['a']", "[@y 1, @n 2]", "just @ms nothing",
    "''", "\"\"", "'a", "\"a", "'a\\", "'a\\'", "'a\"", "'a' 'b'", "'a''b'", "'\\u0041'", "'\\u00e9'", "'\\u41'", "'\\u004'", "'\\uzzzz'", "'\\U00000041'", "'\\U0001f600'", "'\\U0001f60'", "'\\u0041\\u0042\\u00e9'", "'\\u00e9\\u00e8x'", "'\\U00110000'", "'\\u0000'", "'a\\u0000b'", "'\\x41'", "'\\101'", "'\\0'", "'\\a\\b\\f\\n\\r\\t\\v'", "'\\e'", "'\\\\'", "'\\'\\\"'", "\"\\'\\\"\"", "'a\\\nb'", "'a\nb'", "'\t'", "'caf\u00e9'", "'\u65e5'", "'\\\u00e9'", "'\\uD83D\\uDE00'", "'\\u+041'", "'\\u 041'", "'\\u0x41'",
    "b''", "b\"\"", "b'a", "b'a\\", "b'\\101'", "b'\\1'", "b'\\12'", "b'\\1234'", "b'\\400'", "b'\\777'", "b'\\0'", "b'a\\0b'", "b'\\8'", "b'\\x41'", "b'\\u0041'", "b'\\n\\t\\\\\\''", "b'caf\u00e9'", "b'a\\\nb'", "b 'a'", "b", "b1", "B'a'", "b'\\377'", "b'\\a\\b\\f\\v\\r'", "b'\\q'",
    "", " ", "\n", "  1  ", "\t1\n", "1 2", "1 a", "true false", "[1] 2", "'a' x", "1,", "a", "xyz", "tru", "True", "truex", "t", "\u00e9", "-", "+", ".", "--1", "+-1", "-'a'", "- 1", "#", "1 # c", "// x", "\x01", "null", "int32", "int32 ", "int33 5", "string", "string 5", "uint8 5", "boolean", "just,", "[true, false, nothing]", "int32 nothing", "string nothing", "uint32 just 5", "int32 -inf", "double nan", "double -inf", "[1, inf]", "[inf, nan]", "1e5", "[1, 1e5]", "byte 1e1", "1_000", "1 000", "0x10000000000000000", "0777777777777777777777", "01777777777777777777777", "02000000000000000000000",
    ("i", "5"), ("u", "5"), ("y", "5"), ("t", "5"), ("d", "5"), ("s", "5"), ("s", "'a'"), ("o", "'/a'"), ("o", "'a'"), ("g", "'a{sv}'"), ("g", "'z'"), ("v", "5"), ("v", "<5>"), ("b", "1"), ("b", "true"), ("ay", "'abc'"), ("ay", "b'abc'"), ("ay", "[1, 2]"), ("ay", "[256]"), ("ay", "[]"), ("as", "[]"), ("as", "['a']"), ("as", "[1]"), ("as", "'a'"), ("aas", "[]"), ("a{sv}", "{}"), ("a{sv}", "[]"), ("a{sv}", "{'a': <1>}"), ("a{sv}", "{'a': 1}"), ("a{su}", "{'a': 1}"), ("a{yt}", "{1: 2}"), ("{su}", "{'a', 1}"), ("{su}", "{'a': 1}"), ("ai", "{}"), ("ai", "{1: 2}"),
    ("(su)", "('a', 1)"), ("(su)", "('a',)"), ("(su)", "('a', 1, 2)"), ("(su)", "(1, 1)"), ("()", "()"), ("()", "(1,)"), ("mi", "nothing"), ("mi", "5"), ("mi", "just 5"), ("mmi", "5"), ("mmi", "just 5"), ("mmi", "just nothing"), ("mmi", "just just 5"), ("ms", "5"), ("m()", "just ()"), ("m()", "()"), ("mas", "[]"), ("mas", "nothing"), ("aay", "[b'a', []]"), ("aay", "['a']"), ("av", "[<1>, <'a'>]"), ("av", "[1]"), ("i", "uint32 5"), ("u", "uint32 5"), ("u", "@u 5"), ("i", "@u 5"), ("y", "-1"), ("q", "65536"), ("x", "-9223372036854775808"), ("n", "nan"), ("d", "nan"), ("d", "1e400"), ("h", "handle 3"), ("h", "3"), ("h", "int32 3"),
    ("*", "5"), ("?", "5"), ("?", "[1]"), ("a*", "[1]"), ("a*", "5"), ("a?", "['a']"), ("r", "(1,)"), ("r", "1"), ("(*)", "(1,)"), ("a{?*}", "{'a': 1}"), ("a{s*}", "{1: 1}"), ("m*", "just 5"), ("m*", "5"), ("as", "@as []"), ("a*", "[]"), ("(uuua(ayay))", "(0, 0, 0, [(b'a', b'b')])"), ("(uuua(ayay))", "(0, 0, 0, [('a', b'b')])"), ("i", ""), ("i", "5 x"), ("s", "'a' 'b'"), ("s", "b'a'"), ("as", "[b'a']"), ("as", "['a', 'b',]"), ("v", "<@as []>"), ("a{sa{sv}}", "{'g': {}}"), ("b", "tru"), ("i", "nothing"), ("s", "nothing"),
    "[" * 10 + "1" + "]" * 10, "[" * 60 + "1" + "]" * 60, "[" * 126 + "1" + "]" * 126, "[" * 127 + "1" + "]" * 127, "[" * 128 + "1" + "]" * 128, "[" * 129 + "1" + "]" * 129, "<" * 63 + "1" + ">" * 63, "<" * 127 + "1" + ">" * 127, "<" * 128 + "1" + ">" * 128, "<" * 200 + "1" + ">" * 200, "(" * 127 + "1" + ",)" * 127, "(" * 129 + "1" + ",)" * 129, "just " * 127 + "1", "just " * 129 + "1", "{1, " * 127 + "1" + "}" * 127, "int32 " * 3 + "1", "@i " * 130 + "1",
]]


def survives(h, x):
    """False where GLib aborts (asked in a child)."""
    pid = os.fork()
    if pid == 0:
        os.close(1)
        os.close(2)
        parse(h, x)
        os._exit(0)
    return os.waitpid(pid, 0)[1] == 0


def variant_text(seed):
    r = random.Random("text:" + seed)
    seen, todo = set(), []
    for h, x in TEXTS:
        if (h, x) not in seen:
            seen.add((h, x))
            todo.append(("fixed", h, x))
    pool = [t for t in OSTREE if len(t) < 24] + VTYPES + ["ai", "mi", "a{sms}", "(ayd)", "aas", "mms"]
    want = 80
    while want:
        t = r.choice(pool)
        hint = r.choice([t, t, None])
        x = (typed if hint is None or r.random() < .3 else txt)(t, r)
        if len(x) > 160:
            continue
        if r.random() < .6:
            for _ in range(r.choice([1, 1, 2])):
                i = r.randrange(len(x) + 1)
                x = x[:i] + r.choice(["", "", r.choice(" '\"\\<>[](){},:@%abn0-+.x9")]) + x[i + r.choice([0, 1, 1]):]
        if (hint, x) in seen:
            continue
        seen.add((hint, x))
        del criticals[:]
        if not survives(hint, x):
            continue
        parse(hint, x)
        if criticals:  # outside GLib's contract
            continue
        todo.append(("random", hint, x))
        want -= 1
    rows = []
    for src, h, x in todo:
        del criticals[:]
        if not survives(h, x):
            rows.append({"src": src, "hint": h, "text": x, "ok": None, "aborts": True})
            continue
        v, e = parse(h, x)
        row = {"src": src, "hint": h, "text": x, "ok": v is not None, "type": v.type() if v else None, "print": v.text() if v else None,
               "print_annotated": v.text(True) if v else None, "bytes_le_hex": v.data().hex() if v else None,
               "error": re.sub(r"^\d{10,}:", "*:", e["message"]) if e else None, "error_name": e["name"] if e else None}
        if criticals:
            row["critical"] = criticals[0]
            del criticals[:]
        rows.append(row)
    return rows


# ------------------------------------------------------------------ type-strings.json
TYPES = list("ybnqiuxthdsogvam*?r(){}z &^@0A'\u00e9") + ["", "ay", "as", "av", "a*", "a?", "ar", "aa", "am", "ma", "my", "ms", "mmy", "mm", "m*", "a", "()", "(y)", "(yy)", "(yu)", "(uy)", "(yt)", "(ty)", "(tyt)",
    "(yqut)", "(tuqy)", "(yb)", "(bt)", "(d)", "(dy)", "(hy)", "(s)", "(ys)", "(sy)", "(ut)", "((y)t)", "((yt)y)", "((ty)(yt))", "(()())", "(()y)", "(()t())", "(y()t)", "(myy)", "(my)", "(v)", "(yv)", "(ayt)", "(yay)", "(at)", "((((y))))", "((((t))))",
    "{sv}", "{yy}", "{yt}", "{ty}", "{su}", "{us}", "{s}", "{}", "{ss s}", "{sss}", "{vs}", "{(y)s}", "{ays}", "{mys}", "{?*}", "{?v}", "{*v}", "{rv}", "{s*}", "{sv", "sv}", "{os}", "{gs}", "{dv}", "{bv}", "{hv}", "{s(", "{s{sv}}", "{{sv}s}", "a{sv}", "a{?*}", "a{sa{sv}}", "a{s", "m{sv}", "({sv})", "(a{sv})",
    "(", ")", "((", "())", "(()", "(y", "y)", "yy", "aya(say)", "a(say)", "asas", "(a)", "(m)", "(aa)", "a()", "m()", "am()", "aa()", "(*)", "(**)", "(?)", "(r)", "r", "(y*)", "a(y*)", "mr", " y", "y ", "(y y)", "Y", "a{sv} ", "ay\n", "e", "c", "f", "l", "p", "k", "w", "j", "M", "N", "S"]
TYPES += ["a" * n + "y" for n in (2, 64, 126, 127, 128, 129, 200)] + ["(" * n + ")" * n for n in (2, 64, 127, 128, 129)] + ["m" * n + "y" for n in (64, 127, 128, 129)] + \
    ["a{s" * n + "y" + "}" * n for n in (2, 63, 64, 65)] + ["(" + "y" * n + ")" for n in (128, 129, 300)] + ["(" + "s" * 130 + ")", "v" * 2, "(" + "v" * 3 + ")", "(" + "yt" * 20 + ")"]
PATHS = ["", "/", "//", "/a", "a", "/a/", "/a/b", "/a//b", "/a-b", "/a.b", "/A_0", "/0", "/_", "/ ", "/a b", "/\u00e9", "/a/b/c/d/e", "/a\n", "/a%", "/org/freedesktop/DBus", "./a", "/a/.", "/~"]


def rand_type(r, d=0):
    k = r.random()
    if k < .45 or d > 5:
        return r.choice("bynqiuxthdsogv")
    if k < .6:
        return "a" + rand_type(r, d + 1)
    if k < .7:
        return "m" + rand_type(r, d + 1)
    if k < .8:
        return "{" + r.choice("bynqiuxthdsog") + rand_type(r, d + 1) + "}"
    return "(" + "".join(rand_type(r, d + 1) for _ in range(r.randrange(0, 6))) + ")"


def rand_fixed(r, d=0):
    return r.choice("bynqiuxthd") if r.random() < .6 or d > 3 else "(" + "".join(rand_fixed(r, d + 1) for _ in range(r.randrange(0, 6))) + ")"


def type_strings(seed):
    r = random.Random("types:" + seed)
    todo = [("fixed", t) for t in dict.fromkeys(TYPES + OSTREE)]
    seen = {t for _, t in todo}
    while len(todo) < len(seen) or sum(s == "random" for s, _ in todo) < 90:
        t = rand_type(r) if r.random() < .6 else rand_fixed(r)
        if len(t) < 4 or len(t) > 60:
            continue
        if r.random() < .25:
            i = r.randrange(len(t))
            t = t[:i] + r.choice(["", "a", "m", "(", ")", "{", "}", "*", "?", "r", "z"]) + t[i + r.choice([0, 1]):]
        if t and t not in seen:
            seen.add(t)
            todo.append(("random", t))
    rows = []
    for src, t in todo:
        b = t.encode()
        ok = bool(t_valid(b))
        row = {"src": src, "type": t, "valid": ok, "is_signature": bool(v_is_sig(b)), "definite": None, "alignment": None, "fixed_size": None, "kind": None}
        if ok:
            row["definite"] = bool(T["is_definite"](b))
            row["kind"] = next((k[3:] for k in ("is_variant", "is_array", "is_maybe", "is_tuple", "is_dict_entry", "is_basic") if T[k](b)), "any")
            if row["definite"]:
                a, z = U(), Z()
                i = ti_get(b)
                ti_query(i, C.byref(a), C.byref(z))
                ti_unref(i)
                row["alignment"], row["fixed_size"] = a.value + 1, z.value or None
        rows.append(row)
    assert not criticals, criticals
    return rows, [{"path": p, "valid": bool(v_is_path(p.encode()))} for p in PATHS]


# ------------------------------------------------------------------ keyfile.json
kf_new = F("g_key_file_new", P)
kf_free = F("g_key_file_unref", None, P)
kf_load = F("g_key_file_load_from_data", I, P, S, Z, I, PE)
kf_to_data = F("g_key_file_to_data", P, P, C.POINTER(Z), PE)
PZ = C.POINTER(Z)
KF = {}
for n, res, *args in (
        ("get_value", "str", S, S), ("get_string", "str", S, S), ("get_locale_string", "str", S, S, S), ("get_comment", "str", S, S),
        ("get_boolean", I, S, S), ("get_integer", I, S, S), ("get_int64", C.c_int64, S, S), ("get_uint64", C.c_uint64, S, S), ("get_double", D, S, S),
        ("has_key", I, S, S), ("remove_key", I, S, S), ("remove_group", I, S), ("remove_comment", I, S, S), ("set_comment", I, S, S, S)):
    KF[n] = (res, F("g_key_file_" + n, P if res == "str" else res, P, *args, PE))
for n in ("get_string_list", "get_keys", "get_locale_string_list"):
    KF[n] = ("strv", F("g_key_file_" + n, P, P, *([S] if n == "get_keys" else [S, S] if n == "get_string_list" else [S, S, S]), PZ, PE))
KF["get_groups"] = ("strv0", F("g_key_file_get_groups", P, P, PZ))
KF["get_start_group"] = ("str0", F("g_key_file_get_start_group", P, P))
KF["has_group"] = ("bool0", F("g_key_file_has_group", I, P, S))
for n, ct in (("boolean", I), ("integer", I), ("double", D)):
    KF["get_%s_list" % n] = (ct, F("g_key_file_get_%s_list" % n, P, P, S, S, PZ, PE))
    KF["set_%s_list" % n] = (ct, F("g_key_file_set_%s_list" % n, None, P, S, S, P, Z))
for n, *args in (("set_value", S, S, S), ("set_string", S, S, S), ("set_locale_string", S, S, S, S), ("set_boolean", S, S, I), ("set_integer", S, S, I),
                 ("set_int64", S, S, C.c_int64), ("set_uint64", S, S, C.c_uint64), ("set_double", S, S, D), ("set_list_separator", C.c_char)):
    KF[n] = ("void", F("g_key_file_" + n, None, P, *args))
KF["set_string_list"] = ("setstrv", F("g_key_file_set_string_list", None, P, S, S, P, Z))


def enc(a):
    if isinstance(a, dict):
        return bytes.fromhex(a["hex"])
    return a.encode() if isinstance(a, str) else a


def to_data(kf):
    n = Z()
    p = kf_to_data(kf, C.byref(n), None)
    b = C.string_at(p, n.value)
    g_free(p)
    return b


def strv(p, n):
    if not p:
        return None
    a = C.cast(p, C.POINTER(S))
    out = [js(a[i]) for i in range(n)]
    g_strfreev(p)
    return out


def run_op(kf, op, *args):
    del criticals[:]
    row = {"op": op, "args": list(args)}
    e = C.POINTER(GErr)()
    n = Z()
    a = [enc(x) for x in args]
    if op == "to_data":
        row["result"] = js(to_data(kf))
        return row
    kind, f = KF[op]
    res, has = None, True
    if kind == "str":
        res = js(take(f(kf, *a, C.byref(e))))
    elif kind == "strv":
        p = f(kf, *a, C.byref(n), C.byref(e))
        res = strv(p, n.value)
    elif kind == "strv0":
        res = strv(f(kf, C.byref(n)), n.value)
    elif kind == "str0":
        res = js(take(f(kf)))
    elif kind == "bool0":
        res = bool(f(kf, *a))
    elif kind == "void":
        f(kf, *a)
        has = False
    elif kind == "setstrv":
        xs = [enc(x) for x in args[2]]
        f(kf, a[0], a[1], C.cast((S * (len(xs) + 1))(*xs, None), P), len(xs))
        has = False
    elif op.endswith("_list") and op.startswith("set"):
        f(kf, a[0], a[1], C.cast((kind * max(1, len(args[2])))(*args[2]), P), len(args[2]))
        has = False
    elif op.endswith("_list"):
        p = f(kf, *a, C.byref(n), C.byref(e))
        if p:
            x = C.cast(p, C.POINTER(kind))
            res = [bool(x[i]) if "boolean" in op else x[i] for i in range(n.value)]
            g_free(p)
    else:
        res = f(kf, *a, C.byref(e))
        if kind is I and op != "get_integer":
            res = bool(res)
        if kind is D:
            res = repr(res)
        if op in ("get_int64", "get_uint64"):
            res = str(res)
    err = take_err(e)
    if err:
        row["error"] = err
    elif has:
        row["result"] = res
    if criticals:
        row["critical"] = criticals[0]
        row.pop("result", None)
        del criticals[:]
    return row


G = "[g]\n"
GETTERS = ("get_value", "get_string", "get_boolean", "get_integer", "get_int64", "get_uint64", "get_double", "get_string_list", "get_boolean_list", "get_integer_list", "get_double_list")


def each(keys, ops=("get_value", "get_string")):
    return [(o, "g", k) for k in keys for o in ops]


C_, T_ = "KEEP_COMMENTS", "KEEP_TRANSLATIONS"
CFG = "# top comment\n# second line\n\n[core]\nrepo_version=1\nmode=bare\n\n# before remote\n[remote \"origin\"]\n# url comment\nurl=https://example.org/repo\ngpg-verify=false\n\n\n[sysroot]\nreadonly=true\n# tail comment\n"
KEYFILES = [
    # name, data, flags, ops
    ("empty", "", [], [("get_groups",), ("get_start_group",), ("set_string", "g", "k", "v")]),
    ("only-newlines", "\n\n\n", [], []), ("only-newlines-keep", "\n\n\n", [C_], [("get_comment", None, None)]),
    ("one", "[g]\nk=v\n", [], each(["k"]) + [("has_group", "g"), ("has_group", "x"), ("has_key", "g", "k"), ("has_key", "g", "x"), ("has_key", "x", "k"), ("get_start_group",), ("get_keys", "g"), ("get_keys", "x"), ("get_value", "g", "x"), ("get_value", "x", "k"), ("get_string", "g", "x"), ("get_string", "x", "k"), ("get_boolean", "g", "x"), ("get_string_list", "g", "x")]),
    ("no-trailing-newline", "[g]\nk=v", [], each(["k"])), ("group-only", "[g]", [], [("get_keys", "g")]),
    ("no-trailing-newline-comment", "[g]\nk=v\n# end", [C_], [("get_comment", "g", "k")]),
    ("crlf", "[g]\r\nk=v\r\nl = w \r\n", [], each(["k", "l"])), ("crlf-keep", "# c\r\n[g]\r\n# d\r\nk=v\r\n\r\n", [C_], [("get_comment", "g", "k"), ("get_comment", "g", None), ("get_comment", None, None)]),
    ("cr-only", "[g]\rk=v\r", [], [("get_keys", "g")]), ("crlf-end-no-nl", "[g]\r\nk=v\r", [], each(["k"])),
    ("spaces-round-equals", "[g]\na = b\nc=  d  \n  e=f\ng\t=\th\ni=j\t\nk k=v v\n", [], each(["a", "c", "e", "g", "i", "k k"])),
    ("leading-space-group", "  [g]\nk=v\n", [], []), ("trailing-space-group", "[g]  \nk=v\n", [], []), ("junk-after-group", "[g] x\nk=v\n", [], []), ("comment-after-group", "[g]# x\nk=v\n", [], []),
    ("empty-value", "[g]\nk=\nl= \n", [], each(["k", "l"], GETTERS)), ("empty-key", "[g]\n=v\n", [], []), ("space-key", "[g]\n =v\n", [], []), ("no-equals", "[g]\nk\n", [], []), ("no-equals-text", "[g]\nsome words\n", [], []),
    ("key-before-group", "k=v\n[g]\n", [], []), ("comment-before-group", "# c\n[g]\nk=v\n", [], []), ("text-before-group", "hello\n[g]\n", [], []), ("value-has-equals", "[g]\nk=a=b=c\n==x\n", [], each(["k"])), ("value-has-equals2", "[g]\nk=a=b=c\n", [], each(["k"])),
    ("value-has-hash", "[g]\nk=a # b\nl=#x\n", [], each(["k", "l"])), ("semicolon-comment", "[g]\n; c\nk=v\n", [], []), ("semicolon-comment-eq", "[g]\n;c=d\nk=v\n", [C_], [("get_keys", "g")]), ("indented-comment", "[g]\n  # c\nk=v\n", [C_], [("get_comment", "g", "k")]), ("indented-comment-none", "[g]\n  # c=1\nk=v\n", [], [("get_keys", "g")]),
    ("dup-keys", "[g]\nk=1\nk=2\nj=x\nk=3\n", [C_], each(["k", "j"]) + [("get_keys", "g"), ("remove_key", "g", "k"), ("to_data",), ("has_key", "g", "k"), ("get_value", "g", "k"), ("get_keys", "g"), ("set_value", "g", "k", "new"), ("to_data",), ("get_value", "g", "k"), ("remove_key", "g", "k")]), ("dup-keys-set", "[g]\nk=1\nk=2\n", [], [("set_value", "g", "k", "9")]),
    ("dup-groups", "[g]\na=1\n[h]\nx=y\n[g]\nb=2\na=3\n", [C_], [("get_groups",), ("get_keys", "g"), ("get_value", "g", "a")]), ("dup-groups-comments", "#1\n[g]\na=1\n#2\n[h]\nx=y\n#3\n[g]\n#4\nb=2\n", [C_], [("get_comment", "g", None), ("get_comment", "h", None), ("get_comment", "g", "b")]),
    ("dup-groups-blank", "[g]\na=1\n\n[g]\n\nb=2\n", [C_], []), ("empty-groups", "[a]\n[b]\n\n[c]\n", [], [("get_groups",), ("get_keys", "b")]),
    ("group-spaces", "[a b]\nk=v\n[ c ]\nk=v\n", [], [("get_groups",), ("get_value", "a b", "k"), ("get_value", " c ", "k")]), ("group-quotes", "[remote \"origin\"]\nurl=x\n[remote \"a=b;c\"]\nurl=y\n", [], [("get_groups",), ("get_string", "remote \"origin\"", "url")]),
    ("group-odd", "[a=b]\nk=v\n[#x]\nk=v\n[caf\u00e9]\nk=v\n[a;b]\nk=v\n", [], [("get_groups",)]), ("group-bracket", "[a[b]\nk=v\n", [], []), ("group-bracket2", "[a]b]\nk=v\n", [], []), ("group-bracket3", "[[a]]\nk=v\n", [], []), ("group-empty", "[]\nk=v\n", [], []), ("group-unclosed", "[a\nk=v\n", [], []), ("group-control", "[a\x01b]\nk=v\n", [], []), ("group-tab", "[a\tb]\nk=v\n", [], [("get_groups",)]), ("group-del", "[a\x7fb]\nk=v\n", [], []), ("group-just-spaces", "[  ]\nk=v\n", [], [("get_groups",)]),
    ("key-odd", "[g]\na.b=1\na/b=2\na:b=3\na-b_c=4\ncaf\u00e9=5\na b c=6\n\"q\"=7\na;b=8\n@x=9\n*=10\n", [], [("get_keys", "g")]), ("key-bracket", "[g]\na[b=1\n", [], []), ("key-bracket2", "[g]\na]b=1\n", [], []), ("key-bracket3", "[g]\n[a]=1\n", [], []), ("key-starts-bracket", "[g]\n[a=1\n", [], []), ("key-control", "[g]\na\x01b=1\n", [], [("get_keys", "g")]), ("key-locale-empty", "[g]\nk[]=1\n", [T_], [("get_keys", "g")]), ("key-locale-blank", "[g]\nk[a b]=2\n", [T_], []), ("key-locale-no-key", "[g]\n[de]=2\n", [T_], []), ("key-locale-two", "[g]\nk[de][fr]=2\n", [T_], []), ("key-locale-drop-odd", "[g]\nk[]=1\nk=2\nk[xx]=3\n", [], [("get_keys", "g")]), ("key-locale-odd2", "[g]\nk[de]x=1\n", [T_], []), ("key-locale-space", "[g]\nk [de]=1\nl[de] =2\n", [T_], [("get_keys", "g")]), ("key-locale-space2", "[g]\nl[de] =2\n", [T_], [("get_keys", "g")]), ("key-locale-chars", "[g]\nk[de_DE.UTF-8@euro]=1\n", [T_], [("get_keys", "g"), ("get_locale_string", "g", "k", "de_DE.UTF-8@euro")]), ("key-locale-plus", "[g]\nk[x+y]=2\n", [T_], []),
    ("escapes", "[g]\na=\\sx\\s\nb=a\\nb\nc=a\\tb\nd=a\\rb\ne=a\\\\b\nf=a\\;b\ng=\\\nh=a\\xb\ni=\\q\\z\nj=\\s\\n\\t\\r\\\\\nk= lead\nl=\\\\s\nm=a\\ \n", [], each("abcdefghijklm", ("get_value", "get_string", "get_string_list"))),
    ("escapes-set", "", [], [("set_string", "g", "a", " lead"), ("set_string", "g", "b", "\ttab\tin"), ("set_string", "g", "c", "nl\nin\r"), ("set_string", "g", "d", "back\\slash"), ("set_string", "g", "e", "trail "), ("set_string", "g", "f", "a;b"), ("set_string", "g", "h", "  two lead"), ("set_string", "g", "i", ""), ("set_string", "g", "j", " "), ("set_string", "g", "k", "\u00e9\u65e5"), ("set_string", "g", "l", "#hash"), ("set_string", "g", "m", "\x01"), ("set_string", "g", "n", "a\n b"), ("set_value", "g", "raw", " a\\sb "), ("set_value", "g", "raw2", "x\ny"), ("get_string", "g", "a"), ("get_value", "g", "a"), ("get_string", "g", "raw"), ("get_value", "g", "raw"), ("get_value", "g", "n")]),
    ("booleans", G + "".join("%s=%s\n" % (k, v) for k, v in zip("abcdefghijklmnop", ["true", "false", "1", "0", "True", "TRUE", "yes", "no", "true ", "true x", "2", "", "on", "01", "\"true\"", "tru"])), [], each("abcdefghijklmnop", ("get_boolean",))),
    ("integers", G + "".join("%s=%s\n" % (k, v) for k, v in zip("abcdefghijklmnopqrstuvwx", ["0", "1", "-1", "+1", "2147483647", "2147483648", "-2147483648", "-2147483649", "1.5", "0x10", "010", "1 ", "1 2", "1x", "x", "", "99999999999999999999", "18446744073709551615", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "1e3", "--1", "1\\s"])), [], each("abcdefghijklmnopqrstuvwx", ("get_integer", "get_int64", "get_uint64", "get_double"))),
    ("int-list", "[g]\na=1;2;3\nb=1;2;3;\nc=1;;3\nd=\ne=;\nf=1; 2\ng=1;x\nh=5\n", [], each("abcdefgh", ("get_integer_list", "get_double_list"))), ("bool-list", "[g]\na=true;false\nb=true;false;\nc=1;0\nd=true;x\ne=\nf=true; false\n", [], each("abcdef", ("get_boolean_list",))),
    ("string-list", "[g]\na=x;y;z\nb=x;y;z;\nc=x\nd=\ne=;\nf=;;\ng=x;;y\nh= x ; y \ni=a\\;b;c\nj=a\\,b,c\nk=x;\\s\nl=x\\\\;y\nm=a\\n;b\nn=\\;\no=x;\\\np=\\x;y\nq=a;b\\\n", [], each("abcdefghijklmnopq", ("get_string_list",))),
    ("string-list-comma", "[g]\na=x,y,z\nb=x;y\nc=a\\,b,c\nd=a\\;b;c\n", [], [("set_list_separator", ",")] + each("abcd", ("get_string_list",)) + [("set_string_list", "g", "e", ["p", "q,r", "s;t"]), ("get_string_list", "g", "e"), ("set_integer_list", "g", "f", [1, 2]), ("set_boolean_list", "g", "h", [1, 0])]),
    ("string-list-colon-space", "[g]\na=x:y\nb=x y  z\n", [], [("set_list_separator", ":"), ("get_string_list", "g", "a"), ("set_list_separator", " "), ("get_string_list", "g", "b"), ("set_string_list", "g", "c", ["1 2", "3"])]),
    ("set-lists", "", [], [("set_string_list", "g", "a", ["x", "y"]), ("set_string_list", "g", "b", []), ("set_string_list", "g", "c", [""]), ("set_string_list", "g", "d", ["a;b", " c", "d\\e", "\n", "", "\u00e9"]), ("get_string_list", "g", "a"), ("get_string_list", "g", "b"), ("get_string_list", "g", "c"), ("get_string_list", "g", "d"), ("get_value", "g", "d"), ("set_boolean_list", "g", "e", [1, 0]), ("set_integer_list", "g", "f", [1, -2, 3]), ("set_double_list", "g", "h", [1.5, 0.1]), ("set_integer_list", "g", "i", []), ("set_boolean_list", "g", "j", [])]),
    ("set-scalars", "[g]\nk=old\n", [], [("set_boolean", "g", "t", 1), ("set_boolean", "g", "f", 0), ("set_integer", "g", "i", -5), ("set_int64", "g", "x", -2**63), ("set_uint64", "g", "u", 2**64 - 1), ("set_double", "g", "d", 0.1), ("set_double", "g", "e", 1e300), ("set_double", "g", "w", 3.0), ("set_string", "g", "k", "new"), ("set_string", "h", "k", "in new group"), ("set_value", "h", "l", "")]),
    ("set-bad-names", "[g]\nk=v\n", [], [("set_value", "", "k", "v"), ("set_value", "a]b", "k", "v"), ("set_value", "a[b", "k", "v"), ("set_value", "a\nb", "k", "v"), ("set_value", "a\x01", "k", "v"), ("set_value", "g", "", "v"), ("set_value", "g", "a=b", "v"), ("set_value", "g", " a", "v"), ("set_value", "g", "a ", "v"), ("set_value", "g", "a[b]", "v"), ("set_value", "g", "a[b", "v"), ("set_value", "g", "a b", "v"), ("set_value", "g", "#a", "v"), ("set_value", "g", "a\nb", "v"), ("set_value", " sp ", "k", "v"), ("set_value", "g", "a]", "v"), ("set_value", "g", "[a]", "v")]),
    ("set-appends", "[a]\nx=1\n\n[b]\ny=2\n", [C_], [("set_value", "a", "new", "n"), ("set_value", "c", "z", "3"), ("set_value", "a", "x", "9")]), ("set-appends-nokeep", "[a]\nx=1\n\n[b]\ny=2\n", [], [("set_value", "a", "new", "n"), ("set_value", "c", "z", "3")]),
    ("set-after-trailing-comment", "[a]\nx=1\n# after x\n[b]\ny=2\n# tail\n", [C_], [("set_value", "a", "new", "n"), ("set_value", "b", "z", "3")]), ("set-after-blank-lines", "[a]\nx=1\n\n\n\n[b]\n\n", [C_], [("set_value", "a", "new", "n"), ("set_value", "b", "z", "3")]),
    ("remove", CFG, [], [("remove_key", "core", "mode"), ("to_data",), ("remove_key", "core", "nope"), ("remove_key", "nope", "k"), ("remove_group", "sysroot"), ("to_data",), ("remove_group", "nope"), ("remove_group", "core"), ("get_start_group",)]),
    ("remove-keep", CFG, [C_], [("remove_key", "core", "mode"), ("to_data",), ("remove_key", "remote \"origin\"", "url"), ("to_data",), ("remove_group", "sysroot"), ("to_data",), ("remove_group", "core"), ("to_data",), ("get_comment", None, None)]),
    ("remove-all", "[a]\nx=1\n[b]\n", [], [("remove_group", "a"), ("remove_group", "b"), ("get_groups",), ("get_start_group",), ("to_data",), ("set_value", "n", "k", "v")]),
    ("remove-readd", "[a]\nx=1\ny=2\n", [], [("remove_key", "a", "x"), ("set_value", "a", "x", "3"), ("get_keys", "a")]), ("remove-dup-group", "[a]\nx=1\n[b]\ny=1\n[a]\nz=2\n", [], [("remove_group", "a"), ("get_groups",)]),
    ("comments-nokeep", CFG, [], [("get_comment", None, None), ("get_comment", "core", None), ("get_comment", "remote \"origin\"", "url")]),
    ("comments-keep", CFG, [C_], [("get_comment", None, None), ("get_comment", "core", None), ("get_comment", "remote \"origin\"", None), ("get_comment", "remote \"origin\"", "url"), ("get_comment", "remote \"origin\"", "gpg-verify"), ("get_comment", "sysroot", None), ("get_comment", "sysroot", "readonly"), ("get_comment", "nope", None), ("get_comment", "core", "nope")]),
    ("comments-keep-set", CFG, [C_], [("set_string", "core", "mode", "archive"), ("set_string", "core", "new", "x"), ("set_string", "sysroot", "bootloader", "none"), ("set_string", "remote \"origin\"", "branches", "a;"), ("set_string", "new", "k", "v")]),
    ("comments-set", "[g]\nk=v\nl=w\n", [], [("set_comment", None, None, " top"), ("set_comment", "g", None, " group\n two"), ("set_comment", "g", "l", "key"), ("to_data",), ("get_comment", "g", "l"), ("get_comment", "g", None), ("get_comment", None, None), ("set_comment", "g", "l", "again"), ("to_data",), ("remove_comment", "g", "l"), ("remove_comment", None, None), ("remove_comment", "g", None), ("set_comment", "x", None, "c"), ("set_comment", "g", "x", "c")]),
    ("comments-set-second-group", "[g]\nk=v\n\n[h]\nl=w\n", [C_], [("set_comment", "h", None, " about h"), ("to_data",), ("get_comment", "h", None), ("set_comment", "h", None, " changed"), ("to_data",), ("remove_comment", "h", None)]),
    ("comments-between-keys", "[g]\n#1\n#2\nk=v\n\n#3\n\nl=w\n#4\n", [C_], [("get_comment", "g", "k"), ("get_comment", "g", "l"), ("get_comment", "g", None), ("remove_comment", "g", "k"), ("to_data",)]),
    ("comments-then-blank-group", "[g]\nk=v\n\n#c1\n\n[h]\n#c2\n\nl=w\n", [C_], [("get_comment", "h", None), ("get_comment", "h", "l"), ("remove_group", "g"), ("to_data",)]),
    ("comment-forms", "#\n##\n# \n#x\n[g]\n#\n#\tt\nk=v\n", [C_], [("get_comment", None, None), ("get_comment", "g", "k")]), ("only-comment", "# just this\n", [C_], [("get_comment", None, None), ("set_value", "g", "k", "v")]), ("only-comment-nonl", "# just this", [C_], [("get_comment", None, None), ("set_value", "g", "k", "v")]), ("only-comment-nokeep", "# just this\n", [], [("set_value", "g", "k", "v")]),
    ("blank-lines-nokeep", "\n\n[g]\n\n\nk=v\n\n\n\nl=w\n\n[h]\n\n", [], []), ("blank-lines-keep", "\n\n[g]\n\n\nk=v\n\n\n\nl=w\n\n[h]\n\n", [C_], [("get_comment", None, None), ("get_comment", "g", "k")]), ("whitespace-lines-keep", "[g]\n  \nk=v\n\t\n \t \n", [C_], []), ("groups-adjacent-keep", "[a]\nx=1\n[b]\ny=2\n[c]\n", [C_], []), ("groups-adjacent-nokeep", "[a]\nx=1\n[b]\ny=2\n[c]\n", [], []),
    ("locale-none", "[g]\nName=Hi\nName[de]=Hallo\nName[fr]=Salut\nName[C]=Sea\n", [], [("get_keys", "g"), ("get_value", "g", "Name[de]"), ("get_locale_string", "g", "Name", "de")]), ("locale-keep", "[g]\nName=Hi\nName[de]=Hallo\nName[fr]=Salut\nList[de]=a;b;\nList=c;d;\n", [T_], [("get_keys", "g"), ("get_value", "g", "Name[de]"), ("get_locale_string", "g", "Name", "de"), ("get_locale_string", "g", "Name", "de_DE.UTF-8"), ("get_locale_string", "g", "Name", "xx"), ("get_locale_string", "g", "None", "de"), ("get_locale_string_list", "g", "List", "de"), ("set_locale_string", "g", "Name", "it", "Ciao"), ("set_locale_string", "g", "Name", "de", " Moin"), ("has_key", "g", "Name[de]"), ("remove_key", "g", "Name[fr]")]), ("locale-both", "# c\n[g]\n# d\nName[de]=Hallo\nName=Hi\n", [C_, T_], [("get_comment", "g", "Name[de]"), ("get_comment", "g", "Name")]),
    ("utf8-value", "[g]\nk=caf\u00e9 \u65e5\u672c \U0001f600\n", [], each(["k"])), ("bom", "\ufeff[g]\nk=v\n", [], []), ("invalid-utf8-value", b"[g]\nk=a\xffb\nl=ok\n", [], each(["k", "l"], ("get_value", "get_string", "get_string_list", "get_boolean"))), ("invalid-utf8-group", b"[g\xff]\nk=v\n", [], []), ("invalid-utf8-key", b"[g]\nk\xff=v\n", [], [("get_keys", "g")]), ("invalid-utf8-comment", b"# \xff\n[g]\n# \xfe\nk=v\n", [C_], [("get_comment", None, None)]), ("latin1", b"[g]\nk=caf\xe9\n", [], each(["k"])), ("surrogate", b"[g]\nk=\xed\xa0\x80\n", [], each(["k"])),
    ("encoding-utf8", "[Desktop Entry]\nEncoding=UTF-8\nk=v\n", [], []), ("encoding-other", "[Desktop Entry]\nEncoding=Legacy-Mixed\nk=v\n", [], []), ("encoding-not-first", "[a]\nx=1\n[b]\nEncoding=latin1\n", [], []), ("encoding-lower", "[g]\nEncoding=utf-8\n", [], []),
    ("nul-in-value", b"[g]\nk=a\0b\nl=w\n", [], each(["k", "l"])), ("nul-in-line", b"[g]\n\0k=v\nl=w\n", [], [("get_keys", "g")]), ("nul-in-group", b"[g\0x]\nk=v\n", [], []), ("formfeed", "[g]\n\x0ck=v\nl=\x0bw\n", [], [("get_keys", "g"), ("get_value", "g", "l")]), ("unicode-space-line", "[g]\n\u3000\n", [], []), ("unicode-space", "[g]\n\u00a0k\u00a0=\u00a0v\u00a0\n", [], [("get_keys", "g")]), ("unicode-space-key", "[g]\n\u00a0k=\u3000v\u00a0\n", [], [("get_keys", "g"), ("get_value", "g", "\u00a0k")]),
    ("continuation", "[g]\nk=a\\\nb=c\n", [], each(["k", "b"])), ("quoted", "[g]\nk=\"a b\"\nl='x'\n", [], each(["k", "l"])), ("long-value", "[g]\nk=" + "x" * 5000 + "\nl=2\n", [], [("get_value", "g", "l")]),
    ("origin", "[origin]\nrefspec=fedora:fedora/40/x86_64/iot\n", [], [("get_string", "origin", "refspec"), ("set_string", "origin", "refspec", "x:y"), ("set_boolean", "libostree-transient", "pinned", 1), ("set_string", "origin", "override-commit", "abc"), ("remove_group", "libostree-transient"), ("remove_key", "origin", "override-commit")]),
    ("repo-config", "[core]\nrepo_version=1\nmode=archive-z2\nlocking=true\nlock-timeout-secs=30\nmin-free-space-percent=3\nfsync=false\ncollection-id=org.example.Os\nrepo-finders=config;lan;mount;\n\n[ex-fsverity]\nrequired=maybe\n", [], [("get_integer", "core", "repo_version"), ("get_string", "core", "mode"), ("get_boolean", "core", "locking"), ("get_uint64", "core", "lock-timeout-secs"), ("get_string_list", "core", "repo-finders"), ("get_boolean", "ex-fsverity", "required"), ("get_groups",)]),
    ("remote", "[remote \"fedora\"]\nurl=metalink=https://mirrors.example.org/metalink?repo=f40&arch=x86_64\ngpg-verify=true\ngpgkeypath=/etc/pki/a;/etc/pki/b\nbranches=a/b;c/d;\ncustom-backend=\n", [], [("get_string", "remote \"fedora\"", "url"), ("get_string_list", "remote \"fedora\"", "gpgkeypath"), ("get_string_list", "remote \"fedora\"", "branches"), ("get_string", "remote \"fedora\"", "custom-backend")]),
    ("composefs", "[composefs]\nenabled=signed\nkeypath=/etc/ostree/initramfs-root-binding.key\n[root]\ntransient=true\n[etc]\ntransient=0\n", [], [("get_boolean", "root", "transient"), ("get_boolean", "etc", "transient"), ("get_boolean", "composefs", "enabled"), ("get_string", "composefs", "enabled")]),
]


def rand_kf(r):
    lines, bad = [], r.random() < .15
    groups = ["g", "core", "remote \"a\"", "a b", "\u00e9", "h", " s "]
    for _ in range(r.randrange(0, 3)):
        lines.append(r.choice(["# top", "", "#"]))
    keys = ["k", "l", "url", "a b", "x.y", "n[de]", "n", "\u00e9", "gpg-verify"]
    vals = ["", "v", "true", "false", "1", "-7", "a;b;c", "a;b;", "x\\sy", "\\n\\t", "\\q", "a\\;b;c", " lead", "trail ", "\u65e5\u672c", "a=b", "#", "2147483648", "18446744073709551615", "1.5", "\\", "/a/b c", "maybe", "yes"]
    for _ in range(r.randrange(1, 4)):
        lines.append(r.choice(["[%s]", "[%s]", "[%s] "]) % r.choice(groups))
        for _ in range(r.randrange(0, 5)):
            k = r.random()
            if k < .65:
                lines.append(r.choice(["", "", "", " "]) + r.choice(keys) + r.choice(["=", "=", " = ", "= ", "\t="]) + r.choice(vals))
            elif k < .8:
                lines.append(r.choice(["# c", "#c=d", "  # indented", "#"]))
            else:
                lines.append(r.choice(["", "", " ", "\t"]))
    if bad:
        lines.insert(r.randrange(len(lines) + 1), r.choice(["junk", "[", "[]", "=v", "[a]b", "[a\x02]", "k[x", "[[x]]", " =", "]"]))
    nl = r.choice(["\n", "\n", "\n", "\r\n"])
    text = nl.join(lines) + r.choice([nl, nl, nl, "", nl + nl])
    flags = r.choice([[], [], [C_], [C_], [C_, T_], [T_]])
    ops = []
    for _ in range(r.randrange(2, 7)):
        gr, k, v = r.choice(groups), r.choice(keys), r.choice(vals)
        ops.append(r.choice([("set_value", gr, k, v), ("set_string", gr, k, v + r.choice(["", " ", "\n", "\\"])), ("set_boolean", gr, k, r.randrange(2)), ("set_string_list", gr, k, [v, "z"][:r.randrange(3)]),
                             ("remove_key", gr, k), ("remove_group", gr), ("get_comment", gr, None), ("get_comment", gr, k), ("set_comment", gr, k, " new"), ("set_comment", gr, None, "ng"), ("to_data",), ("get_groups",),
                             ("get_keys", gr), ("has_group", gr), ("get_locale_string", gr, "n", "de"), ("remove_comment", gr, k)]))
    return text, flags, ops


def keyfile(seed):
    r = random.Random("keyfile:" + seed)
    todo = [("fixed",) + x for x in KEYFILES] + [("random", "random-%d" % i) + rand_kf(r) for i in range(60)]
    rows = []
    for src, name, data, flags, ops in todo:
        b = enc(data)
        row = {"src": src, "name": name, "data": js(b), "flags": flags}
        kf = kf_new()
        e = C.POINTER(GErr)()
        ok = kf_load(kf, b, len(b), (1 if C_ in flags else 0) | (2 if T_ in flags else 0), C.byref(e))
        row["ok"] = bool(ok)
        row["error"] = take_err(e)
        assert not criticals, (name, criticals)
        if ok:
            row["loaded"], row["loaded_to_data"], row["ops"] = [], js(to_data(kf)), []
            for grp in run_op(kf, "get_groups")["result"]:
                ks = []
                for k in run_op(kf, "get_keys", grp).get("result") or []:
                    q = {"key": k, "value": run_op(kf, "get_value", grp, k).get("result")}
                    for o in ("get_string", "get_boolean", "get_integer", "get_uint64", "get_string_list"):
                        if src == "fixed" and o in [x[0] for x in ops] or name == "long-value":
                            continue
                        x = run_op(kf, o, grp, k)
                        if "result" in x:
                            q[o] = x["result"]
                        elif o in ("get_string", "get_string_list"):
                            q[o + "_error"] = x.get("error", {}).get("message")
                    ks.append(q)
                row["loaded"].append({"group": grp, "keys": ks})
            for op in ops:
                row["ops"].append(run_op(kf, *op))
            row["to_data"] = js(to_data(kf))
            del criticals[:]
            k2 = kf_new()  # does GLib read back what it wrote?
            tb = to_data(kf)
            row["reload_ok"] = bool(kf_load(k2, tb, len(tb), 3, None))
            kf_free(k2)
        kf_free(kf)
        rows.append(row)
    return rows


# ------------------------------------------------------------------
README = """# Golden vectors from the real GLib @GLIB@ (seed @SEED@)
Made by `python3 make.py OUTDIR [SEED]`, which asks libglib-2.0 itself through ctypes; nothing here is guessed. The same GLib and seed give the same bytes. Each file is `{"glib", "seed", "rows": [...]}` with one row a line, ASCII JSON. `src` is `fixed` / `boundary` (same for every seed) or `random` (the seed's own). A JSON value `{"hex": ".."}` in place of a string = bytes that are not UTF-8.

| file | rows | columns |
| --- | --- | --- |
| variants.json | @N0@ | `type`; `text`: what g_variant_parse was given with that type as hint (if null: concatenate `text_parts`, each [string, repeat]); `bytes_le_hex`; `bytes_be_hex`: g_variant_byteswap, then the data; `print` / `print_annotated`: g_variant_print with FALSE / TRUE; `is_normal` always true. Over 2,000 bytes: `*_sha256` and `*_length` (bytes) in place of the four. Checked while making: the bytes read back, byteswap twice is the identity, and both prints parse back to the same bytes (NaN rows aside) |
| variants-nonnormal.json | @N1@ | `bytes_le_hex` as untrusted data of `type`; `is_normal`: g_variant_is_normal_form; `normal_bytes_hex`: g_variant_get_normal_form, then the data; `print`: g_variant_print (not annotated) of that. `mutation`: how a good row was spoilt. Only where they occur: `print_before` (print of the value before normal form, where it differs), `normal_is_normal: false` (the bytes of the normal form, read again, still aren't normal) |
| variant-text.json | @N2@ | g_variant_parse(`hint` or NULL, `text`, NULL, NULL): `ok`, `type`, `print`, `print_annotated`, `bytes_le_hex`, or `error` (message; the numbers before the colon are byte offsets; `*:` where GLib prints a number out of uninitialised memory) and `error_name` (G_VARIANT_PARSE_ERROR_*). `critical`: GLib printed this assertion; such input is outside its contract, so don't hold an implementation to the row; likewise `aborts` (the process died) |
| type-strings.json | @N3@ | `valid`: g_variant_type_string_is_valid; `is_signature`: g_variant_is_signature; for valid ones `definite`, `kind`; for definite ones `alignment` and `fixed_size` in bytes (null = variable size), from g_variant_type_info_query. Also `object_paths` (@N4@): g_variant_is_object_path |
| keyfile.json | @N5@ | `data` loaded with g_key_file_load_from_data and `flags` under LC_ALL=C: `ok`, `error`; `loaded`: each group's keys with raw `value` and, where GLib answers, get_string/get_boolean/get_integer/get_uint64/get_string_list (a getter that `ops` asks about is left out here; `get_string_error` and `get_string_list_error` hold messages); `loaded_to_data`: g_key_file_to_data at once; `ops`: then run in order on the same file, each with `args` and `result`, or `error` {domain, code, name, message}, or `critical` (refused by an assertion, nothing changed); 64-bit and single double results are strings; `to_data`: the text at the end; `reload_ok`: GLib can load that text again (all flags) |

Escaping in prints follows GLib's Unicode tables (escaped: control, format, unassigned, surrogate), so a newer table may print a character of a newer Unicode raw.
Endianness: `bytes_be_hex` swaps every number but the framing offsets stay little-endian.
"""


def dump(path, obj):
    rows = {k: v for k, v in obj.items() if isinstance(v, list)}
    with open(path, "w", encoding="ascii", newline="\n") as f:
        f.write("{" + ", ".join("%s: %s" % (json.dumps(k), json.dumps(v)) for k, v in obj.items() if k not in rows))
        for k, v in rows.items():
            f.write(', %s: [\n' % json.dumps(k) + ",\n".join(json.dumps(x) for x in v) + "\n]")
        f.write("}\n")


def main():
    out, seed = sys.argv[1], (sys.argv[2] if len(sys.argv) > 2 else "1")
    os.makedirs(out, exist_ok=True)
    head = {"glib": GLIB, "seed": seed}
    vr = variants(seed)
    nr = nonnormal(seed, vr)
    tr = variant_text(seed)
    yr, paths = type_strings(seed)
    kr = keyfile(seed)
    j = os.path.join
    dump(j(out, "variants.json"), {**head, "rows": vr})
    dump(j(out, "variants-nonnormal.json"), {**head, "rows": nr})
    dump(j(out, "variant-text.json"), {**head, "rows": tr})
    dump(j(out, "type-strings.json"), {**head, "rows": yr, "object_paths": paths})
    dump(j(out, "keyfile.json"), {**head, "rows": kr})
    t = README.replace("@GLIB@", GLIB).replace("@SEED@", seed)
    for i, n in enumerate((vr, nr, tr, yr, paths, kr)):
        t = t.replace("@N%d@" % i, str(len(n)))
    with open(j(out, "README.md"), "w", encoding="utf-8", newline="\n") as f:
        f.write(t)
    for n, x in (("variants", vr), ("nonnormal", nr), ("text", tr), ("types", yr), ("paths", paths), ("keyfile", kr)):
        print(n, len(x))


main()
