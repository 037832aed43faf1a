# Conversions between huge integers and text are limited.
import sys
print(sys.get_int_max_str_digits())
for f in (lambda: str(10 ** 5000), lambda: int("1" * 5000), lambda: len(hex(10 ** 5000)), lambda: len(str(10 ** 4299)), lambda: f"{10 ** 4300}", lambda: "%d" % 10 ** 4300, lambda: repr(-10 ** 4300)):
    try: print(f())
    except ValueError as e: print(e)
