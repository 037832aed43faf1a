# Patterns that are refused.
for body in ["case x: pass\n case y: pass", "case x | y: pass", "case [*a, *b]: pass", "case {**a, 'x': 1}: pass", "case {'a': 1, 'a': 2}: pass", "case A(x=1, x=2): pass", "case [x, x]: pass", "case f'a': pass", "case 1 + 1: pass", "case -x: pass", "case (x as _): pass", "case *a: pass", "case {x: 1}: pass", "case (1 as y) | 2: pass", "case [a] | (a, ): pass", "case 1j + 1: pass"]:
    try:
        compile("match v:\n " + body, "s", "exec")
        print(body.replace("\n", ";"), "| fine")
    except SyntaxError as e:
        print(body.replace("\n", ";"), "|", e.msg)
