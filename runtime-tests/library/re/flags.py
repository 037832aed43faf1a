# The flags as an enumeration.
import re


print(re.I | re.M, repr(re.I), re.IGNORECASE is re.I, int(re.S | re.X), re.RegexFlag(10), ~re.I & re.M, re.NOFLAG, repr(re.compile('a', re.I | re.S).flags), re.compile('a', 2))
print(re.search('a.b', 'A\nB', re.I | re.S), re.search('(?i)a', 'A', re.M).re.flags, re.compile('', re.A | re.I).flags, re.compile('a b # c', re.X).search('ab'))
for flags in (re.A | re.U, re.L, 'x'):
    try:
        print(re.compile('a', flags))
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
