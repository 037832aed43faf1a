"""What `sysconfig` knows of the build: only what is true of this runtime, which has no C sources and no makefile."""

import sys

_version = "%d.%d" % sys.version_info[:2]
_library = f"{sys.platlibdir}/python{_version}"

build_time_vars = {
    # No extension module can be built: builds find no compiler and fall back, or say so.
    "AR": "",
    "ARFLAGS": "",
    "CC": "",
    "CCSHARED": "",
    "CFLAGS": "",
    "CONFIG_ARGS": "",
    "CXX": "",
    "EXT_SUFFIX": f".{sys.implementation.cache_tag}.so",
    "HAVE_FORK": 1,
    "LDCXXSHARED": "",
    "LDSHARED": "",
    "LIBDEST": f"{sys.base_prefix}/{_library}",
    "MULTIARCH": "",
    "PY_CFLAGS": "",
    "PY_CFLAGS_NODIST": "",
    "Py_DEBUG": 0,
    "Py_ENABLE_SHARED": 0,
    "Py_GIL_DISABLED": 0,
    "Py_REMOTE_DEBUG": 0,
    "SHLIB_SUFFIX": ".so",
    "SOABI": sys.implementation.cache_tag,
    "TEST_MODULES": "no",
    "TZPATH": "/usr/share/zoneinfo:/usr/lib/zoneinfo:/usr/share/lib/zoneinfo:/etc/zoneinfo",
    "VERSION": _version,
    "WITH_DOC_STRINGS": 1,
    "WITH_PYMALLOC": 0,
}
