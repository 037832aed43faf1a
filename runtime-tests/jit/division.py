# Floor division, remainder and true division of ints in hot code, zero included.
def divide(a, b):
    return a // b, a % b, a / b
def run(pairs):
    out = [0, 0, 0.0]
    errors = 0
    for a, b in pairs:
        try:
            q, r, t = divide(a, b)
            out[0] += q
            out[1] += r
            out[2] += t
        except ZeroDivisionError as error:
            errors += 1
            message = str(error)
    return out, errors and (errors, message)
print(run([(7, 2), (9, 4)] * 1500))
print(run([(7, 2), (-7, 2), (7, -2), (-7, -2), (0, -3)] * 600))
print(run([(7, 2)] * 2000 + [(5, 0)] * 3 + [(1, 3)]))
print(run([(-2 ** 62, -1), (-2 ** 63, -1), (2 ** 70, 3), (5, 2 ** 70), (-5, 2 ** 70)]))
def digits(n):
    total = 0
    while n:
        total += n % 10
        n //= 10
    return total
print(sum(digits(n) for n in range(2000)), digits(2 ** 100))
def powers(n):
    out = 0
    for i in range(n):
        out += (i % 5) ** 2 - i ** 1
    return out
print(powers(2000), [(2 ** i, i ** -1 if i else 0) for i in (0, 2, 64)])
