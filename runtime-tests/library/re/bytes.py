# Patterns of bytes, and bytes-like subjects.
import re


print(re.findall(b'a.', b'abacad'), re.match(rb'(\w+)\s', bytearray(b'ab cd')).group(1), re.sub(b'a', b'b', b'banana'), re.split(b'-', memoryview(b'a-b')))
print(re.search(rb'\xff+', b'a\xff\xff').span(), re.search(rb'[\x80-\xff]', b'a\xe9'), re.search(rb'\w', b'\xe9'), re.search(rb'(?i)A', b'xa'), re.search(rb'(?L)a', b'a'), re.search(rb'(?Li)A', b'a'))
print(re.sub(rb'(.)', rb'<\1>', b'ab'), re.sub(b'a', lambda m: b'[' + m[0] + b']', bytearray(b'banana')), type(re.sub(b'x', b'y', bytearray(b'ab'))), re.compile(b'a'), re.match(b'a', b'ab'))
print(re.sub(b'a', bytearray(b'x'), b'aa'), re.sub(b'a', bytearray(rb'\n'), b'aa'), re.sub(b'a', memoryview(b'zz'), b'ba'))
for pattern, text in (('a', b'a'), (b'a', 'a'), ('a', 5), (b'a', None), ('a', ['a'])):
    try:
        re.search(pattern, text)
    except TypeError as error:
        print(error)
try:
    re.sub(b'a', 'b', b'aa')
except TypeError as error:
    print(error)
data = bytearray(b'abc')
for m in re.finditer(b'.', data):
    print(m.group())
data += b'grows'
print(re.match(b'abc', data), re.compile(b'(?P<n>a)').groupindex, re.escape(b'a.b\xff'))
