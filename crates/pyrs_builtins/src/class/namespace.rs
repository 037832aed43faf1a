//! What becomes of a class body's namespace: the class's dict, and the hooks that run when the class is there.

use pyrs_object::descriptor::MethodKindObject;
use pyrs_object::dict::DictObject;
use pyrs_object::function::{Args, CellObject, FunctionObject};
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core, none, protocol};

/// Sets `__module__`, `__qualname__` and `__doc__`, wraps the functions that are class or static methods by their name,
/// and withdraws the hash of classes that define equality only.
pub fn prepare(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let (dict, names) = (class.dict.get(), &core().names);
    if dict.get_interned(names.module.get()).is_none()
        && let Some(module) = calling_module(thread)
    {
        dict.set(thread, names.module.get().value(), module)?;
    }
    if let Some(qualname) = dict.get_interned(names.qualname.get()) {
        let Some(qualname) = qualname.downcast::<StrObject>() else {
            let found = class_of(qualname).name_for_message();
            return Err(thread.type_error(format_args!("type __qualname__ must be a str, not {found}")));
        };
        class.qualname.set(class, qualname);
        dict.remove(thread, names.qualname.get().value())?;
    }
    if dict.get_interned(names.doc.get()).is_none() {
        dict.set(thread, names.doc.get().value(), none())?;
    }
    let types = &core().types;
    wrap(thread, dict, names.new.get(), types.staticmethod.get())?;
    wrap(thread, dict, names.init_subclass.get(), types.classmethod.get())?;
    wrap(thread, dict, names.class_getitem.get(), types.classmethod.get())?;
    if dict.get_interned(names.eq.get()).is_some() && dict.get_interned(names.hash.get()).is_none() {
        dict.set(thread, names.hash.get().value(), none())?;
    }
    Ok(())
}

fn wrap(thread: &mut Thread, dict: Ref<DictObject>, name: Ref<StrObject>, wrapper: Ref<TypeObject>) -> PyResult<()> {
    if let Some(function) = dict.get_interned(name)
        && function.downcast::<FunctionObject>().is_some()
    {
        let wrapped = MethodKindObject::new(thread, wrapper, function)?;
        dict.set(thread, name.value(), wrapped.value())?;
    }
    Ok(())
}

/// `__name__` of the module whose code is running.
pub fn calling_module(thread: &mut Thread) -> Option<Value> {
    let hook = core().hooks.current_frame.get()?;
    let function = hook(thread)?.function?.downcast::<FunctionObject>()?;
    function.globals.get().get_interned(core().names.name.get())
}

/// Fills the cells through which the body's functions see `__class__` and the class's namespace, and removes them from it.
pub fn fill_cells(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let (dict, names) = (class.dict.get(), &core().names);
    let rows = [
        (names.classcell.get(), class.value()),
        (names.classdictcell.get(), dict.value()),
    ];
    for (name, content) in rows {
        let Some(cell) = dict.get_interned(name) else { continue };
        let Some(cell) = cell.downcast::<CellObject>() else {
            let (name, found) = (name.to_string_lossy(), protocol::repr(thread, class_of(cell).value())?);
            let found = found.to_string_lossy();
            return Err(thread.type_error(format_args!("{name} must be a nonlocal cell, not {found}")));
        };
        cell.content.set(cell, Some(content));
        dict.remove(thread, name.value())?;
    }
    Ok(())
}

/// Calls `__set_name__` of everything in the namespace.
pub fn set_names(thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<()> {
    let entries = class.dict.get().copy(thread)?;
    let name = core().names.set_name.get();
    let mut position = 0;
    while let Some((at, key, value)) = entries.next_entry(position) {
        position = at + 1;
        let Some(method) = protocol::lookup_special(thread, value, name)? else {
            continue;
        };
        if let Err(raised) = protocol::call(thread, method, &[class.value(), key]) {
            let text = format!(
                "Error calling __set_name__ on '{}' instance {} in '{}'",
                class_of(value).name_for_message(),
                key.downcast::<StrObject>()
                    .map_or_else(String::new, |k| format!("'{}'", k.to_string_lossy())),
                class.name_for_message()
            );
            crate::exception::base::note_pending(thread, &text);
            return Err(raised);
        }
    }
    Ok(())
}

/// Calls `super(class, class).__init_subclass__(**keywords)`.
pub fn init_subclass(thread: &mut Thread, class: Ref<TypeObject>, keywords: Args) -> PyResult<()> {
    let name = core().names.init_subclass.get();
    match crate::super_object::lookup_after(thread, class, class, None, name)? {
        Some(method) => protocol::call_args(thread, method, keywords).map(|_| ()),
        None => Ok(()),
    }
}
