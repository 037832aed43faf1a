# What can be run: files, links, folders, archives, modules, standard input; sys.argv and sys.path[0].
import os
import sys
import tempfile
import zipfile

from _run import plain, run

TEXT = """import sys
print(sys.argv, sys.path[0], globals().get('__file__'), __name__, repr(__package__), bool(__spec__))
print(sys.orig_argv[1:], __loader__.__class__.__name__)
"""


def check(*args, **keywords):
    status, out, error = run(*args, cwd=folder, **keywords)
    print(list(args), status)
    print((out + error).replace(folder, "FOLDER").strip())


with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    os.makedirs(f"{folder}/pack/age")
    for name in ("s.py", "pack/__main__.py", "pack/age/m.py"):
        with open(f"{folder}/{name}", "w") as file:
            file.write(TEXT)
    with open(f"{folder}/x.py", "w") as file:
        file.write("not Python at all\nprint('after the first line')\nraise ValueError\n")
    with zipfile.ZipFile(f"{folder}/z.zip", "w") as archive:
        archive.writestr("__main__.py", TEXT)
        archive.writestr("inside.py", "value = 5")
    os.symlink("pack/age/m.py", f"{folder}/link.py")
    check("s.py", "a", "-c")
    check("./s.py")
    check("link.py")
    check("-Pc", "import sys; print('' in sys.path)")
    check("pack", "x")
    check("z.zip")
    check("-x", "x.py")
    check("-m", "pack.age.m", "q")
    check("-m", "pack")
    check("-", "a", stdin="import sys; print(sys.argv, repr(sys.path[0]))")
    check("-c", "import sys, inside; print(inside.value, sys.argv)", "b", PYTHONPATH="z.zip")
