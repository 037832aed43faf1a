# What was written is read back.
import json

state = [12345]


def number(limit):
    state[0] = (state[0] * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state[0] >> 33) % limit


def value(depth):
    kind = number(9 if depth else 6)
    if kind == 0:
        return number(2**31) - 2**30
    if kind == 1:
        return number(10**6) / (1 + number(1000))
    if kind == 2:
        return ''.join(chr((32, 0xe9, 0x416, 0x1f600, 9, 34, 92)[number(7)] + number(3)) for _ in range(number(8)))
    if kind < 6:
        return (None, True, False)[kind - 3]
    if kind == 6:
        return [value(depth - 1) for _ in range(number(5))]
    return {'k%d' % number(30): value(depth - 1) for _ in range(number(5))}


total = 0
for round in range(300):
    made = value(4)
    for options in ({}, {'ensure_ascii': False}, {'indent': 1}, {'separators': (',', ':')}):
        text = json.dumps(made, **options)
        total += len(text)
        if json.loads(text) != made:
            print('differs', ascii(made))
print(total)
