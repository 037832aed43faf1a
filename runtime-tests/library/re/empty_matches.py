# Patterns that match nothing.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'', '')
show(r'', 'abc')
show(r'\b', 'a b')
show(r'\B', '')
show(r'\b', '')
show(r'$', 'a\n')
show(r'(?m)^', '\n')
show(r'(?:)*', 'a')
show(r'(|a)+', 'aa')
show(r'(a|)+', 'aa')
show(r'(?:a?)*?b', 'aab')
print(re.findall(r'\b', 'one two'), re.findall('x*', 'axxb'), re.findall('(?=a)', 'aaba'), re.findall('a|', 'ab'), re.findall('|a', 'ab'))
print(re.split('x*', 'axbc'), re.split('(x*)', 'axbc'), re.split(r'\b', 'Words, words.'), re.split('', 'ab'), re.split('(?=b)', 'abab'))
print(re.sub('x*', '-', 'abxd'), re.sub('', '-', 'ab'), re.sub(r'\b', '|', 'one two'), re.sub('a*?', '.', 'baac'), re.sub('(?m)^', '> ', 'a\nb\n'))
print([m.span() for m in re.finditer('a*', 'baac')], [m.span() for m in re.finditer('|ab', 'abab')], [m.span() for m in re.finditer('a??', 'aa')])
print(re.subn('x*', '', 'axb', count=2), re.sub('(?=b)|b', '<>', 'abb'))
