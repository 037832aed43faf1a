//! The module `sys`: what programs may ask of the runtime and change in it.

pub(crate) mod audit;
mod facts;
mod functions;
mod internals;
mod jit;
mod library_names;
mod monitoring;
mod tracing;

pub use facts::version;
pub(crate) use functions::MODULE;

use crate::config::RunConfig;
use pyrs_lib_os::io::StandardStream;
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU8, Ordering};

/// Makes `sys` and `builtins` and enters them in `sys.modules`.
pub(crate) fn install(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    let modules = core().modules.get();
    let debug = pyrs_object::core::bool_value(config.flags.optimize == 0);
    core().builtins.get().set_str(thread, "__debug__", debug)?;
    let builtins = ModuleObject::new(thread, "builtins", None)?;
    let namespace = core().builtins.get();
    let mut position = 0;
    // The namespace that functions look up is the module's own.
    while let Some((at, key, value)) = builtins.dict.get().next_entry(position) {
        if namespace.get(thread, key)?.is_none() {
            namespace.set(thread, key, value)?;
        }
        position = at + 1;
    }
    builtins.dict.set(builtins, namespace);
    modules.set_str(thread, "builtins", builtins.value())?;
    let sys = MODULE.create(thread)?;
    modules.set_str(thread, "sys", sys.value())?;
    let dict = sys.dict.get();
    dict.set_str(thread, "modules", modules.value())?;
    facts::fill(thread, dict, &config.flags)?;
    for part in [&internals::MODULE, &tracing::MODULE] {
        let part = part.create(thread)?.dict.get();
        let mut position = 0;
        while let Some((at, name, value)) = part.next_entry(position) {
            if dict.get(thread, name)?.is_none() {
                dict.set(thread, name, value)?;
            }
            position = at + 1;
        }
    }
    let enabled = config.options.jit != pyrs_options::JitMode::Off;
    jit::ENABLED.store(enabled, std::sync::atomic::Ordering::Relaxed);
    let jit = jit::MODULE.create(thread)?;
    dict.set_str(thread, "_jit", jit.value())?;
    let monitoring = monitoring::MODULE.create(thread)?;
    dict.set_str(thread, "monitoring", monitoring.value())?;
    fill_from_config(thread, dict, config)
}

fn fill_from_config(thread: &mut Thread, dict: Ref<DictObject>, config: &RunConfig) -> PyResult<()> {
    let argv = path_list(thread, config.argv.iter().map(OsString::as_os_str))?;
    dict.set_str(thread, "argv", argv)?;
    let original: Vec<OsString> = std::env::args_os().collect();
    let original = path_list(thread, original.iter().map(OsString::as_os_str))?;
    dict.set_str(thread, "orig_argv", original)?;
    let path = first_path_entries(config);
    let path = path_list(thread, path.iter().map(|entry| entry.as_os_str()))?;
    dict.set_str(thread, "path", path)?;
    for name in ["meta_path", "path_hooks"] {
        let list = ListObject::with_capacity(thread, 0)?;
        dict.set_str(thread, name, list.value())?;
    }
    let warnings = ListObject::with_capacity(thread, 0)?;
    for filter in &config.warnings {
        let filter = StrObject::from_str(thread, filter)?;
        warnings.push(thread, filter.value())?;
    }
    dict.set_str(thread, "warnoptions", warnings.value())?;
    let cache = DictObject::new(thread)?;
    dict.set_str(thread, "path_importer_cache", cache.value())?;
    let options = DictObject::new(thread)?;
    for switch in &config.switches {
        let (name, value) = match switch.split_once('=') {
            Some((name, value)) => (name, StrObject::from_str(thread, value)?.value()),
            None => (switch.as_str(), core().true_.get().value()),
        };
        options.set_str(thread, name, value)?;
    }
    dict.set_str(thread, "_xoptions", options.value())?;
    let prefix = match &config.cache_prefix {
        Some(prefix) => path_text(thread, prefix)?,
        None => none(),
    };
    dict.set_str(thread, "pycache_prefix", prefix)?;
    for name in ["excepthook", "displayhook", "unraisablehook", "breakpointhook"] {
        let key = StrObject::intern(thread, name)?;
        if let Some(hook) = dict.get_interned(key) {
            dict.set_str(thread, &format!("__{name}__"), hook)?;
        }
    }
    let no_caches = pyrs_object::core::bool_value(config.flags.dont_write_bytecode);
    dict.set_str(thread, "dont_write_bytecode", no_caches)
}

/// What comes first in `sys.path`: the folders of `PYTHONPATH`, then that of an unpacked library.
pub(crate) fn first_path_entries(config: &RunConfig) -> Vec<PathBuf> {
    let given = config.path.iter().map(PathBuf::from);
    given.chain(config.options.stdlib.clone()).collect()
}

/// A text of the system, as file names are decoded.
pub(crate) fn path_text(thread: &mut Thread, text: &OsStr) -> PyResult<Value> {
    Ok(pyrs_lib_os::path::decode(thread, text.as_bytes())?.value())
}

