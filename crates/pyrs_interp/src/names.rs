//! Global names, namespaces of module and class code, and cells.

use crate::build;
use pyrs_bytecode::template::CommonObject;
use pyrs_bytecode::{CacheSite, Instr, Op};
use pyrs_object::code::CodeObject;
use pyrs_object::core::core;
use pyrs_object::dict::DictObject;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::feedback::{CacheEntry, CacheKind};
use pyrs_object::frame::Frame;
use pyrs_object::function::{CellObject, FunctionObject};
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// The function that a frame runs.
///
/// # Safety
/// `frame` is a live frame.
#[inline(always)]
pub unsafe fn function_of(frame: *mut Frame) -> Ref<FunctionObject> {
    // SAFETY: every interpreter frame runs a function.
    unsafe { (*frame).function.unwrap_unchecked().cast_unchecked() }
}

/// The name of a cache site.
///
/// # Safety
/// `frame` is a live frame whose code has that site, and the site has a name.
pub unsafe fn site_name(frame: *mut Frame, site: usize) -> Ref<StrObject> {
    // SAFETY: verified code gives named instructions named sites.
    unsafe {
        let code = (*frame).code.unwrap_unchecked();
        match code.template().caches[site] {
            CacheSite::Name(index) => code.name_at(index as usize),
            CacheSite::Call | CacheSite::Keywords(_) => core().empty_str.get(),
        }
    }
}

/// Raises UnboundLocalError for a local variable.
#[cold]
pub fn unbound_local(thread: &mut Thread, name: Ref<StrObject>) -> PyResult<()> {
    let text = name.to_string_lossy();
    let class = core().types.unbound_local_error.get();
    // CPython leaves `name` unset here.
    Err(thread.raise_message(
        class,
        format_args!("cannot access local variable '{text}' where it is not associated with a value"),
    ))
}

/// Raises NameError for a global name.
#[cold]
pub fn undefined(thread: &mut Thread, name: Ref<StrObject>) -> Raised {
    let text = name.to_string_lossy();
    thread.name_error(
        core().types.name_error.get(),
        name,
        format_args!("name '{text}' is not defined"),
    )
}

/// `LoadGlobal`: looks the name up and remembers where it is.
///
/// # Safety
/// `frame` is live and `pc` points at its instruction.
#[inline(never)]
pub unsafe fn load_global(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        let site = (*pc).c() as usize;
        let function = function_of(frame);
        let name = site_name(frame, site);
        let (globals, builtins) = (function.globals.get(), function.builtins.get());
        if globals.class() != core().types.dict.get() {
            return global_or_builtin(thread, frame, name);
        }
        let (dict, entry, in_builtins) = match globals.find_str(name) {
            Some(entry) => (globals, entry, false),
            None => match builtins.find_str(name) {
                Some(entry) => (builtins, entry, true),
                None => return Err(undefined(thread, name)),
            },
        };
        let quick = match (*pc).op().base() {
            Op::LoadGlobal => Op::LoadGlobalCached,
            _ => Op::LoadNameCached,
        };
        let code = (*frame).code.unwrap_unchecked();
        let cached = CacheEntry {
            kind: CacheKind::Global,
            address: dict.value_address(entry),
            owner: Some(dict.value()),
            version: globals.version(),
            version2: if in_builtins { builtins.version() } else { 0 },
            ..CacheEntry::EMPTY
        };
        if let Some(caches) = code.caches.get() {
            caches.replace_first(site, cached);
            *pc = (*pc).with_op(quick);
        }
        match dict.entry(entry.0) {
            Some((_, value)) => Ok(value),
            None => Err(undefined(thread, name)),
        }
    }
}

/// `LoadName`: the frame's namespace first.
///
/// # Safety
/// As for [`load_global`].
#[inline(never)]
pub unsafe fn load_name(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        let Some(namespace) = (*frame).special else {
            return load_global(thread, frame, pc);
        };
        if namespace == function_of(frame).globals.get().value() {
            return load_global(thread, frame, pc);
        }
        let name = site_name(frame, (*pc).c() as usize);
        if let Some(value) = lookup(thread, namespace, name)? {
            return Ok(value);
        }
        global_or_builtin(thread, frame, name)
    }
}

/// Code is about to run with a namespace of its own: quick forms for the globals as the namespace, which an earlier run
/// may have left, go back to the generic form.
pub fn forget_globals_as_names(code: Ref<CodeObject>) {
    for cell in code.instructions() {
        let instr = cell.get();
        if instr.op() == Op::LoadNameCached {
            cell.set(instr.with_op(Op::LoadName));
        }
    }
}

/// A name in a namespace mapping.
fn lookup(thread: &mut Thread, namespace: Value, name: Ref<StrObject>) -> PyResult<Option<Value>> {
    if let Some(dict) = namespace.downcast::<DictObject>()
        && dict.class() == core().types.dict.get()
    {
        return Ok(dict.get_interned(name));
    }
    match pyrs_object::protocol::getitem(thread, namespace, name.value()) {
        Ok(value) => Ok(Some(value)),
        Err(raised) => {
            if thread.clear_if(core().types.key_error.get()) {
                Ok(None)
            } else {
                Err(raised)
            }
        }
    }
}

/// # Safety
/// `frame` is a live frame.
unsafe fn global_or_builtin(thread: &mut Thread, frame: *mut Frame, name: Ref<StrObject>) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let function = unsafe { function_of(frame) };
    let found = lookup(thread, function.globals.get().value(), name)?;
    match found.or_else(|| function.builtins.get().get_interned(name)) {
        Some(value) => Ok(value),
        None => Err(undefined(thread, name)),
    }
}

