# The set that notes which conditional annotations were executed can be rebound by a program.
for target in ("__conditional_annotations__", 'globals()["__conditional_annotations__"]'):
    for value in ("0", "{}", "frozenset()", "set()"):
        try:
            exec(f"if 1:\n    {target} = {value}\n    x: int\n", {"__name__": "here"})
            print("done")
        except TypeError as error:
            print(error)
