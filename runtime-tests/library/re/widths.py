# Subjects of one, two and four bytes a character.
import re


for text in ('abc xbd', 'abc \u0436bd', 'abc \U0001f600bd', '\xe9bc \xffbd'):
    print(ascii(re.findall('.b', text)), ascii(re.sub('b.', '!', text)), ascii(re.search(r'\S+$', text).group()), ascii(re.split(' ', text)), re.search('bd', text).span(), re.search('[c-d]$', text).span(), re.search('\u0436', text), re.search('\U0001f600', text))
    print(ascii(re.findall(r'\w+', text)), ascii(re.findall(r'[^a-z ]', text)), re.search('zz', text), re.search('b.*?b', text).span(), re.search('(?i)BD', text).span(), ascii(re.match('(.)[^ ]* (.)', text).groups()))
