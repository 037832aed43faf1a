# find, index, count, replace, startswith, endswith, remove.
text = "the cat sat on the mat"
print(text.find("at"), text.find("at", 6), text.find("dog"), text.rfind("the"), text.index("cat"), text.count("at"), text.count(""))
print(text.replace("the", "a"), text.replace("t", "", 2), text.replace("", "-", 3), "aaa".replace("aa", "b"))
print(text.startswith("the"), text.startswith(("a", "th")), text.endswith("mat"), text.startswith("cat", 4), text.endswith("cat", 0, 7))
print("prefix_name".removeprefix("prefix_"), "name.py".removesuffix(".py"), "abc".removeprefix("x"))
try:
    text.index("dog")
except ValueError as error:
    print(error)
print("ñandú".find("ú"), "日本語".index("語"), "a😀b".find("b"), "x".find("", 1), "x".find("", 2))
