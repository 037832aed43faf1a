# ~ on a bool is deprecated.
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    b = True
    print(~b, (lambda v: ~v)(False))
    for w in seen: print(w.category.__name__, w.message)
