# Imports leave cache files, use them, and write those anew that are none, stale or cut off in the head.
import importlib
import importlib.util
import os
import sys
import tempfile

sys.dont_write_bytecode = False
folder = tempfile.mkdtemp()
sys.path.insert(0, folder)
source = os.path.join(folder, "cached_module.py")


def load():
    sys.modules.pop("cached_module", None)
    importlib.invalidate_caches()
    return importlib.import_module("cached_module")


with open(source, "w") as file:
    file.write("value = [n * n for n in range(5)]\ndef double(x):\n    return 2 * x\n")
module = load()
cache = importlib.util.cache_from_source(source)
print(module.value, module.double(21), os.path.exists(cache), module.__cached__ == cache)
with open(cache, "rb") as file:
    good = file.read()
print(good[:4] == importlib.util.MAGIC_NUMBER, good[2:4])
print(load().double(4))
for damage in b"", good[:3], good[:15], b"\0" * 40, b"wrong magic number" + good[18:]:
    with open(cache, "wb") as file:
        file.write(damage)
    again = load()
    with open(cache, "rb") as file:
        print(again.value, file.read() == good)
with open(source, "a") as file:
    file.write("more = 1\n")
print(load().more)
sys.dont_write_bytecode = True
os.remove(cache)
print(load().more, os.path.exists(cache))
os.remove(source)
os.rmdir(os.path.dirname(cache))
os.rmdir(folder)
