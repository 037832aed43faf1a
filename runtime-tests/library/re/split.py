# split with limits and groups.
import re


print(re.split(',', 'a,b,,c'), re.split(',', 'a,b,c', maxsplit=1), re.split('(,)', 'a,b'), re.split('(a)|b', '1a2b3'), re.split('x', 'abc'), re.split('x', ''))
print(re.split(r'\s*[,;]\s*', 'a , b;c ;d'), re.split('(?:,)', ',a,'), re.split(r'(-)|(\+)', '1-2+3'), re.compile('b').split('abc', maxsplit=0), re.compile('b').split('abcb', maxsplit=-1))
print(ascii(re.split('\u0436', 'a\u0436b\u0436')), re.split(b',', b'a,b'), re.split('(?i)X', 'axbXc'), re.split('(?<=a)', 'aaba'), re.split(r'$', 'a\n'))
