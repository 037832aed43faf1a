# Long subjects and deeply nested patterns do not overflow.
import re


n = 100000
print(re.match('(?:a|b)*c', 'ab' * n), re.match('(?:(a)|b)*', 'ab' * n).group(1), re.match('(?:.|\n)*?c', 'ab' * n + 'c').end(), re.match('(?:ab)*+', 'ab' * n).end())
print(re.search('x', 'a' * n), re.search('ax', 'a' * n + 'x').span(), len(re.split('b', 'ab' * n)), len(re.sub('a', 'bb', 'a' * n)), re.search('(?:a|b|\u0436)*$', 'ab' * n + '\u0436').span())
print(re.match('(' * 80 + 'a' + ')' * 80, 'a').groups() == ('a',) * 80, re.match('(?:' * 80 + 'a' + ')?' * 80, 'a'), re.match('(?=' * 60 + 'a' + ')' * 60, 'a'))
print(re.match('|'.join(f'w{i}' for i in range(2000)), 'w1999'), re.match(''.join(f'(?P<g{i}>.)' for i in range(150)), 'x' * 150).lastgroup)
