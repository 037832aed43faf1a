# Branches, where the first that leads to a match is taken.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'a|ab|abc', 'abc')
show(r'(?:a|ab|abc)$', 'abc')
show(r'abc|abd|x', 'abd')
show(r'(?:ab|ac|b)+', 'acbab')
show(r'(a|b|)c', 'c')
show(r'foo|foobar', 'foobar')
show(r'(?:foo|foobar)\b', 'foobar')
show(r'[a-c]|d', 'xd')
show(r'(?i:AB|cd)', 'xCD')
show(r'|a', 'a')
show(r'(?:\u0436|a)b', '\u0436b')
show(r'a(?:b|c(?:d|e(?:f|g)))h', 'acegh')
show(r'(?:x|y)(?:z|)', 'y')
show(r'^a|b$', 'cb')
words = [a + b + c for a in 'xyz' for b in 'pqr' for c in 'stu']
p = re.compile(r'\b(?:' + '|'.join(words) + r')\b')
print(p.findall(' '.join(words[::-3]) + ' xxx zru'), re.findall('|'.join(words[:4]), 'xpsxptxpuxqs'))
