# Complex arguments for the parts are deprecated.
import warnings
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print(complex(1j, 2), complex(1, 1j), complex(1j))
    for w in seen: print(w.category.__name__, w.message)
