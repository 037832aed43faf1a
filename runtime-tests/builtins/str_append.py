# Strings built by many concatenations, and what was made of them on the way.
text = ""
kept = []
for i in range(3000):
    text += chr(97 + i % 26)
    if i % 500 == 250:
        kept.append(text)
print(len(text), text[:30], text[-5:], hash(text) == hash("".join(list(text))))
print([len(k) for k in kept], all(text.startswith(k) for k in kept))

# Two strings that grow from the same one.
left = kept[2] + "L"
right = kept[2] + "R"
print(left[-3:], right[-3:], left[:-1] == right[:-1] == kept[2], left != right)
a = text + "x"
b = a + "1" * 3
c = a + "2" * 3
b += "!"
c += "?"
print(a[-2:], b[-5:], c[-5:], len(b), len(c))

# Wider characters behind narrow ones, and narrow ones behind wide ones.
wide = text
for part in ("\xe9", "abc", "\u20ac", "d\xe9", "\U0001f600", "\u20acz", "end"):
    wide += part
    wide += part
print(ascii(wide[3000:]), wide.isascii(), text.isascii(), len(wide))
print(wide.encode()[-12:], wide.find("\u20acz"), wide.count("abc"))

# As a key, an attribute, an identifier; compared, searched, sliced, formatted.
table = {text: 1}
print(table["".join(text)], text in table, text + "" is text or text + "" == text)
class Box: pass
box = Box()
setattr(box, text, 5)
print(getattr(box, text), list(box.__dict__)[0] == text)
print(text < text + "a", f"{text:.5}", text.upper()[:5], text.replace("a", "")[:5], len(text.split("z")))
copy = text
copy += copy
copy += copy
print(len(copy), copy == text * 4)

class Text(str): pass
own = Text(text)
own += "tail"
own += "tail"
print(type(own), len(own), own[-8:])
