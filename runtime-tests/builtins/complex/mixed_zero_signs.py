# Arithmetic of a complex with a real keeps the sign of the other part.
z = complex(-0.0, -0.0)
print(z + 1.0, 1.0 + z, z - 1.0, 1.0 - z, z * 2.0, 2.0 * z, z / 2.0, complex(1, -0.0) + 2, complex(-0.0, 1) * 1.0)
print(3 - 0j, -0j, 0 - 0j, -(0 - 0j), complex(0.0, -0.0) == 0)
