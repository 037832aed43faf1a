# str.format with attributes, items, nesting and automatic numbers.
class A:
    x = {"k": [10, 20], "0": "zero"}
print("{} {} {}".format(1, "b", None), "{1} {0} {1}".format("a", "b"), "{a} {b}".format(a=1, b=2), "{0.x[k][1]} {0.x[0]}".format(A()) if False else "{0.x[k][1]}".format(A()))
print("{:>5}|{:<5}|{:^5}|{:*^7}|{:05d}|{:+}|{:,}|{:_}|{:%}|{:.2%}".format(1, 2, 3, 4, 5, 6, 1234567, 1234567, 0.5, 0.12345))
print("{:{}}|{:{w}.{p}}|{0!r:>4}".format("a", 4, w=6, p=2) if False else "{:{}}|".format("a", 4) + "{0:{w}.{p}}|{0!r:>6}".format("abc", w=6, p=2))
print("{{}} {{{}}}".format(1), "{!s} {!r} {!a}".format("é", "é", "é"), "{0[0]}{0[1]}".format("ab"), "{[k]}".format({"k": 1}))
print("{:x} {:X} {:#x} {:b} {:#b} {:o} {:c} {:e} {:g} {:n}".format(255, 255, 255, 5, 5, 8, 65, 12345.6, 0.00001, 1000))
for f, a, k in (("{", (), {}), ("}", (), {}), ("{0} {}", (1, 2), {}), ("{} {0}", (1, 2), {}), ("{}", (), {}), ("{a}", (), {}), ("{0.y}", (A(),), {}), ("{0[z]}", ({},), {}), ("{0[5]}", ([],), {}), ("{!x}", (1,), {}), ("{!}", (1,), {}), ("{:d}", ("a",), {}), ("{0[}", ([],), {}), ("{0.}", (1,), {}), ("{:{:{}}}", (1, 2, 3), {}), ("{!rr}", (1,), {}), ("{a.b}", (), {"a": 1}), ("{0[a]}", ([1],), {}), ("{-1}", (1,), {})):
    try: print(f.format(*a, **k))
    except Exception as e: print(f, type(e).__name__, e)
print("{a}{b}".format_map({"a": 1, "b": 2}), type("M", (dict,), {"__missing__": lambda s, k: k.upper()})(x=1) and "{q}".format_map(type("M", (dict,), {"__missing__": lambda s, k: k.upper()})()))
