# The order in which the parts of comprehensions are evaluated.
def t(label, value):
    print(label, end=" ")
    return value
print([t("e", i) for i in t("it", [1, 2]) if t("if", i > 1)])
print({t("k", i): t("v", -i) for i in t("it", [1, 2])})
print({t("e", i % 2) for i in t("it", range(3))})
g = (t("e", i) for i in t("outer", [1, 2]) for j in t("inner", [0]))
print("made")
print(list(g))
print([[t("x", a) for a in t("in", [b])] for b in t("out", [1, 2])])
