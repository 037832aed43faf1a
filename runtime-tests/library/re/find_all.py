# findall, finditer and scanners.
import re


print(re.findall('a.', 'abacad'), re.findall('(a)(.)', 'abacad'), re.findall('(a)|(b)', 'ab'), re.findall('(x)?a', 'axa'), re.findall('z', 'abc'))
for m in re.finditer(r'(\w)(\d)?', 'a1b'):
    print(m, m.groups(), m.lastindex)
p = re.compile(r'\d+')
print(p.findall('12 345 6', 1), p.findall('12 345 6', 1, 5), [m.group() for m in p.finditer('12 345', 1)], p.findall(string='7', pos=0))
s = p.scanner('1a23')
print(s.match(), s.match(), s.match(), s.pattern is p)
s = p.scanner('1a23', 1)
print(s.search(), s.search(), s.search())
it = re.finditer('a', 'aa')
print(iter(it) is it, next(it).span(), next(it).span(), next(it, None), next(it, None))
tokens = re.compile(r'(?P<number>\d+)|(?P<name>[a-z]\w*)|(?P<op>[-+*/()])|(?P<skip>\s+)|(?P<bad>.)')
print([(m.lastgroup, m.group()) for m in tokens.finditer('x1 + 42*(y - 7) ?') if m.lastgroup != 'skip'])
print(re.Scanner([(r'\d+', lambda s, t: int(t)), (r'\w+', lambda s, t: t), (r'\s+', None)]).scan('ab 12 c3 !'))
