# The limit of digits can be read and set.
import sys
print(sys.get_int_max_str_digits(), sys.int_info.default_max_str_digits, sys.int_info.str_digits_check_threshold, sys.flags.int_max_str_digits)
for v in (639, -1, "a", 1.5, 10**30):
    try: sys.set_int_max_str_digits(v)
    except Exception as e: print(type(e).__name__, e)
sys.set_int_max_str_digits(640)
print(len(str(10**639)), len(str(-(10**639))))
for f in (lambda: str(10**640), lambda: int("1" * 641), lambda: int("-" + "1" * 641), lambda: int("1_" * 640 + "1"), lambda: f"{10**640}", lambda: "%i" % 10**640, lambda: f"{10**640:,}", lambda: int(b"1" * 700), lambda: len(f"{10**700:x}"), lambda: int("f" * 2000, 16) > 0, lambda: int("7" * 2000, 8) > 0, lambda: int("z" * 700, 36), lambda: repr([10**640])):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
sys.set_int_max_str_digits(0)
print(len(str(10**6000)), int("1" * 6000) % 7, sys.get_int_max_str_digits())
sys.set_int_max_str_digits(maxdigits=4300)
print(sys.get_int_max_str_digits())
