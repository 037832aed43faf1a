# Notes are a list of strings on the exception.
e = ValueError("v")
print(hasattr(e, "__notes__"))
e.add_note("one")
e.add_note("two\nlines")
print(e.__notes__)
for bad in (5, None):
    try:
        e.add_note(bad)
    except TypeError as error:
        print(error)
e.__notes__ = 5
try:
    e.add_note("x")
except TypeError as error:
    print(error)
for body in ("return", "break", "continue"):
    try:
        compile(f"def f():\n for x in y:\n  try: pass\n  except* A: {body}", "s", "exec")
    except SyntaxError as error:
        print(error.msg)
