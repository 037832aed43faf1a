//! Import: importlib's own bootstrap, run from the packed library, with a fast path for modules that are there.

pub(crate) mod imp;
pub(crate) mod timing;
mod trim;

use crate::config::RunConfig;
use pyrs_object::code::CodeObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::function::{Args, NativeDef, NativeFlags, NativeFunctionObject};
use pyrs_object::header::Ref;
use pyrs_object::module::ModuleObject;
use pyrs_object::protocol;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;

/// Names under which importlib's two files are known while they start.
pub(crate) const BOOTSTRAP: &[(&str, &str)] = &[
    ("_frozen_importlib", "importlib._bootstrap"),
    ("_frozen_importlib_external", "importlib._bootstrap_external"),
];

/// `importlib._bootstrap`, whatever becomes of its entry in `sys.modules`.
static BOOTSTRAP_MODULE: StaticRoot = StaticRoot::new();

/// Runs `importlib._bootstrap` and sets `builtins.__import__`.
pub(crate) fn install(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    timing::configure(config.import_time);
    let (name, packed) = BOOTSTRAP[0];
    let module = ModuleObject::new(thread, name, None)?;
    let modules = core().modules.get();
    modules.set_str(thread, name, module.value())?;
    BOOTSTRAP_MODULE.set(thread, Some(module.value()));
    // importlib takes this entry out when it makes the module's spec.
    let original = StrObject::from_str(thread, packed)?;
    module.dict.get().set_str(thread, "__origname__", original.value())?;
    run_packed(thread, packed, module.dict.get())?;
    let imp = imp::MODULE.create(thread)?;
    modules.set_str(thread, "_imp", imp.value())?;
    if let Some(checks) = &config.hash_checks {
        let checks = StrObject::from_str(thread, checks)?;
        imp.dict
            .get()
            .set_str(thread, "check_hash_based_pycs", checks.value())?;
    }
    let import = NativeFunctionObject::new(thread, &IMPORT, None)?;
    let builtins = core().builtins.get();
    builtins.set(thread, core().names.import.get().value(), import.value())?;
    let Some(sys) = module_named(thread, "sys")? else {
        return Err(thread.system_error(format_args!("sys is missing")));
    };
    for (function, args) in [
        ("_install", &[sys, imp.value()][..]),
        ("_install_external_importers", &[][..]),
    ] {
        let function = StrObject::intern(thread, function)?;
        protocol::call_method(thread, module.value(), function, args)?;
    }
    Ok(())
}

/// `sys.modules[name]`.
pub(crate) fn module_named(thread: &mut Thread, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    Ok(core().modules.get().get_interned(name))
}

/// The code of a packed module; `None` if there is no such module.
pub(crate) fn packed_code(thread: &mut Thread, name: &str) -> PyResult<Option<Ref<CodeObject>>> {
    let name = BOOTSTRAP
        .iter()
        .find(|(alias, _)| *alias == name)
        .map_or(name, |(_, real)| real);
    let Some(entry) = pyrs_stdlib::find(name) else {
        return Ok(None);
    };
    match entry.code() {
        Ok(template) => {
            let filename = format!("{}/{}", crate::source::library_folder(), entry.path);
            let filename = StrObject::from_str(thread, &filename)?;
            Ref::<CodeObject>::from_template(thread, Box::leak(Box::new(template)), filename).map(Some)
        }
        Err(error) => Err(thread.import_error(format_args!("packed module {name} does not decode: {error}"))),
    }
}

fn run_packed(thread: &mut Thread, name: &str, globals: Ref<DictObject>) -> PyResult<()> {
    let builtins = module_named(thread, "builtins")?.unwrap_or_else(none);
    globals.set(thread, core().names.builtins.get().value(), builtins)?;
    match packed_code(thread, name)? {
        Some(code) => pyrs_interp::call::run_code(thread, code, globals, None, None).map(|_| ()),
        None => Err(thread.import_error(format_args!("no packed module {name}"))),
    }
}

static IMPORT: NativeDef = NativeDef {
    name: "__import__",
    doc: "__import__(name, globals=None, locals=None, fromlist=(), level=0)\n--\n\nImport a module.",
    function: import,
    flags: NativeFlags::empty(),
};

/// `builtins.__import__`: finished modules come straight from `sys.modules`; all else is importlib's.
fn import(thread: &mut Thread, args: Args) -> PyResult<Value> {
    if args.names().is_none()
        && !timing::is_on()
        && let Some(module) = import_fast(thread, args.positional())?
    {
        return Ok(module);
    }
    check_arguments(thread, args)?;
    let Some(bootstrap) = BOOTSTRAP_MODULE.get() else {
        return Err(thread.import_error(format_args!("importlib is not there")));
    };
    if crate::sys::audit::is_on() {
        tell_audit(thread, bootstrap, args)?;
    }
    let function = protocol::getattr(thread, bootstrap, core().names.import.get())?;
    let result = match timing::is_on() {
        false => protocol::call_args(thread, function, args),
        true => import_timed(thread, bootstrap, function, args),
    };
    if result.is_err() {
        trim::forget_importlib(thread);
    }
    result
}

