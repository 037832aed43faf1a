# Files in text and binary mode, in a temporary folder.
import os, tempfile
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "f.txt")
    with open(path, "w", encoding="utf-8") as f:
        print(f.write("héllo\nworld\n"), f.writelines(["a\n", "b"]), f.tell() > 0, f.mode, f.closed, f.readable(), f.writable())
    print(f.closed)
    with open(path, encoding="utf-8") as f:
        print(repr(f.readline()), f.read(3), f.readlines(), repr(f.read()), f.seek(0), list(f)[-1])
    with open(path, "rb") as f: print(f.read(4), f.tell(), f.seek(-1, 2), f.read(), f.read(1))
    with open(path, "a", encoding="utf-8", newline="\r\n") as f: f.write("\nend\n")
    with open(path, "rb") as f: print(f.read()[-6:])
    with open(path, newline="", encoding="utf-8") as f: print(f.readlines()[-2:])
    with open(path, "r+b") as f: f.seek(1); f.write(b"XX"); f.truncate(4); f.seek(0); print(f.read())
    for args in ((path, "x"), (path, "q"), (path, "rw"), (path, "rb", -1, "utf-8"), (5.5,), (path + "no",), (folder,), (path, "rt+b"), (path, ""), (path, 5)):
        try: open(*args).close()
        except Exception as e: print(type(e).__name__, str(e).replace(folder, "DIR"))
    f = open(path); f.close()
    for g in (f.read, f.readline, lambda: next(f), lambda: f.write("x"), f.tell, f.__enter__):
        try: g()
        except ValueError as e: print(e)
    with open(path) as f:
        try: f.write("x")
        except OSError as e: print(type(e).__name__, e)
    with open(path, "w") as f:
        for bad in (b"x", 5):
            try: f.write(bad)
            except TypeError as e: print(e)
