# Conditional groups.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'(\()?a(?(1)\))', '(a)')
show(r'(\()?a(?(1)\))', 'a)')
show(r'^(\()?a(?(1)\)|b)$', 'ab')
show(r'^(\()?a(?(1)\)|b)$', '(ab')
show(r'(?P<q>[\x27\x22])?x(?(q)(?P=q)|y)', '\"x\"')
show(r'(?P<q>[\x27\x22])?x(?(q)(?P=q)|y)', 'xy')
show(r'(a)?(?(1)b|c)(?(1)d|e)', 'abd ce')
show(r'(a)?(b)?(?(1)(?(2)x|y)|z)', 'abx')
show(r'(a)?(b)?(?(1)(?(2)x|y)|z)', 'ay')
show(r'(a)?(b)?(?(1)(?(2)x|y)|z)', 'z')
show(r'(?:(a)|b)(?(1)A|B)+', 'bBB')
show(r'(a)?(?(1)|b)c', 'bc')
show(r'(?:(a)?(?(1)b|c))*$', 'abcab')
