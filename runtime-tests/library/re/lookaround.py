# Assertions forward and back, with groups inside.
import re


def show(pattern, text, flags=0):
    found = re.search(pattern, text, flags)
    if found is None:
        print(ascii(pattern), ascii(text), None)
    else:
        print(ascii(pattern), ascii(text), found.span(), ascii(found.group()), ascii(found.groups()), found.lastindex)


show(r'(?<=abc)def', 'abcdef')
show(r'(?<=-)\w+', 'spam-egg')
show(r'(?<!-)\b\w+', '-spam egg')
show(r'a(?=b(c)?)', 'abc')
show(r'a(?!b(c)?)', 'abc ac')
show(r'(?<=(a))b\1', 'aba')
show(r'(?<=^a)b', 'ab')
show(r'(?<=a|b)c', 'xcbc')
show(r'(?<!ab)c', 'c')
show(r'(?=(\w+))\1:', 'abc:')
show(r'(?!.*x)ab', 'abx ab')
show(r'(?<=(?=ab))a', 'ab')
show(r'(?:(?=(a))a)+b', 'aaab')
show(r'(?=a*)', 'b')
show(r'(?<=a)(?=b)', 'aabb')
show(r'\b(?!un)\w+', 'undo redo')
show(r'(?<![a-z]\d)x', 'a1x b2y 12x')
