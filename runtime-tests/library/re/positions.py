# Anchors and word boundaries.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'^b', 'a\nb')
show(r'(?m)^b', 'a\nb')
show(r'a$', 'a\n')
show(r'a$', 'a\n\n')
show(r'(?m)a$', 'a\nb')
show(r'a\Z', 'a\n')
show(r'\Ab', 'ab')
show(r'\bfoo\b', 'a foo.')
show(r'\Boo\b', 'foo')
show(r'\b\u0436', 'a \u0436')
show(r'(?a)\b\u0436', 'a \u0436')
show(r'(?a)\B\u0436', 'a \u0436')
show(r'\d\b', '\u0663x \u0663')
show(r'a\z', 'a')
p = re.compile('^b|(?<=a)c|\\Bd')
print(p.search('ab', 1), p.match('ab', 1), p.search('ac', 1), p.search('ad', 1), p.search('abc', 0, 1))
p = re.compile('b$')
print(p.search('abc', 0, 2), p.search('abc', 5), p.search('abc', -5, -1), p.search('ab', 1, 99), p.fullmatch('abc', 1, 2), p.match('abc', 2, 1))
m = re.compile('b').search('abc', 1, 10)
print(m.pos, m.endpos, m.string, m.re)
