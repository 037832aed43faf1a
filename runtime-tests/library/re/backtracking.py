# Much backtracking on little text.
import re


print(re.match('(a+)+b', 'a' * 14), re.match('(?:a|a)*b', 'a' * 12), re.match('(a*)*b', 'a' * 12), re.match('(?:a?){12}a{12}', 'a' * 12))
print(re.match(r'^(\w+\s?)*$', 'ab cd ef gh!'), re.match('(x+x+)+y', 'x' * 12), re.match('(.*)(.*)(.*)z', 'a' * 20))
print(re.match('(?:(?:a{1,3}){1,3}){1,3}$', 'a' * 20).end(), re.match('(?:(?:a{1,3}){1,3}){1,3}$', 'a' * 28))
print(re.search('(?:.*,){5}x', 'a,b,c,d,e,f,x'), re.fullmatch('(?:a|ab)(?:c|bcd)(?:d*)', 'abcd'), re.fullmatch('(?:a|ab|abc)*d', 'abcabad'))
print(len(re.findall('(?:a|aa)+?b', 'aaab' * 50)), re.search('(a?)*?b\\1', 'aabaa'), re.search(r'(?s)(<(\w+)>.*?</\2>)+', '<a><b>x</b></a><c></c>').groups())
