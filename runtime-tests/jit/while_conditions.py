# while loops with compound conditions, and truth tests of many types.
def collatz(n):
    steps = 0
    while n != 1 and steps < 1000 and not (n < 0 or n > 10 ** 12):
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print(sum(collatz(n) for n in range(1, 200)), collatz(-5), collatz(837799))
def two_ends(values):
    low, high, steps = 0, len(values) - 1, 0
    while low < high and (values[low] <= values[high] or values[low] % 2):
        if values[low] < 50:
            low += 1
        else:
            high -= 1
        steps += 1
    return low, high, steps
print(two_ends(list(range(3000))), two_ends([5, 1]), two_ends([6, 1]))
def truths(items, n):
    count = 0
    for i in range(n):
        if items[i % len(items)]:
            count += 1
    return count
print(truths([0, 1, 2], 3000), truths([0, 1.5, 0.0, -0.0, "", "a", [], [0], None, True, False, {}, {1}, (), 2 ** 70], 3000))
def chains(n):
    a = b = c = 0
    for i in range(n):
        if 10 < i < 20 or i == 5 != 6:
            a += 1
        x = i % 3 and i % 5 or i % 7
        b += x
        c += (not x) + (i > 5 and i < 8)
    return a, b, c
print(chains(4000))
def drain(queue):
    done = 0
    while queue and (item := queue.pop()) is not None:
        done += item
    return done, len(queue)
print(drain(list(range(3000))), drain([1, None, 2]))
