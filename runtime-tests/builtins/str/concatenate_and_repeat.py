# Joining, repeating, comparing.
text = ""
for n in range(20):
    text += str(n)
print(text, len(text))
print("ab" * 3, 3 * "ab", "ab" * 0, "ab" * -1, "a" "b" 'c', "-" * 10)
print("abc" < "abd", "abc" < "abcd", "Z" < "a", "é" > "z", "" < "a", "abc" == "abc", "abc" != "ABC")
print("b" in "abc", "" in "abc", "bc" in "abc", "cb" in "abc", "x" not in "abc")
for act in (lambda: "a" + 1, lambda: 1 + "a", lambda: "a" * "b", lambda: "a" < 1, lambda: 1 in "a"):
    try:
        act()
    except TypeError as error:
        print(error)
