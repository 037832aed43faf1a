# int and float read numbers from the memory of any object that lends it.
import array

print(int(array.array("B", b" 42 ")), float(array.array("B", b"1.5")), int(memoryview(b"7")), float(memoryview(b"x2.5x")[1:4]))
for convert in (int, float):
    for value in (array.array("B", b"no"), array.array("B", b"\xff1"), [1]):
        try:
            print(convert(value))
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
