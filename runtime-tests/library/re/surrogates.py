# Lone surrogates are ordinary characters.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show('\udc80', 'a\udc80b')
show('[\ud800-\udbff][\udc00-\udfff]', 'x\ud83d\ude00')
show('(.)', '\udc80')
show(r'\ud83d', '\ud83d\ude00')
show('.', '\U0001f600')
show(r'\w', '\udc80a')
show(r'(\udc80)\1', '\udc80\udc80')
print(ascii(re.sub('\udc80', '?', 'a\udc80b')), ascii(re.sub('b', '\udc80', 'abc')), ascii(re.split('\ud800', 'a\ud800b')))
