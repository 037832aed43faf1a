# sub and subn with texts, templates and functions.
import re


print(re.sub('a', 'b', 'banana'), re.sub('a', 'b', 'banana', count=2), re.subn('a', '', 'banana'), re.sub('x', 'y', 'banana'))
print(re.sub(r'(\w)(\w)', r'\2\1', 'abcde'), re.sub(r'(?P<x>a)', r'<\g<x>\g<1>\g<0>>', 'bab'), re.sub('(a)|b', r'[\1]', 'ab'))
print(ascii(re.sub('a', r'\n\t\\', 'a')), re.sub('a', r'\g<0>0', 'a'), ascii(re.sub('a', r'\101', 'a')))
print(re.sub('.', lambda m: m.group().upper() * 2, 'abc'), re.sub('b', lambda m: '', 'abc'), re.sub('(.)', lambda m: hex(ord(m[1])), 'a\u0436'))
print(ascii(re.sub('a', '\u0436', 'bab')), ascii(re.sub('\u0436', 'a', 'x\u0436\U0001f600')), ascii(re.sub('\U0001f600', '', 'a\U0001f600b\u0436')), re.sub('b', 'c', 'aba\xe9').encode('latin-1'))
text = 'unchanged'
print(re.sub('x', 'y', text) is text, re.subn('x', 'y', text), re.sub('(?i)A', r'\\', 'xay'))
print(re.compile('a').sub(repl='b', string='aaa', count=1), re.sub('a', r'\g<00>', 'a'))


class Text(str):
    pass


print(type(re.sub('x', 'y', Text('abc'))), type(re.sub('b', 'y', Text('abc'))), re.sub('b', Text('z'), 'abc'), re.sub('b', lambda m: None, 'abc'))
for repl in (r'\2', r'\g<2>', r'\g<x>', r'\g<', r'\g', r'\g<>', r'\q', r'\400', r'\g<1a>', r'\g<-1>', '\\', 5, b'x', None):
    try:
        print(re.sub('(a)', repl, 'bab'))
    except (re.error, IndexError, TypeError) as error:
        print(repl, type(error).__name__, error)
for repl in (lambda m: 5, lambda m: b'x', lambda m: 1 / 0):
    try:
        print(re.sub('a', repl, 'ba'))
    except (TypeError, ZeroDivisionError) as error:
        print(type(error).__name__, error)
m = re.match('(?P<x>a)(b)?', 'ac')
print(m.expand(r'\1-\2-\g<x>'), m.expand('plain'), m.expand(r'\n') == '\n')
