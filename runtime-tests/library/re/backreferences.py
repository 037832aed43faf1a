# References to groups.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'(\w+) \1', 'the the')
show(r'(a)?\1b', 'b')
show(r'(a*)b\1', 'aabaa')
show(r'(?P<n>.)(?P=n)', 'abb')
show(r'(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\10', 'abcdefghijj')
show(r'(a)\01', 'a\x01')
show(r'\141', 'a')
show(r'(.+)\1+$', 'xabcabcabc')
show(r'()\1', 'a')
show(r'(?:(a)|b)\1', 'ba')
show(r'^(.*)\n\1$', 'ab\nab')
show(r'(\u0436+)-\1', '\u0436\u0436-\u0436')
