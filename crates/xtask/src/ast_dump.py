"""Dumps the trees of the reference interpreter's ast module, one file per source, as pyrs_syntax dumps its own.

usage: ast_dump.py OUT ROOT...

Writes OUT/INDEX (lines of number, tab, path) and OUT/<number>.txt: the dump, or one line "ERROR <class>: <message>".
The format is described in crates/pyrs_syntax/src/dump.rs.
"""

import ast
import os
import struct
import sys
import warnings

SIMPLE = (ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop)
SKIPPED_FIELDS = {"type_ignores", "type_comment"}
SKIPPED_DIRECTORIES = {"__pycache__", "site-packages"}
STR_CONSTANTS = {("Constant", "value"), ("Interpolation", "str")}


def quoted(data):
    if all(32 <= byte < 127 and byte not in b"\\'" for byte in data):
        return "'" + data.decode("ascii") + "'"
    return "x" + data.hex()


def scalar(value, place):
    if value is None or value is True or value is False:
        return str(value)
    if value is ...:
        return "Ellipsis"
    if isinstance(value, int):
        return hex(value) if place[0] in ("Constant", "MatchSingleton") else str(value)
    if isinstance(value, float):
        return "f" + struct.pack(">d", value).hex()
    if isinstance(value, complex):
        return "j" + struct.pack(">d", value.imag).hex()
    if isinstance(value, bytes):
        return "b" + quoted(value)
    text = quoted(value.encode("utf-8", "surrogatepass"))
    return "s" + text if place in STR_CONSTANTS else text


def dump(node, out, indent):
    name = type(node).__name__
    margin = " " * indent
    position = ""
    if hasattr(node, "lineno"):
        position = f"@{node.lineno}:{node.col_offset}-{node.end_lineno}:{node.end_col_offset}"
    out.append(margin + name + position)
    for field in node._fields:
        value = getattr(node, field, None)
        if field in SKIPPED_FIELDS:
            continue
        if value is None and (name, field) not in (("Constant", "value"), ("MatchSingleton", "value")):
            continue
        if isinstance(value, list):
            if value:
                out.append(f"{margin} .{field}")
            for item in value:
                if isinstance(item, SIMPLE):
                    out.append(f"{margin}  {type(item).__name__}")
                elif isinstance(item, ast.AST):
                    dump(item, out, indent + 2)
                else:
                    out.append(f"{margin}  {scalar(item, (name, field))}")
        elif isinstance(value, SIMPLE):
            out.append(f"{margin} .{field}={type(value).__name__}")
        elif isinstance(value, ast.AST):
            out.append(f"{margin} .{field}")
            dump(value, out, indent + 2)
        else:
            out.append(f"{margin} .{field}={scalar(value, (name, field))}")


def sources(root):
    if os.path.isfile(root):
        yield root
    for directory, subdirectories, files in os.walk(root):
        subdirectories[:] = sorted(name for name in subdirectories if name not in SKIPPED_DIRECTORIES)
        for name in sorted(files):
            path = os.path.join(directory, name)
            # A distribution may leave links to files that it doesn't install.
            if name.endswith(".py") and os.path.exists(path):
                yield path


def main(out, *roots):
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(20000)
    os.makedirs(out, exist_ok=True)
    paths = dict.fromkeys(os.path.realpath(path) for root in roots for path in sources(root))
    with open(os.path.join(out, "INDEX"), "w", encoding="utf-8") as index:
        for number, path in enumerate(paths, 1):
            with open(path, "rb") as file:
                data = file.read()
            lines = []
            try:
                dump(ast.parse(data), lines, 0)
            except (SyntaxError, ValueError) as error:
                lines = [f"ERROR {type(error).__name__}: {error.args[0]}"]
            with open(os.path.join(out, f"{number}.txt"), "w", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
            index.write(f"{number}\t{path}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
