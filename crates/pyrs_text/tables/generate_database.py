"""Writes ../src/unicode/database_tables.rs from the running Python's Unicode database.

Usage: python3.14 generate_database.py NamedSequences.txt > ../src/unicode/database_tables.rs

NamedSequences.txt is the Unicode Character Database's file; what is taken from it is checked against the running
Python, which must know Unicode 16.0.0 and 3.2.0.
"""

import sys
import unicodedata

LIMIT = 0x110000
NEW, OLD = unicodedata, unicodedata.ucd_3_2_0


def rows(values, per_line):
    for i in range(0, len(values), per_line):
        yield "    " + " ".join(v + "," for v in values[i : i + per_line])


def table(name, kind, values, doc, per_line=32):
    print(f"/// {doc}")
    print(f"pub static {name}: [{kind}; {len(values)}] = [")
    print("\n".join(rows([str(v) for v in values], per_line)))
    print("];")


def hexadecimal(values):
    return [f"{v:#x}" for v in values]


def properties(data):
    """Runs of equal properties: starts, record numbers, and the records."""
    records, starts, numbers = {}, [], []
    for code in range(LIMIT):
        c = chr(code)
        record = (data.category(c), data.bidirectional(c), data.combining(c), data.east_asian_width(c), data.mirrored(c))
        number = records.setdefault(record, len(records))
        if not numbers or numbers[-1] != number:
            starts.append(code)
            numbers.append(number)
    return starts, numbers, list(records)


def write_properties(prefix, data, version):
    starts, numbers, records = properties(data)
    table(f"{prefix}STARTS", "u32", hexadecimal(starts), f"First code point of each run of equal properties, {version}.")
    table(f"{prefix}NUMBERS", "u8", numbers, "Record of each run.", 48)
    values = [f'("{c}", "{b}", {n}, "{e}", {str(bool(m)).lower()})' for c, b, n, e, m in records]
    table(
        f"{prefix}RECORDS",
        "(&str, &str, u8, &str, bool)",
        values,
        "Category, bidirectional class, combining class, east Asian width, mirrored.",
        4,
    )


def write_decompositions():
    tags, codes, ends, data = [""], [], [], []
    for code in range(LIMIT):
        parts = NEW.decomposition(chr(code)).split()
        if not parts or 0xAC00 <= code < 0xD7A4:
            continue
        tag = parts.pop(0) if parts[0].startswith("<") else ""
        if tag not in tags:
            tags.append(tag)
        codes.append(code)
        data.append(tags.index(tag))
        data.extend(int(part, 16) for part in parts)
        ends.append(len(data))
    table("TAGS", "&str", [f'"{tag}"' for tag in tags], "Kinds of decompositions; the first is the canonical one.")
    table("DECOMPOSED", "u32", hexadecimal(codes), "Code points that have a decomposition, but for Hangul syllables.")
    table("DECOMPOSED_ENDS", "u16", ends, "Where each one's part of [`DECOMPOSITION_DATA`] ends.")
    table("DECOMPOSITION_DATA", "u32", hexadecimal(data), "For each the number of its tag, then code points.")
    pairs = []
    for code in codes:
        parts = NEW.decomposition(chr(code)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            first, second = (int(part, 16) for part in parts)
            if NEW.normalize("NFC", chr(first) + chr(second)) == chr(code):
                pairs.append((first, second, code))
    pairs.sort()
    values = [f"({a:#x}, {b:#x}, {c:#x})" for a, b, c in pairs]
    table("COMPOSITIONS", "(u32, u32, u32)", values, "First, second, and what they compose to.", 10)
    changed = [c for c in codes if OLD.category(chr(c)) != "Cn" and OLD.normalize("NFD", chr(c)) != NEW.normalize("NFD", chr(c))]
    values = [f"({c:#x}, {ord(OLD.normalize('NFD', chr(c))):#x})" for c in changed]
    table("OLD_DECOMPOSITIONS", "(u32, u32)", values, "Decompositions that 3.2.0 has otherwise.", 6)


def numbers(data, code):
    c = chr(code)
    return data.numeric(c, None), data.digit(c, None), data.decimal(c, None)


def write_numbers():
    def entry(code, triple):
        numeric, digit, decimal = triple
        number = "f64::NAN" if numeric is None else repr(numeric)
        return f"({code:#x}, {number}, {-1 if digit is None else digit}, {-1 if decimal is None else decimal})"

    nothing = (None, None, None)
    new = [(code, numbers(NEW, code)) for code in range(LIMIT) if numbers(NEW, code) != nothing]
    kind = "(u32, f64, i8, i8)"
    table("NUMBERS_OF", kind, [entry(*row) for row in new], "Code point, value as number, digit and decimal digit.", 10)
    old = [
        (code, numbers(OLD, code))
        for code in range(LIMIT)
        if OLD.category(chr(code)) != "Cn" and numbers(OLD, code) != numbers(NEW, code)
    ]
    table("OLD_NUMBERS_OF", kind, [entry(*row) for row in old], "Those that 3.2.0 has otherwise; NaN is none.", 10)


def write_sequences(path):
    values = []
    for line in open(path, encoding="utf-8"):
        name, _, codes = line.split("#")[0].strip().partition(";")
        if not codes:
            continue
        text = "".join(chr(int(code, 16)) for code in codes.split())
        if NEW.lookup(name) != text:
            sys.exit(f"{name} is another sequence here")
        points = ", ".join(f"{ord(c):#x}" for c in text)
        values.append((name, f'("{name}", &[{points}])'))
    values.sort()
    table("SEQUENCES", "(&str, &[u32])", [value for _, value in values], "Named sequences, by name.", 3)


def write_nameless():
    runs = []
    for code in range(LIMIT):
        if NEW.category(chr(code)) in ("Cn", "Cc", "Co", "Cs") or NEW.name(chr(code), None) is not None:
            continue
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    values = [f"({a:#x}, {b:#x})" for a, b in runs]
    table("NAMELESS", "(u32, u32)", values, "Assigned characters that the database has no name for.", 6)


print("//! Unicode 16.0.0 and 3.2.0 character data. Written by `tables/generate_database.py`; do not edit.\n")
write_properties("", NEW, NEW.unidata_version)
write_properties("OLD_", OLD, OLD.unidata_version)
write_decompositions()
write_numbers()
write_sequences(sys.argv[1])
write_nameless()
