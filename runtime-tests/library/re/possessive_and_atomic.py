# Possessive repetitions and atomic groups give nothing back.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'a*+a', 'aaa')
show(r'a++b', 'aaab')
show(r'a?+a', 'a')
show(r'a{1,2}+a', 'aaa')
show(r'a{1,2}+a', 'aa')
show(r'(?>a*)a', 'aa')
show(r'(?>a|ab)c', 'abc')
show(r'(?>ab|a)c', 'abc ac')
show(r'(?>(a+)b)c', 'aabc')
show(r'(?:ab)*+a', 'ababa')
show(r'(?:ab)*+ab', 'abab')
show(r'(?:a|ab){2}+c', 'ababc')
show(r'(?:(?:.){1,2})*+c', 'aabbcc abc')
show(r'(?>|a)b', 'ab')
show(r'(?>a??)b', 'ab')
show(r'(?:(a)|b)*+', 'abab')
show(r'(?:)*+x', 'x')
show(r'(?:a*?)++b', 'aab')
show(r'(?>(?>a+)b)+', 'aabab')
show(r'(?i:A)*+b', 'aAb')
show(r'[^\n]*+\n', 'abc\n')
