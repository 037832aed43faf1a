# escape and the verbose mode.
import re


text = ''.join(map(chr, range(128)))
print(ascii(re.escape(text)), re.fullmatch(re.escape(text), text) is not None, re.escape('a\u0436.'), re.escape(''))
print(re.compile(r"""
    (?P<sign> [-+] )?      # sign
    (?P<whole> \d+ )       # digits
    (?: \. (?P<part>\d*) )?
    [ ]\#
""", re.VERBOSE).match('-12.5 #').groupdict())
print(re.findall(r'\x41\u0042\103\t\\', 'ABC\t\\'), re.match(r'\.\-/', '.-/'))
