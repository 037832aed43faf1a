# f-strings with format specifications.
name, number, ratio = "pyrs", 42, 3.14159265
print(f"{name} {number} {ratio}", f"{name!r} {name!s} {'é'!a}", f"{number + 1} {number * 2 = } {name=}")
print(f"[{name:>8}] [{name:<8}] [{name:^8}] [{name:*^9}] [{name:.2}] [{name:6.3}]")
print(f"[{number:5}] [{number:<5}] [{number:05}] [{number:+}] [{-number: }] [{number: }] [{number:x}] [{number:#o}] [{number:#010b}]")
print(f"{1234567:,} {1234567:_} {0xABCDEF:_x} {12:c}".replace("\x0c", "FF"), f"{10 ** 20:,} {-5:=+6} {5:>+4}")
print(f"{ratio:.2f} {ratio:8.3f} {ratio:<8.1f}| {ratio:e} {ratio:.3E} {ratio:g} {ratio:.3g} {ratio:%} {ratio:.0f} {1e10:g} {1e-5:g}")
print(f"{1234.5:,.2f} {float('inf'):5} {float('nan'):.1f} {-0.0:.1f} {0.1:.20f} {1e22:f} {2.5:.0f} {1.0:} {1e6:n}")
width, digits = 10, 3
print(f"[{ratio:{width}.{digits}f}] [{name:{'>'}{width}}]", f"{{}} {{{number}}}", f"{'nested ' + f'{number:>{width // 2}}'}")
print(f"{None} {True:5} {[1, 'a']} {(1,)} { {1: 2} }", f"{number:}", f"{'a' if number > 3 else 'b'}")
for spec in ("d", "z", "5.2d"):
    try:
        format("text" if spec != "5.2d" else 5, spec)
    except ValueError as error:
        print(error)
