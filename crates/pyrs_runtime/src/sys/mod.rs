//! The module `sys`: what programs may ask of the runtime and change in it.

mod facts;
mod functions;
mod jit;

pub(crate) use functions::MODULE;

use crate::program::RunConfig;
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// Makes `sys` and `builtins` and enters them in `sys.modules`.
pub(crate) fn install(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    let modules = core().modules.get();
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
    facts::fill(thread, dict, config.no_bytecode)?;
    let enabled = config.options.jit != pyrs_options::JitMode::Off;
    jit::ENABLED.store(enabled, std::sync::atomic::Ordering::Relaxed);
    let jit = jit::MODULE.create(thread)?;
    dict.set_str(thread, "_jit", jit.value())?;
    fill_from_config(thread, dict, config)
}

fn fill_from_config(thread: &mut Thread, dict: Ref<DictObject>, config: &RunConfig) -> PyResult<()> {
    let argv = string_list(thread, config.argv.iter().map(String::as_str))?;
    dict.set_str(thread, "argv", argv)?;
    let original = string_list(thread, std::env::args().collect::<Vec<_>>().iter().map(String::as_str))?;
    dict.set_str(thread, "orig_argv", original)?;
    let path = string_list(thread, config.path.iter().map(String::as_str))?;
    dict.set_str(thread, "path", path)?;
    for name in ["meta_path", "path_hooks", "warnoptions"] {
        let list = ListObject::with_capacity(thread, 0)?;
        dict.set_str(thread, name, list.value())?;
    }
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
    let no_caches = pyrs_object::core::bool_value(config.no_bytecode);
    dict.set_str(thread, "dont_write_bytecode", no_caches)
}

pub(crate) fn string_list<'a>(thread: &mut Thread, texts: impl Iterator<Item = &'a str>) -> PyResult<Value> {
    let list = ListObject::with_capacity(thread, 4)?;
    for text in texts {
        let text = StrObject::from_str(thread, text)?;
        list.push(thread, text.value())?;
    }
    Ok(list.value())
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

/// Sets `sys.stdin`, `stdout` and `stderr`; a closed descriptor gives None.
pub(crate) fn open_streams(thread: &mut Thread) -> PyResult<()> {
    let Some(sys) = crate::import::module_named(thread, "sys")?.and_then(|m| m.downcast::<ModuleObject>()) else {
        return Ok(());
    };
    for (fd, name, writable) in [(0, "stdin", false), (1, "stdout", true), (2, "stderr", true)] {
        // SAFETY: asking for a descriptor's flags has no effect.
        let open = unsafe { libc::fcntl(fd, libc::F_GETFD) } >= 0;
        let label = format!("<{name}>");
        let stream = if open {
            pyrs_lib_os::io::standard_stream(thread, fd, &label, writable)?
        } else {
            none()
        };
        sys.dict.get().set_str(thread, name, stream)?;
        sys.dict.get().set_str(thread, &format!("__{name}__"), stream)?;
    }
    Ok(())
}
