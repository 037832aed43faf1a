# Flags inside of patterns, for all or for a part.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'(?i)abc', 'ABC')
show(r'a(?i:b)c', 'aBc')
show(r'a(?i:b)c', 'aBC')
show(r'(?i)a(?-i:b)c', 'AbC')
show(r'(?i)a(?-i:b)c', 'ABC')
show(r'(?s:.)(.)', '\nx')
show(r'(?s:.).', '\n\n')
show(r'(?m:^)a', 'b\na')
show(r'(?x: a b )c', 'abc')
show(r'(?a:\w)\w', '\u0436\u0436 a\u0436')
show(r'(?i:(?-i:a)b)', 'aB')
show(r'(?x) a # comment\n b', 'ab')
show(r'(?x)[ #]\ ', '# ')
show(r'(?im)^b', 'a\nB')
show(r'(?u)\w', '\u0436')
show(r'(?s-i:.a)', '\na')
for pattern in ('a(?i)b', '(?i', '(?z)a', '(?-i)a', '(?i-i:a)', '(?au)a', '(?L)a', '(?-u:a)', '(?i-:a)', '(?u:(?a:x))', '(?t)', '(?'):
    try:
        print(pattern, re.compile(pattern).flags)
    except re.error as error:
        print(pattern, error, error.pos)
print(repr(re.compile('(?imsx)a')), repr(re.compile('a', re.A)), repr(re.compile(b'a', re.L)), repr(re.compile('a' * 300)), re.compile('a').flags, re.compile(b'a').flags)
