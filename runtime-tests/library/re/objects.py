# Patterns and matches as objects.
import re

import copy
import weakref

p = re.compile('(?P<x>a)(b)?', re.I)
m = p.match('ac')
print(p == re.compile('(?P<x>a)(b)?', re.I), p != re.compile('(?P<x>a)(b)?'), hash(p) == hash(re.compile('(?P<x>a)(b)?', re.I)), p == 1, re.compile('a') == re.compile(b'a'))
print(copy.copy(p) is p, copy.deepcopy(p) is p, copy.copy(m) is m, copy.deepcopy([m])[0] is m, weakref.ref(p)() is p)
print(type(p), type(m), p.pattern, p.flags, p.groups, dict(p.groupindex), bool(m), m, repr(p))
print(re.Pattern[str], re.Match[bytes], isinstance(p, re.Pattern), isinstance(m, re.Match))
for make in (lambda: re.Pattern(), lambda: re.Match(), lambda: p.match(), lambda: p.match('a', 'b'), lambda: p.match(strin='a'), lambda: m.group(1, 5),
             lambda: p.search('a', pos=None), lambda: m.start(1, 2)):
    try:
        print(make())
    except (TypeError, AttributeError, IndexError) as error:
        print(type(error).__name__, error)
print(re.compile('a') is re.compile('a'), {p: 1}[re.compile('(?P<x>a)(b)?', re.I)])
re.purge()
print(re.compile('(?P<x>a)(b)?', re.I) == p, m.string, m.re is p, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs)
