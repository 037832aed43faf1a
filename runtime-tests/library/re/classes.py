# Sets and categories of characters.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'[a-c]+', 'xabcd')
show(r'[^a-c]+', 'abxyc')
show(r'[]a]+', 'x]a')
show(r'[^]]', ']a')
show(r'[a\-c]+', 'a-cb')
show(r'[-a]+', 'b-a')
show(r'[\d\s]+', 'a1 2b')
show(r'[^\d\s]+', '1 ab2')
show(r'[\W]', 'a-')
show(r'\D+', '12ab')
show(r'[\u0430\u0431x]+', 'y\u0431x\u0430')
show(r'[^\u0430]', '\u0430\u0431')
show(r'[\u0400-\u04ff\U0001f600-\U0001f64f]+', 'a\u0436\U0001f601')
show(r'[\x00-\x1f]', 'a\t')
show(r'\w+', '\xaa\u0663_x')
show(r'\s+', 'a\xa0\u2003\x1cb')
show(r'(?a)\s+', '\xa0 \t')
show(r'(?a)\w+', '\xe9a')
show(r'[\b]', 'a\b')
show(r'.', '\n\u2028')
show(r'[a-]', '-')
show(r'[0-9A-Fa-f]{4}', 'x00fF')
show(r'[\ud800-\udfff]', 'a\udc80')
show(r'[^\ud800-\udfff]+', '\udc80ab')
show(r'[\u4e00\u5e00\u6e00-\u6eff\u0101]+', '\u0101\u6e10\u4e00')
