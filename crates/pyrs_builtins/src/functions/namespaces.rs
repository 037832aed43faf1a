//! The namespaces of the calling frame and of objects: `globals`, `locals`, `vars`, `dir`.

use pyrs_macros::pymodule;
use pyrs_object::dict::DictObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::hooks::FrameInfo;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, core, frame_locals, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use pyrs_object::dict::DictObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, core, protocol};

    /// Return the dictionary containing the current scope's global variables.
    ///
    /// NOTE: Updates to this dictionary *will* affect name lookups in the current
    /// global scope and vice-versa.
    #[function]
    fn globals(thread: &mut Thread) -> PyResult<Option<Ref<DictObject>>> {
        Ok(super::caller(thread).and_then(super::globals_of))
    }

    /// Return a dictionary containing the current scope's local variables.
    ///
    /// NOTE: Whether or not updates to this dictionary will affect name lookups in
    /// the local scope and vice-versa is *implementation dependent* and not
    /// covered by any backwards compatibility guarantees.
    #[function]
    fn locals(thread: &mut Thread) -> PyResult<Value> {
        super::caller_locals(thread)
    }

    /// vars([object]) -> dictionary
    ///
    /// Without arguments, equivalent to locals().
    /// With an argument, equivalent to object.__dict__.
    #[function]
    fn vars(thread: &mut Thread, object: Option<Value>) -> PyResult<Value> {
        let Some(object) = object else {
            return super::caller_locals(thread);
        };
        match protocol::getattr_optional(thread, object, core().names.dict.get())? {
            Some(dict) => Ok(dict),
            None => Err(thread.type_error(format_args!("vars() argument must have __dict__ attribute"))),
        }
    }

    /// dir([object]) -> list of strings
    ///
    /// If called without an argument, return the names in the current scope.
    /// Else, return an alphabetized list of names comprising (some of) the attributes
    /// of the given object, and of attributes reachable from it.
    /// If the object supplies a method named __dir__, it will be used; otherwise
    /// the default dir() logic is used and returns:
    ///   for a module object: the module's attributes.
    ///   for a class object:  its attributes, and recursively the attributes
    ///     of its bases.
    ///   for any other object: its attributes, its class's attributes, and
    ///     recursively the attributes of its class's base classes.
    #[function]
    fn dir(thread: &mut Thread, object: Option<Value>) -> PyResult<Value> {
        match object {
            None => super::names_of_caller(thread),
            Some(object) => super::names_of(thread, object),
        }
    }
}

/// The frame that called the running native function.
pub fn caller(thread: &mut Thread) -> Option<FrameInfo> {
    let current_frame = core().hooks.current_frame.get()?;
    current_frame(thread)
}

/// The global namespace of a frame.
pub fn globals_of(frame: FrameInfo) -> Option<Ref<DictObject>> {
    let function = frame.function?.downcast::<FunctionObject>()?;
    Some(function.globals.get())
}

/// The builtins namespace of a frame.
pub fn builtins_of(frame: Option<FrameInfo>) -> Ref<DictObject> {
    let function = frame.and_then(|frame| frame.function?.downcast::<FunctionObject>());
    function.map_or_else(|| core().builtins.get(), |function| function.builtins.get())
}

/// The local namespace of a frame: that of module and class code itself, of functions a snapshot.
pub fn locals_of(thread: &mut Thread, frame: FrameInfo) -> PyResult<Value> {
    if let Some(namespace) = frame.namespace {
        return Ok(namespace);
    }
    if !frame.code.is_optimized()
        && let Some(globals) = globals_of(frame)
    {
        return Ok(globals.value());
    }
    let locals = DictObject::new(thread)?;
    // SAFETY: the frame has called this function, and is live until it returns.
    unsafe {
        if let Some(registers) = frame_locals::registers(thread, &frame)? {
            frame_locals::fill(thread, locals, frame.code, registers)?;
        }
    }
    Ok(locals.value())
}

fn caller_locals(thread: &mut Thread) -> PyResult<Value> {
    match caller(thread) {
        Some(frame) => locals_of(thread, frame),
        None => Err(thread.system_error(format_args!("frame does not exist"))),
    }
}

fn names_of_caller(thread: &mut Thread) -> PyResult<Value> {
    let locals = caller_locals(thread)?;
    if let Some(dict) = locals
        .downcast::<DictObject>()
        .filter(|dict| dict.class() == core().types.dict.get())
    {
        let names = ListObject::with_capacity(thread, dict.len())?;
        let mut position = 0;
        while let Some((at, key, _)) = dict.next_entry(position) {
            position = at + 1;
            names.push(thread, key)?;
        }
        return sorted(thread, names);
    }
    let keys = protocol::call_method(thread, locals, core().names.keys.get(), &[])?;
    let names = crate::sequence::collect(thread, keys)?;
    sorted(thread, names)
}

fn names_of(thread: &mut Thread, object: Value) -> PyResult<Value> {
    match protocol::call_special(thread, object, core().names.dir.get(), &[])? {
        Some(names) => {
            let names = crate::sequence::collect(thread, names)?;
            sorted(thread, names)
        }
        None => Err(thread.type_error(format_args!("object does not provide __dir__"))),
    }
}

fn sorted(thread: &mut Thread, names: Ref<ListObject>) -> PyResult<Value> {
    let sort = StrObject::intern(thread, "sort")?;
    protocol::call_method(thread, names.value(), sort, &[])?;
    Ok(names.value())
}
