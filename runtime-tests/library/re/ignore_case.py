# Case, also outside of ASCII.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'abc', 'xABc', re.I)
show(r'[a-c]+', 'xABC', re.I)
show(r'\u0436', '\u0416', re.I)
show(r'[\u0430-\u044f]+', '\u0416\u0437', re.I)
show(r'k', '\u212a', re.I)
show(r'k', '\u212a', re.I | re.A)
show(r'\u017f', 'S', re.I)
show(r's', '\u017f', re.I)
show(r'\xb5', '\u03bc', re.I)
show(r'\u03c3', '\u03c2\u03a3', re.I)
show(r'(a)\1', 'aA', re.I)
show(r'(\u0436)\1', '\u0436\u0416', re.I)
show(r'[^a]', 'Ab', re.I)
show(r'\xdf', '\u1e9e', re.I)
show(r'i', '\u0130', re.I)
show(r'\u0131', 'I', re.I)
show(r'[A-Z]', '\u212a', re.I)
show(r'[\u0410-\u042f]', '\u0436', re.I)
show(r'\U00010400', '\U00010428', re.I)
show(r'[^\u0436]', '\u0416x', re.I)
show(r'\ufb05', '\ufb06', re.I)
show(r'a*?B', 'AAb', re.I)
show(r'\xe9', '\xc9', re.I)
show(r'\xe9', '\xc9', re.I | re.A)
show(r'[\xe0-\xff]+', '\xc9\u0178', re.I)
