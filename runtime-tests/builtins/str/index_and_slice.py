# Indexing and slicing, also beyond ASCII.
for text in ("hello", "héllo wörld", "日本語テキスト", "a😀b😀c"):
    print(len(text), text[0], text[-1], text[1:3], text[::-1], text[::2], text[-3:], text[:-2], text[5:1], text[10:20] == "")
for index in (5, -6):
    try:
        "hello"[index]
    except IndexError as error:
        print(error)
try:
    "hello"["1"]
except TypeError as error:
    print(error)
try:
    "hello"[0] = "j"
except TypeError as error:
    print(error)
print("hello"[slice(1, 4)], "hello"[True], [c for c in "añ😀"], "abc"[-100:100:2])
