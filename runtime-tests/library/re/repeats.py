# Greedy and lazy repetitions with limits.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'a{2}', 'aaa')
show(r'a{2,}', 'aaaa')
show(r'a{,2}', 'aaaa')
show(r'a{1,3}?', 'aaa')
show(r'a{0}', 'a')
show(r'(?:ab){2,3}', 'abababab')
show(r'(?:ab){2,3}?', 'abababab')
show(r'(?:a|b){3}c', 'abac')
show(r'(?:a?){3}b', 'ab')
show(r'(?:a*?b)*?c', 'abaabc')
show(r'x*', 'aax')
show(r'(?:x{2}){2}', 'xxxxx')
show(r'.*?b', 'aab')
show(r'.+?', 'ab')
show(r'a{', 'a{')
show(r'a{x}', 'a{x}')
show(r'a{,}', 'aaa')
show(r'(?:a{2,3}b?){2}', 'aaaaab')
show(r'(?:(?:ab?)+?c){2}', 'abacac')
show(r'(a{1,2}?)*b', 'aaab')
print(re.fullmatch('a{60000}', 'a' * 60000) is not None, re.fullmatch('(?:ab){5000}', 'ab' * 5000) is not None)
print(re.match('(?:a|b)*', 'ab' * 50000).end(), re.match('(?:a|b)*?c', 'ab' * 50000 + 'c').end())
print(re.match('(?:(?:a)*b?)*', 'aab' * 20000).end(), re.fullmatch('.{3,4294967294}', 'abcd'))
for pattern in ('a{2,1}', 'a{4294967296}', 'a**', '*a', 'a{1,2}{3}', '(?:a*)*+*', 'a{99999999999999999999}'):
    try:
        re.compile(pattern)
    except (re.error, OverflowError) as error:
        print(pattern, type(error).__name__, error)
