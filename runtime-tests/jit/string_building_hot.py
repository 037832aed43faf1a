# Strings in hot loops: indexing, comparing, formatting, building.
def caesar(text, shift):
    out = []
    for ch in text:
        if "a" <= ch <= "z":
            out.append(chr((ord(ch) - 97 + shift) % 26 + 97))
        else:
            out.append(ch)
    return "".join(out)
text = "the quick brown fox, " * 100
print(caesar(text, 3)[:21], caesar(caesar(text, 5), 21) == text, caesar("añb", 1))
def count_vowels(text):
    n = 0
    for i in range(len(text)):
        if text[i] in "aeiou":
            n += 1
    return n
print(count_vowels(text), count_vowels("日本é" * 100))
def labels(n):
    out = ""
    for i in range(n):
        out += f"{i % 10}{'x' if i % 2 else 'y'}"
        if len(out) > 40:
            out = out[-20:]
    return out
print(labels(3000))
def palindrome(s):
    i, j = 0, len(s) - 1
    while i < j:
        if s[i] != s[j]:
            return False
        i, j = i + 1, j - 1
    return True
print(sum(palindrome(str(n)) for n in range(3000)), palindrome("été"), palindrome(""))
def parse(text):
    value = 0
    for ch in text:
        if not ch.isdigit():
            raise ValueError(f"bad {ch!r}")
        value = value * 10 + int(ch)
    return value
print(sum(parse(str(n)) for n in range(1000)), parse("9" * 30))
try:
    parse("12x")
except ValueError as error:
    print(error)
