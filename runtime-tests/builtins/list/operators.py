# Concatenation, repetition, comparison, in-place forms and aliasing.
a = [1, 2]
b = a
a += [3]
print(a, b, a is b)
a = a + [4]
print(a, b, a is b)
b *= 2
print(b, [0] * 3, 2 * [1, 2], [1] * 0, [1] * -5)
print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1, 2] != [2, 1], [1] == (1,))
grid = [[0] * 2] * 2
grid[0][0] = 7
print(grid, 2 in [1, 2], 5 not in [1, 2], len([1, [2, 3]]))
a += "xy"
print(a)
for act in (lambda: [1] + (2,), lambda: [1] * 1.5, lambda: [1] < 5, lambda: [1]["a"], lambda: hash([])):
    try:
        act()
    except TypeError as error:
        print(error)
loop = [1]
loop.append(loop)
print(loop, loop[1][1][0])
