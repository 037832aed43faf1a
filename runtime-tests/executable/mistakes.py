# Command lines that cannot be understood, and programs that are not there.
import os
import tempfile

from _run import run, show

for args in (["-Z"], ["-c"], ["-Im"], ["-W"], ["--foo"], ["--check-hash-based-pycs", "often"]):
    show(*args)
with tempfile.TemporaryDirectory() as folder:
    status, _, error = run("nosuch.py", cwd=folder)
    print(status, error.replace(os.path.realpath(folder), "FOLDER").strip())
    os.mkdir(os.path.join(folder, "empty"))
    status, _, error = run("empty", cwd=folder)
    print(status, error.replace(os.path.realpath(folder), "FOLDER").strip())
show("-m", "nosuch")
