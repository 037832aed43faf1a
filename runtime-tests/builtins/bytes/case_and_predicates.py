# ASCII-only case methods and predicates.
b = b"hello World-1 \xe9\xdf"
print(b.upper(), b.lower(), b.title(), b.capitalize(), b.swapcase())
for b in (b"", b"a", b"A", b"1", b"aB1", b" \t\n\x0b\x0c\r", b"\x1c", b"Ab Cd", b"\xe9", b"a_"):
    print(b, b.isalpha(), b.isdigit(), b.isalnum(), b.isspace(), b.isupper(), b.islower(), b.istitle(), b.isascii())
