"""Records how the running Python writes floats and ints, for `tests/recorded.rs`.

Usage: python3.14 record_floats.py > ../tests/recorded_floats.txt

Each line: bits of the double in hex, a tab, the format specification, a tab, the result or `!` and the message.
"""

import random
import struct

random.seed(314)


def bits(x):
    return struct.unpack("<Q", struct.pack("<d", x))[0]


VALUES = [0.0, -0.0, 1.0, -1.5, 0.1, 0.5, 1.5, 2.5, 9.5, 99.5, 0.0001, 0.00001, 1e15, 1e16, 1e17, 123456789.123456789]
VALUES += [5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, float("inf"), float("-inf"), float("nan")]
VALUES += [1e22, 1e23, 123.0, 1234.0, 0.00012345, 999999.5, 9999995.0, 1 / 3, 2 / 3e10, 1e300]
VALUES += [struct.unpack("<d", random.randbytes(8))[0] for _ in range(60)]
SPECS = ["", "f", ".0f", ".1f", "#.0f", ".3e", ".0e", "#.0e", "g", ".1", ".3", ".3g", "#.3g", ".17g", "G", "E", "n", "%", ".0%"]
SPECS += [",", "_.2f", ",.1f", "020,.2f", "+", " ", "z.1f", "012", ">12.3", "<12.3", "^13.3", "=+12.3", "*^20.4e", ".6_f", ".8,f", "-010.2e"]
SPECS += ["d", ".", ",_", "x", "qq", ",n"]

for value in VALUES:
    print(f"{bits(value):x}\trepr\t{value!r}")
    print(f"{bits(value):x}\thex\t{value.hex()}")
    for spec in SPECS:
        try:
            print(f"{bits(value):x}\t{spec}\t{format(value, spec)}")
        except ValueError as error:
            print(f"{bits(value):x}\t{spec}\t!{error}")
