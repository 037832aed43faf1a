"""Rewrites reference.txt: what the reference interpreter makes of each source in it.

Run it with the reference interpreter (CPython 3.14). An entry is a line "source: <escaped bytes>" and what follows up
to an empty line: the dump of the tree, or "error: <class> <line>:<column>-<line>:<column> <message>".
"""

import ast
import pathlib
import sys
import warnings

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "xtask" / "src"))
sys.dont_write_bytecode = True
import ast_dump  # noqa: E402


def unescape(text):
    return text.encode("ascii").decode("unicode_escape").encode("latin-1")


def expected(source):
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        place = f"{error.lineno}:{error.offset}-{error.end_lineno}:{error.end_offset}"
        return [f"error: {type(error).__name__} {place} {error.msg}"]
    lines = []
    ast_dump.dump(tree, lines, 0)
    return lines


def main():
    warnings.simplefilter("ignore")
    path = HERE / "reference.txt"
    out = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.startswith("source: "):
            out += [line, *expected(unescape(line.removeprefix("source: "))), ""]
    path.write_text("\n".join(out), encoding="utf-8")


main()
