from _report import show

show(
    "t'{}'",
    "t'{!r}'",
    "t'{a b}'",
    "t'{a!x}'",
    "t'{a'",
    "t'a}'",
    "t'{lambda x: 1}'",
    "t'{a!}'",
    "t'{a:{b}'",
    "t'{+}'",
    "t'abc",
    "t'{a=!}'",
    "t'' f'' ''",
)
