# Numbered, named and nested groups, also in loops.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'(a)(b)?(c)', 'ac')
show(r'((a)(b(c)))', 'abc')
show(r'(?P<x>a)(?P=x)', 'aa')
show(r'(a|b)*', 'abab')
show(r'(?:(a)|b)*', 'ab')
show(r'(?:(a)|(b))+', 'abba')
show(r'(a)|(b)|(c)', 'xc')
show(r'((a)|b)*c', 'abbc')
show(r'(a*)*', 'aa')
show(r'(a*)+b', 'aab')
show(r'(?:(x)|(y)|z)*w', 'xyzw')
show(r'(.)(.)\2\1', 'xabbay')
show(r'(a(b)?)+', 'aba')
show(r'(?:(a)?b)*', 'abb')
show(r'()', '')
show(r'(()())', 'a')
m = re.match(r'(?P<first>\w+) (?P<second>\w+)?(x)?', 'one two')
print(m.groupdict(), m.groupdict('none'), m.groups(0), m.lastgroup, m['first'], m[2], m.group('first', 2, 'second'))
print(m.re.groupindex, m.re.groups, m.start('second'), m.end(2), m.span('second'), m.start(3), m.span(3), m.regs)
for key in (4, -1, 'third', 1.5, None, 10**30):
    try:
        print(m.group(key))
    except IndexError as error:
        print(key, error)
try:
    m.re.groupindex['x'] = 1
except TypeError as error:
    print(error)
