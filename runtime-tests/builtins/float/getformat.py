# float.__getformat__ names the machine's form.
import sys
print(float.__getformat__("double") == f"IEEE, {sys.byteorder}-endian", float.__getformat__("float") == f"IEEE, {sys.byteorder}-endian")
for v in ("int", "", 5):
    try: print(float.__getformat__(v))
    except Exception as e: print(type(e).__name__, e)
