# Precedence of unary operators and of powers.
print(-2 ** 2, (-2) ** 2, 2 ** -1, 2 ** 3 ** 2, -2 ** -2, ~5, ~-1, - - 3, +-+4, not 1 == 2, not not [])
print(1 if 0 else 2 if 0 else 3, 1 or 1 / 0, 0 and 1 / 0, [] or {} or "x", 1 < 2 == True, (1 < 2) == True)
print(5 // 2 * 2, 5 % 3 * 2, 7 - 3 - 2, 1 << 2 + 1, 6 & 3 | 8 ^ 1, 2 + 3 * 4 ** 2 // 5, -7 // 2, -7 % 3, 7 % -3)
print(True + True, True & 3, True ^ True, "skip", -True, True << 3)
print(1 in [1] == True, (1 in [1]) == True, 1 is 1 is not None, not 1 in [2])
for f in (lambda: -"a", lambda: ~1.5, lambda: +[], lambda: 1 + "", lambda: "" % 1, lambda: [] * 1.5, lambda: {} | [], lambda: 1 & 1.0, lambda: "a" - "b", lambda: None < 1, lambda: (1,) < [1], lambda: 1 << -1, lambda: 0 ** -1, lambda: 2 ** "x", lambda: 1j // 1, lambda: 1j < 2):
    try: print(f())
    except (TypeError, ValueError, ZeroDivisionError) as e: print(type(e).__name__, e)
