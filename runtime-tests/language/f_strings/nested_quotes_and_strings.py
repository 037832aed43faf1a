words = ["a", "b"]
print(f"{", ".join(words)}")
print(f'{f"{f'{1 + 1}'}"}')
print(f"{f"{f"{f"{f"{f"{1+1}"}"}"}"}"}")
print(f"{'\n'.join(words)!r}")
print(f"{"a" "b"}", f"{'''x'''}", f"{rb'\n'}")
print(f"{ {'k': 1}['k'] } {(lambda x: x * 2)(3)} {[i for i in range(3)]}")
print(f"""{
    words[0]  # comment
    + words[1]
}""")
print(f"a{{b}}c{{{1}}}", f"{{}}", f"}}{{")
print(f'''{"""triple"""}''')
