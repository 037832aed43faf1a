# Tracebacks of failed imports show the program's own modules only.
import os
import sys

folder = "/tmp/pyrs-import-%d" % os.getpid()
os.mkdir(folder)
sys.path.insert(0, folder)
sources = {
    "missing_inside": "import surely_not_there\n",
    "fails": "def f():\n    1 / 0\nf()\n",
    "imports_fails": "import fails\n",
    "bad_from": "from os import surely_not_there\n",
    "raises_import_error": "raise ImportError('by itself')\n",
}
for name, source in sources.items():
    with open(f"{folder}/{name}.py", "w") as file:
        file.write(source)


def entries(tb):
    while tb is not None:
        code = tb.tb_frame.f_code
        yield os.path.basename(code.co_filename), code.co_name, tb.tb_lineno
        tb = tb.tb_next


for name in ["surely_not_there", *sources, "imports_fails"]:
    sys.modules.pop("fails", None)
    try:
        __import__(name)
    except Exception as error:
        print(name, type(error).__name__, list(entries(error.__traceback__)))
for name in sources:
    os.remove(f"{folder}/{name}.py")
for entry in os.listdir(folder):
    for file in os.listdir(f"{folder}/{entry}"):
        os.remove(f"{folder}/{entry}/{file}")
    os.rmdir(f"{folder}/{entry}")
os.rmdir(folder)
