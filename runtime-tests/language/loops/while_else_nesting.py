def search(rows, wanted):
    for r, row in enumerate(rows):
        for c, item in enumerate(row):
            if item == wanted:
                break
        else:
            continue
        break
    else:
        return None
    return r, c


print(search([[1, 2], [3, 4]], 4), search([[1]], 5))
n = 3
while n:
    n -= 1
    if n == 1:
        continue
    print(n)
else:
    print("exhausted")
while True:
    while True:
        break
    else:
        print("never")
    break
else:
    print("never")
while False:
    pass
else:
    print("at once")
i = 0
while i < 5:
    try:
        i += 1
        if i == 2:
            continue
        if i == 4:
            break
    finally:
        print("finally", i)
for _ in ():
    pass
else:
    print("empty")