/// An import by importlib that is timed if it is of a module that is not there.
#[cold]
fn import_timed(thread: &mut Thread, bootstrap: Value, function: Value, args: Args) -> PyResult<Value> {
    let name = absolute_name(thread, bootstrap, args)?;
    let Some(name) = name.and_then(|name| name.downcast::<StrObject>()) else {
        return protocol::call_args(thread, function, args);
    };
    let known = core().modules.get().get(thread, name.value())?.is_some();
    let text = name.to_string_lossy();
    if known {
        timing::cached(&text);
        return protocol::call_args(thread, function, args);
    }
    timing::timed(&text, || protocol::call_args(thread, function, args))
}

/// The full name of the module that is to be imported.
fn absolute_name(thread: &mut Thread, bootstrap: Value, args: Args) -> PyResult<Option<Value>> {
    let [name, globals, _, _, level] = bind_slot(thread, &IMPORT_SIGNATURE, args)?;
    let Some(mut name) = name else { return Ok(None) };
    let level = match level {
        Some(level) => protocol::index_clamped(thread, level)?,
        None => 0,
    };
    if level > 0 {
        let globals = match globals.filter(|globals| *globals != none()) {
            Some(globals) => globals,
            None => DictObject::new(thread)?.value(),
        };
        let package = StrObject::intern(thread, "_calc___package__")?;
        let package = protocol::call_method(thread, bootstrap, package, &[globals])?;
        let resolve = StrObject::intern(thread, "_resolve_name")?;
        name = protocol::call_method(thread, bootstrap, resolve, &[name, package, Value::small_int(level)])?;
    }
    Ok(Some(name))
}

/// The audit event of an import of a module that is not there.
#[cold]
fn tell_audit(thread: &mut Thread, bootstrap: Value, args: Args) -> PyResult<()> {
    let Some(name) = absolute_name(thread, bootstrap, args)? else {
        return Ok(());
    };
    let known = match name.downcast::<StrObject>() {
        Some(name) => core().modules.get().get(thread, name.value())?.is_some(),
        None => true,
    };
    match known {
        true => Ok(()),
        false => crate::sys::audit::importing(thread, name),
    }
}

static IMPORT_SIGNATURE: Signature =
    Signature::of_slot("__import__", &["name", "globals", "locals", "fromlist", "level"], 1);

/// What `__import__` itself says of its arguments; the rest is importlib's.
fn check_arguments(thread: &mut Thread, args: Args) -> PyResult<()> {
    let [name, globals, _, _, level] = bind_slot(thread, &IMPORT_SIGNATURE, args)?;
    if name.is_some_and(|name| name.downcast::<StrObject>().is_none()) {
        return Err(thread.type_error(format_args!("module name must be a string")));
    }
    let level = match level {
        Some(level) => protocol::index_clamped(thread, level)?,
        None => 0,
    };
    if level < 0 {
        return Err(thread.value_error(format_args!("level must be >= 0")));
    }
    let globals = globals.filter(|g| *g != none());
    let (true, Some(globals)) = (level > 0, globals) else {
        return Ok(());
    };
    let Some(globals) = globals.downcast::<DictObject>() else {
        return Err(thread.type_error(format_args!("globals must be a dict")));
    };
    let names = &core().names;
    let package = globals.get_interned(names.package.get()).filter(|p| *p != none());
    if package.is_some_and(|package| package.downcast::<StrObject>().is_none()) {
        return Err(thread.type_error(format_args!("package must be a string")));
    }
    let spec = globals.get_interned(names.spec.get()).filter(|s| *s != none());
    if package.is_none() && spec.is_none() && globals.get_interned(names.name.get()).is_none() {
        let text = StrObject::from_str(thread, "'__name__' not in globals")?;
        return Err(thread.key_error(text.value()));
    }
    Ok(())
}

/// An absolute import of a module that is there and finished: the top-level package, or the module itself if names
/// are taken from it that it has.
fn import_fast(thread: &mut Thread, args: &[Value]) -> PyResult<Option<Value>> {
    let Some(name) = args.first().and_then(|v| v.downcast::<StrObject>()) else {
        return Ok(None);
    };
    if args.get(4).is_some_and(|level| level.as_small_int() != Some(0)) {
        return Ok(None);
    }
    let name = name.interned(thread)?;
    let modules = core().modules.get();
    let Some(module) = modules.get_interned(name) else {
        return Ok(None);
    };
    if !is_finished(thread, module)? {
        return Ok(None);
    }
    let names = args.get(3).copied().filter(|v| *v != none());
    let Some(names) = names else {
        let text = name.to_string_lossy();
        let Some((top, _)) = text.split_once('.') else {
            return Ok(Some(module));
        };
        let top = StrObject::intern(thread, top)?;
        return Ok(modules.get_interned(top));
    };
    let Some(names) = names.downcast::<TupleObject>() else {
        return Ok(None);
    };
    let Some(object) = module.downcast::<ModuleObject>() else {
        return Ok(None);
    };
    let has_all = names.items().iter().all(|name| {
        name.downcast::<StrObject>()
            .is_some_and(|name| object.dict.get().get_interned(name).is_some())
    });
    Ok(if has_all { Some(module) } else { None })
}

/// Whether a module is not being initialised.
fn is_finished(thread: &mut Thread, module: Value) -> PyResult<bool> {
    let names = &core().names;
    let Some(object) = module.downcast::<ModuleObject>() else {
        return Ok(false);
    };
    let spec = object.dict.get().get_interned(names.spec.get());
    let Some(spec) = spec.filter(|s| *s != none()) else {
        return Ok(true);
    };
    match protocol::getattr_optional(thread, spec, names.initializing.get())? {
        Some(flag) => Ok(!protocol::truth(thread, flag)?),
        None => Ok(true),
    }
}
