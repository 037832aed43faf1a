"""Records class and case of all characters as checksums over blocks of 4096, for `tests/recorded.rs`.

Usage: python3.14 record_characters.py > ../tests/recorded_characters.txt

Each line: first code point, then the FNV-1a checksum of the block's facts: for each character the flags of `FLAGS` in
order, then the code points of lower, upper, title and casefold.
"""

from generate import FLAGS, LIMIT

MASK = (1 << 64) - 1


def fnv(h, number):
    return ((h ^ number) * 0x100000001B3) & MASK


for block in range(0, LIMIT, 4096):
    h = 0xCBF29CE484222325
    for code in range(block, block + 4096):
        c = chr(code)
        h = fnv(h, sum(1 << bit for bit, (_, test) in enumerate(FLAGS) if test(c)))
        for text in (c.lower(), c.upper(), c.title(), c.casefold()):
            for mapped in text:
                h = fnv(h, ord(mapped))
    print(f"{block:x} {h:x}")
