//! `sys.stdlib_module_names`: the modules that belong to Python 3.14, whether this runtime has them or not.

use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use std::collections::BTreeSet;

/// Modules of Python that are for other systems, or not here (yet).
const OTHERS: &str = "_bz2 _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _ctypes _curses \
                      _curses_panel _datetime _dbm _elementtree _frozen_importlib _frozen_importlib_external _gdbm \
                      _hashlib _hmac _interpchannels _interpqueues _interpreters _lsprof _lzma _multibytecodec \
                      _multiprocessing _overlapped _pickle _posixshmem _queue _remote_debugging _scproxy _sqlite3 _ssl \
                      _stat _statistics _suggestions _symtable _sysconfig _tkinter _tracemalloc _types _uuid _winapi _wmi \
                      _zoneinfo _zstd cProfile cmath curses idlelib msvcrt nt pyexpat readline tkinter turtle turtledemo \
                      winreg winsound";

/// Packed modules that are no part of Python.
const OWN: [&str; 8] = [
    "__hello__",
    "__phello__",
    "_dummy_os",
    "_dummy_thread",
    "_pyrs_prompt",
    "_pyrs_resources",
    "_sysconfigdata__linux_",
    "dummy_threading",
];

/// The frozenset.
pub(super) fn names(thread: &mut Thread) -> PyResult<Value> {
    let mut names: BTreeSet<&str> = OTHERS.split_ascii_whitespace().collect();
    names.extend(
        pyrs_stdlib::entries()
            .iter()
            .map(|entry| entry.name)
            .filter(|name| !name.contains('.')),
    );
    names.extend(crate::boot::native_modules().map(|module| module.name));
    names.insert("builtins");
    let list = ListObject::with_capacity(thread, names.len())?;
    for name in names.into_iter().filter(|name| !OWN.contains(name)) {
        let name = StrObject::from_str(thread, name)?;
        list.push(thread, name.value())?;
    }
    let class = core().types.frozenset.get();
    protocol::call(thread, class.value(), &[list.value()])
}