/// `StoreGlobal`.
///
/// # Safety
/// As for [`load_global`].
pub unsafe fn store_global(thread: &mut Thread, frame: *mut Frame, site: usize, value: Value) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    let (globals, name) = unsafe { (function_of(frame).globals.get(), site_name(frame, site)) };
    store_in_dict(thread, globals, name, value)
}

#[inline]
fn store_in_dict(thread: &mut Thread, dict: Ref<DictObject>, name: Ref<StrObject>, value: Value) -> PyResult<()> {
    match dict.find_str(name) {
        Some(entry) => {
            dict.set_value_at(entry, value);
            Ok(())
        }
        None => dict.set_hashed(thread, name.value(), name.hash(), value),
    }
}

/// `StoreName`.
///
/// # Safety
/// As for [`load_global`].
pub unsafe fn store_name(thread: &mut Thread, frame: *mut Frame, site: usize, value: Value) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    let (namespace, name) = unsafe { (namespace(thread, frame)?, site_name(frame, site)) };
    match namespace.downcast::<DictObject>() {
        Some(dict) if dict.class() == core().types.dict.get() => store_in_dict(thread, dict, name, value),
        _ => pyrs_object::protocol::setitem(thread, namespace, name.value(), Some(value)),
    }
}

/// `DeleteGlobal`.
///
/// # Safety
/// As for [`load_global`].
pub unsafe fn delete_global(thread: &mut Thread, frame: *mut Frame, name: usize) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    let (globals, name) = unsafe {
        (
            function_of(frame).globals.get(),
            (*frame).code.unwrap_unchecked().name_at(name),
        )
    };
    match globals.remove(thread, name.value())? {
        Some(_) => Ok(()),
        None => Err(undefined(thread, name)),
    }
}

/// `DeleteName`.
///
/// # Safety
/// As for [`load_global`].
pub unsafe fn delete_name(thread: &mut Thread, frame: *mut Frame, name: usize) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    let (namespace, name) = unsafe {
        (
            namespace(thread, frame)?,
            (*frame).code.unwrap_unchecked().name_at(name),
        )
    };
    let deleted = match namespace.downcast::<DictObject>() {
        Some(dict) if dict.class() == core().types.dict.get() => dict.remove(thread, name.value())?.is_some(),
        _ => match pyrs_object::protocol::setitem(thread, namespace, name.value(), None) {
            Ok(()) => true,
            Err(raised) => {
                if !thread.clear_if(core().types.key_error.get()) {
                    return Err(raised);
                }
                false
            }
        },
    };
    if deleted { Ok(()) } else { Err(undefined(thread, name)) }
}

/// The namespace of module or class code.
///
/// # Safety
/// `frame` is a live frame.
pub unsafe fn namespace(_thread: &mut Thread, frame: *mut Frame) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        Ok((*frame)
            .special
            .unwrap_or_else(|| function_of(frame).globals.get().value()))
    }
}

/// `LoadFromDictOrGlobals`.
///
/// # Safety
/// As for [`load_global`].
pub unsafe fn load_from_dict_or_globals(
    thread: &mut Thread,
    frame: *mut Frame,
    mapping: Value,
    name: usize,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        let name = (*frame).code.unwrap_unchecked().name_at(name);
        match lookup(thread, mapping, name)? {
            Some(value) => Ok(value),
            None => global_or_builtin(thread, frame, name),
        }
    }
}

/// `LoadFromDictOrDeref`.
///
/// # Safety
/// As for [`load_global`].
pub unsafe fn load_from_dict_or_deref(
    thread: &mut Thread,
    frame: *mut Frame,
    cell: Value,
    mapping: Value,
    name: usize,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let name = unsafe { (*frame).code.unwrap_unchecked().name_at(name) };
    if let Some(value) = lookup(thread, mapping, name)? {
        return Ok(value);
    }
    match cell.downcast::<CellObject>().and_then(|cell| cell.content.get()) {
        Some(value) => Ok(value),
        None => Err(free_variable_unset(thread, name)),
    }
}

#[cold]
fn free_variable_unset(thread: &mut Thread, name: Ref<StrObject>) -> Raised {
    let text = name.to_string_lossy();
    thread.name_error(
        core().types.name_error.get(),
        name,
        format_args!("cannot access free variable '{text}' where it is not associated with a value in enclosing scope"),
    )
}

/// Raises for an empty cell: UnboundLocalError for this scope's own variable, NameError for a free one.
///
/// # Safety
/// As for [`load_global`].
#[cold]
pub unsafe fn empty_cell(thread: &mut Thread, frame: *mut Frame, register: u16, name: usize) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    let code = unsafe { (*frame).code.unwrap_unchecked() };
    let name = code.name_at(name);
    if register >= code.template().first_free_register && !code.template().freevars.is_empty() {
        return Err(free_variable_unset(thread, name));
    }
    match unbound_local(thread, name) {
        Ok(()) => Ok(pyrs_object::core::none()),
        Err(raised) => Err(raised),
    }
}

/// `LoadCommon`.
pub fn load_common(thread: &mut Thread, index: u32) -> PyResult<Value> {
    match CommonObject::from_index(index) {
        Some(CommonObject::AssertionError) => Ok(core().types.assertion_error.get().value()),
        Some(CommonObject::NotImplementedError) => Ok(core().types.not_implemented_error.get().value()),
        Some(CommonObject::BuildClass) => build::build_class_function(thread),
        None => Err(thread.system_error(format_args!("unknown common object {index}"))),
    }
}
