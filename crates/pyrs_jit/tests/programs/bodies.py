def make():
    sun = ([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 39.47841760435743)
    jupiter = ([4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01],
               [0.606326392995832, 2.81198684491626, -0.02521836165988763], 0.03769367487038949)
    saturn = ([8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01],
              [-1.01077434617879, 1.82566237123041, 0.00841576137658415], 0.011286326131968767)
    uranus = ([1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01],
              [1.08279100644154, 0.868713018169608, -0.0108326374013636], 0.0017237240570597112)
    neptune = ([1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01],
               [0.979090732243898, 0.594698998647676, -0.0347559555040781], 0.0020336868699246304)
    return [sun, jupiter, saturn, uranus, neptune]
def combinations(items):
    result = []
    for i in range(5):
        for j in range(i + 1, 5):
            result.append((items[i], items[j]))
    return result
def advance(dt, n, bodies, pairs):
    for i in range(n):
        for (([x1, y1, z1], v1, m1),
             ([x2, y2, z2], v2, m2)) in pairs:
            dx = x1 - x2
            dy = y1 - y2
            dz = z1 - z2
            mag = dt * ((dx * dx + dy * dy + dz * dz) ** (-1.5))
            b1m = m1 * mag
            b2m = m2 * mag
            v1[0] -= dx * b2m
            v1[1] -= dy * b2m
            v1[2] -= dz * b2m
            v2[0] += dx * b1m
            v2[1] += dy * b1m
            v2[2] += dz * b1m
        for (r, [vx, vy, vz], m) in bodies:
            r[0] += dt * vx
            r[1] += dt * vy
            r[2] += dt * vz
def energy(bodies, pairs):
    e = 0.0
    for (((x1, y1, z1), v1, m1),
         ((x2, y2, z2), v2, m2)) in pairs:
        dx = x1 - x2
        dy = y1 - y2
        dz = z1 - z2
        e -= (m1 * m2) / ((dx * dx + dy * dy + dz * dz) ** 0.5)
    for (r, [vx, vy, vz], m) in bodies:
        e += m * (vx * vx + vy * vy + vz * vz) / 2.
    return e
def main():
    bodies = make()
    pairs = combinations(bodies)
    before = energy(bodies, pairs)
    advance(0.01, 4000, bodies, pairs)
    return before, energy(bodies, pairs)
