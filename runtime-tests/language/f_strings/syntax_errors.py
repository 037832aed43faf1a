# What f-strings refuse when they are compiled.
for source in ["f'{}'", "f'{a'", "f'a}'", "f'{a!x}'", "f'{a!}'", "f'{lambda x: 1}'", "f'{*a}'", "f'{a:{b:{c:{d}}}}'", "f'{!r}'", "f'{a!r x}'", "f'{'", "f'{:x}'", "f'{a=!r:>5}'", "f'{yield}'", "f'{a[}'", "f'{(a}'"]:
    try:
        compile(source, "s", "eval")
        print(source, "fine")
    except SyntaxError as e:
        print(source, "|", e.msg)
