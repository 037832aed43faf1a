# split, rsplit, splitlines, partition, join.
print("a b  c".split(), " a  b ".split(), "a,b,,c".split(","), "a,b,c".split(",", 1), "a,b,c".rsplit(",", 1), "".split(), "".split(","))
print("one\ntwo\r\nthree\n".splitlines(), "one\ntwo\n".splitlines(True), "a--b--c".split("--"), "  x y z".split(None, 1))
print("key=value=x".partition("="), "key=value=x".rpartition("="), "none".partition("="), "none".rpartition("="))
print(", ".join(["a", "b"]), "".join("xyz"), "-".join(str(n) for n in range(5)), "x".join([]), "x".join(["solo"]))
for act in (lambda: ",".join(["a", 1]), lambda: ",".join(5), lambda: "a".split("")):
    try:
        act()
    except (TypeError, ValueError) as error:
        print(error)
