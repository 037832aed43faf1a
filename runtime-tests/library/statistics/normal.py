import _statistics
from statistics import NormalDist

for p in (1e-300, 1e-20, 1e-10, 0.001, 0.1, 0.25, 0.5, 0.7, 0.924, 0.926, 0.999, 1 - 1e-12):
    print(p, _statistics._normal_dist_inv_cdf(p, 0.0, 1.0), NormalDist(100, 15).inv_cdf(p))
for arguments in ((0, 0, 1), (1, 0, 1), (0.5,), ("a", 0, 1)):
    try:
        _statistics._normal_dist_inv_cdf(*arguments)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)
print(_statistics._normal_dist_inv_cdf(0.5, 100, 0))
