from _report import show

show(
    "a + not b",
    "a - not b",
    "a * not b",
    "a / not b",
    "a // not b",
    "a % not b",
    "a @ not b",
    "- not b",
    "+ not b",
    "~ not b",
    "a ** not b",
    "a << not b",
    "a | not b",
    "a == not b",
    "a < not b",
    "a is not not b",
    "a + + not b",
    "a in not b",
    "a not b",
    "not not a",
)
