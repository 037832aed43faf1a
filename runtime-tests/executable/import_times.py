"""-X importtime: what is told, but for the times."""

import re

from _run import run


def names(*args, **variables):
    status, out, error = run(*args, **variables)
    lines = error.splitlines()
    print(status, lines[0])
    return [re.sub(r"\d+", "N", line).replace(" ", "") for line in lines if re.search(r"colorsys|_bytes|this_is", line)]


print(names("-X", "importtime", "-c", "import colorsys, colorsys"))
print(names("-X", "importtime=2", "-c", "import colorsys, colorsys"))
print(names("-c", "import colorsys", PYTHONPROFILEIMPORTTIME="1"))
print(run("-X", "importtime=3", "-c", "pass")[0])
print(run("-X", "importtime", "-c", "import this_is_nowhere")[2].splitlines()[-1])
