# Conversions, format specs, nested fields.
x, w, p = 3.14159, 10, 3
print(f"[{x:{w}.{p}}] [{x:<{w}}] [{x!r:>{w}}] [{'é'!a}] [{'a'!s:*^5}]")
print(f"{x=} {x = } {x=:.2f} {x=!s} {x + 1 = }")
print(f"{'a' 'b'} {f'{f'{1 + 1}'}'} {{}} {{{x:.1f}}}")
print(f"{1:{'>'}{5}}|{2:{'0' + str(4)}}")
class F:
    def __format__(self, spec):
        return f"<{spec}>"
    def __repr__(self):
        return "R"
f = F()
print(f"{f} {f:abc} {f!r} {f!r:>3} {f:{1}{2}} {f:%H:%M}")
print(f"{'\n'}|{'\''}|{"quotes"}")
print(f"{(lambda a: a * 2)(4)} {[i for i in range(3)]!r:>12} { {1: 2}[1] } {(y := 5)} {y:=+5}")
print(rf"\d{w}\n" fr"\{p}", f"a" "b{c}" f"{w}")
