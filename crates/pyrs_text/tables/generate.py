"""Writes ../src/unicode/tables.rs from the running Python's Unicode database.

Usage: python3.14 generate.py > ../src/unicode/tables.rs
"""

import sys
import unicodedata

LIMIT = 0x110000
FLAGS = [
    ("ALPHA", lambda c: c.isalpha()),
    ("DECIMAL", lambda c: c.isdecimal()),
    ("DIGIT", lambda c: c.isdigit()),
    ("NUMERIC", lambda c: c.isnumeric()),
    ("SPACE", lambda c: c.isspace()),
    ("PRINTABLE", lambda c: c.isprintable()),
    ("LOWER", lambda c: c.islower()),
    ("UPPER", lambda c: c.isupper()),
    ("TITLE", lambda c: unicodedata.category(c) == "Lt"),
    ("ID_START", lambda c: c.isidentifier()),
    ("ID_CONTINUE", lambda c: ("a" + c).isidentifier()),
    # A capital sigma shows what the case algorithm skips: it is final after a cased letter and skipped characters.
    (
        "CASE_IGNORABLE",
        lambda c: ("A" + c + "\u03a3").lower()[-1] == "\u03c2" and (c + "\u03a3").lower()[-1] != "\u03c2",
    ),
]


def flags_of(code):
    c = chr(code)
    return sum(1 << bit for bit, (_, test) in enumerate(FLAGS) if test(c))


def rows(values, per_line):
    for i in range(0, len(values), per_line):
        yield "    " + " ".join(v + "," for v in values[i : i + per_line])


def table(name, kind, values, doc, per_line):
    print(f"/// {doc}")
    print(f"pub static {name}: [{kind}; {len(values)}] = [")
    for row in rows(values, per_line):
        print(row)
    print("];\n")


def class_table():
    starts, flags = [], []
    last = None
    for code in range(LIMIT):
        f = flags_of(code)
        if f != last:
            starts.append(f"{code:#x}")
            flags.append(f"{f:#x}")
            last = f
    table("CLASS_STARTS", "u32", starts, "First code point of each run of equal flags.", 14)
    table("CLASS_FLAGS", "u16", flags, "Flags of each run.", 16)


def case_tables(name, function):
    """Simple mappings as (first, last, stride, delta), others as (code point, mapped)."""
    simple, special = [], []
    for code in range(LIMIT):
        mapped = function(chr(code))
        if mapped == chr(code):
            continue
        if len(mapped) != 1:
            special.append((code, [ord(m) for m in mapped]))
            continue
        delta = ord(mapped) - code
        if simple:
            first, last, stride, d = simple[-1]
            if d == delta and (code - last == stride or (first == last and code - last <= 2)):
                simple[-1] = (first, code, code - last, d)
                continue
        simple.append((code, code, 1, delta))
    table(
        f"{name}_RUNS",
        "(u32, u32, u32, i32)",
        [f"({a:#x}, {b:#x}, {s}, {d})" for a, b, s, d in simple],
        f"Runs of single-character {name.lower()} mappings: first, last, stride, difference.",
        4,
    )
    table(
        f"{name}_SPECIAL",
        "(u32, [u32; 3])",
        ["({:#x}, [{}])".format(c, ", ".join(f"{m:#x}" for m in (m + [0, 0, 0])[:3])) for c, m in special],
        f"Longer {name.lower()} mappings; zeros pad.",
        4,
    )


def main():
    print("//! Unicode", unicodedata.unidata_version, "character data. Written by `tables/generate.py`; do not edit.\n")
    for bit, (name, _) in enumerate(FLAGS):
        print(f"/// Flag of [`CLASS_FLAGS`].\npub const {name}: u16 = {1 << bit:#x};")
    print(f'/// Version of the data.\npub const UNICODE_VERSION: &str = "{unicodedata.unidata_version}";\n')
    class_table()
    zeros = [c for c in range(LIMIT) if unicodedata.decimal(chr(c), None) == 0]
    for z in zeros:
        assert [unicodedata.decimal(chr(z + i)) for i in range(10)] == list(range(10))
    assert 10 * len(zeros) == sum(chr(c).isdecimal() for c in range(LIMIT))
    table("DECIMAL_ZEROS", "u32", [f"{z:#x}" for z in zeros], "The zeros of all decimal digit sets.", 14)
    # Without a letter before it, a capital sigma has its ordinary lower case.
    case_tables("LOWER", str.lower)
    case_tables("UPPER", str.upper)
    case_tables("TITLE", str.title)
    case_tables("FOLD", str.casefold)


if __name__ == "__main__":
    main()
