# Ints of many words.
a = 123456789 ** 12
b = 987654321 ** 9
print(a)
print(b)
print(a + b, a - b, b - a, sep="\n")
print(a * b)
print(a // b, a % b, (-a) // b, (-a) % b, a // -b, a % -b, sep="\n")
print(divmod(a, 97), divmod(-a, 97), divmod(a, -97))
print(a - a, a // a, a * 0, (a + 1) - a, a == a + 0, a < a + 1, a > b, hash(a - a))
fact = 1
for n in range(1, 41):
    fact *= n
print(fact, len(str(fact)))
while fact > 1000:
    fact //= 7
print(fact)
