width, precision, kind, value = 10, 4, "f", 3.14159
print(f"[{value:{width}.{precision}{kind}}]")
print(f"[{value!r:>{width}}] [{'x':{'*'}^{width}}]")
print(f"[{value:{f'{width}.{precision}'}}]")
print(f"{1:{'*'}>5}")


class Spec:
    def __format__(self, spec):
        return f"<{spec}>"


print(f"{Spec():a{1}b{2}c} {Spec():} {Spec()}")
print(f"{Spec():%H:%M:%S} {Spec():\n} {Spec():!r}")
print(f"{value:{width}}")