fn path_list<'a>(thread: &mut Thread, texts: impl Iterator<Item = &'a OsStr>) -> PyResult<Value> {
    let list = ListObject::with_capacity(thread, 4)?;
    for text in texts {
        let text = path_text(thread, text)?;
        list.push(thread, text)?;
    }
    Ok(list.value())
}

/// The namespace of `sys`.
pub(crate) fn dictionary(thread: &mut Thread) -> PyResult<Ref<DictObject>> {
    match crate::import::module_named(thread, "sys")?.and_then(|module| module.downcast::<ModuleObject>()) {
        Some(module) => Ok(module.dict.get()),
        None => Err(thread.system_error(format_args!("sys is missing"))),
    }
}

fn insert_first(thread: &mut Thread, folder: &OsStr) -> PyResult<()> {
    let dict = dictionary(thread)?;
    let name = StrObject::intern(thread, "path")?;
    let entry = path_text(thread, folder)?;
    match dict.get_interned(name).and_then(|path| path.downcast::<ListObject>()) {
        Some(path) => {
            let insert = StrObject::intern(thread, "insert")?;
            protocol::call_method(thread, path.value(), insert, &[Value::small_int(0), entry]).map(|_| ())
        }
        None => Ok(()),
    }
}

/// Puts the folder of the program in front of `sys.path`, unless that is said to be unsafe.
pub(crate) fn insert_program_folder(
    thread: &mut Thread,
    config: &RunConfig,
    folder: impl AsRef<OsStr>,
) -> PyResult<()> {
    if config.flags.safe_path {
        return Ok(());
    }
    insert_first(thread, folder.as_ref())
}

/// Puts the folder or archive that is the program in front of `sys.path`.
pub(crate) fn insert_container(thread: &mut Thread, path: &OsStr) -> PyResult<()> {
    insert_first(thread, path)
}

/// `sys.name`, if it is there.
pub(crate) fn attribute(name: Ref<StrObject>) -> Option<Value> {
    let sys = core().modules.get();
    let mut position = 0;
    while let Some((at, key, value)) = sys.next_entry(position) {
        if key.downcast::<StrObject>().is_some_and(|k| k.equals_str("sys")) {
            return value.downcast::<ModuleObject>()?.dict.get().get_interned(name);
        }
        position = at + 1;
    }
    None
}

/// Standard descriptors that were closed when the process started, a bit each.
static CLOSED: AtomicU8 = AtomicU8::new(0);

/// Notes which standard descriptors are closed. To be called before `main`: the standard library opens them later.
pub extern "C" fn note_closed_streams() {
    for fd in 0..3 {
        // SAFETY: asking for a descriptor's flags has no effect.
        if unsafe { libc::fcntl(fd, libc::F_GETFD) } < 0 {
            CLOSED.fetch_or(1 << fd, Ordering::Relaxed);
        }
    }
}

/// Sets `sys.stdin`, `stdout` and `stderr`; a closed descriptor gives None.
pub(crate) fn open_streams(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    let dict = dictionary(thread)?;
    for (fd, name) in [(0, "stdin"), (1, "stdout"), (2, "stderr")] {
        let open = CLOSED.load(Ordering::Relaxed) & (1 << fd) == 0;
        if !open {
            // SAFETY: the descriptor is the one that the standard library has opened in place of the closed one.
            unsafe { libc::close(fd) };
        }
        let stream = if open {
            let mut settings = settings(config, fd);
            let name = codec_name(thread, settings.encoding)?;
            settings.encoding = name.as_deref().unwrap_or(settings.encoding);
            pyrs_lib_os::io::standard_stream(thread, &settings)?
        } else {
            none()
        };
        dict.set_str(thread, name, stream)?;
        dict.set_str(thread, &format!("__{name}__"), stream)?;
    }
    Ok(())
}

/// The name that a codec gives itself; `None` for the usual one.
fn codec_name(thread: &mut Thread, encoding: &str) -> PyResult<Option<String>> {
    if encoding == "utf-8" {
        return Ok(None);
    }
    let codecs = pyrs_lib_os::invoke::import(thread, "_codecs")?;
    let given = StrObject::from_str(thread, encoding)?;
    let found = pyrs_lib_os::invoke::method(thread, codecs, "lookup", &[given.value()])?;
    let name = pyrs_lib_os::invoke::attribute(thread, found, "name")?;
    Ok(name.downcast::<StrObject>().map(|name| name.to_string_lossy()))
}

/// How a standard stream is made.
fn settings(config: &RunConfig, fd: i32) -> StandardStream<'_> {
    let given = config.encoding.as_ref();
    let errors = given.and_then(|given| given.errors.as_deref());
    // An encoding of one's own makes the streams strict again.
    let lenient =
        (config.flags.plain_locale || config.flags.utf8_mode) && given.is_none_or(|given| given.encoding.is_none());
    StandardStream {
        fd,
        encoding: given.and_then(|given| given.encoding.as_deref()).unwrap_or("utf-8"),
        errors: match (fd, errors) {
            (2, _) => "backslashreplace",
            (_, Some(errors)) => errors,
            _ if lenient => "surrogateescape",
            _ => "strict",
        },
        unbuffered: config.flags.unbuffered,
    }
}
