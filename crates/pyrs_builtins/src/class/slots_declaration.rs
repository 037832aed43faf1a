//! `__slots__`: checks of the declaration, and the members that it makes.

use pyrs_object::descriptor::MemberObject;
use pyrs_object::dict::DictObject;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{PyResult, Ref, Thread, Value, core};

/// What a class body's `__slots__` asks for.
pub struct Declaration {
    /// Mangled names, sorted, without `__dict__` and `__weakref__`.
    pub names: Ref<ListObject>,
    /// Whether `__dict__` is among them.
    pub dict: bool,
    /// Whether `__weakref__` is among them.
    pub weakref: bool,
}

fn has_variable_size(base: Ref<TypeObject>) -> bool {
    let types = &core().types;
    [&types.int, &types.tuple, &types.bytes, &types.type_]
        .iter()
        .any(|class| base.is_subtype(class.get()))
}

/// Whether instances of subclasses of `base` can be weakly referenced.
pub fn may_add_weakref(base: Ref<TypeObject>) -> bool {
    !has_variable_size(base) || base.is_subtype(core().types.type_.get())
}

/// Reads `__slots__`; `None` if the body has none.
pub fn read(
    thread: &mut Thread,
    class_name: Ref<StrObject>,
    base: Ref<TypeObject>,
    namespace: Ref<DictObject>,
) -> PyResult<Option<Declaration>> {
    let Some(slots) = namespace.get_interned(core().names.slots.get()) else {
        return Ok(None);
    };
    let declared = match slots.downcast::<StrObject>() {
        Some(_) => ListObject::from_slice(thread, &[slots])?,
        None => crate::sequence::collect(thread, slots)?,
    };
    if !declared.is_empty() && has_variable_size(base) {
        let name = base.name_for_message();
        return Err(thread.type_error(format_args!("nonempty __slots__ not supported for subtype of '{name}'")));
    }
    let names = ListObject::with_capacity(thread, declared.len())?;
    let mut declaration = Declaration {
        names,
        dict: false,
        weakref: false,
    };
    for index in 0..declared.len() {
        if let Some(item) = declared.get(index) {
            add(thread, &mut declaration, class_name, base, namespace, item)?;
        }
    }
    sort(names);
    Ok(Some(declaration))
}

fn add(
    thread: &mut Thread,
    declaration: &mut Declaration,
    class_name: Ref<StrObject>,
    base: Ref<TypeObject>,
    namespace: Ref<DictObject>,
    item: Value,
) -> PyResult<()> {
    let Some(name) = item.downcast::<StrObject>() else {
        let class = class_of(item).name_for_message();
        return Err(thread.type_error(format_args!("__slots__ items must be strings, not '{class}'")));
    };
    let text = name.to_string_lossy();
    let mut characters = text.chars();
    let identifier = characters.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && characters.all(|c| c == '_' || c.is_alphanumeric());
    if !identifier {
        return Err(thread.type_error(format_args!("__slots__ must be identifiers")));
    }
    if text == "__dict__" || text == "__weakref__" {
        let (seen, flag) = match text.as_str() {
            "__dict__" => (&mut declaration.dict, TypeFlags::HAS_DICT),
            _ => (&mut declaration.weakref, TypeFlags::HAS_WEAKREF),
        };
        if *seen || base.has(flag) {
            return Err(thread.type_error(format_args!("{text} slot disallowed: we already got one")));
        }
        *seen = true;
        return Ok(());
    }
    let mangled = mangle(&class_name.to_string_lossy(), &text);
    let mangled = StrObject::intern(thread, &mangled)?;
    let allowed = ["__qualname__", "__classcell__", "__classdictcell__"].contains(&text.as_str());
    if !allowed && namespace.get_interned(mangled).is_some() {
        return Err(thread.value_error(format_args!("'{text}' in __slots__ conflicts with class variable")));
    }
    declaration.names.push(thread, mangled.value())
}

/// Private name mangling.
fn mangle(class_name: &str, name: &str) -> String {
    let class_name = class_name.trim_start_matches('_');
    if class_name.is_empty() || !name.starts_with("__") || name.ends_with("__") {
        return name.to_owned();
    }
    format!("_{class_name}{name}")
}

/// Sorts the names, as the order of slots is to be independent of that of a set.
fn sort(names: Ref<ListObject>) {
    let text = |i: usize| {
        names
            .get(i)
            .and_then(|v| v.downcast::<StrObject>())
            .map(|s| s.to_string_lossy())
    };
    // Insertion sort in the list itself: a Rust vector must not hold the values, and there are few.
    for i in 1..names.len() {
        let mut j = i;
        while j > 0 && text(j - 1) > text(j) {
            if let (Some(a), Some(b)) = (names.get(j - 1), names.get(j)) {
                names.set(j - 1, b);
                names.set(j, a);
            }
            j -= 1;
        }
    }
}

/// Enters a member descriptor per slot in the class, whose slots start at `first`.
pub fn add_members(thread: &mut Thread, class: Ref<TypeObject>, names: Ref<ListObject>, first: u32) -> PyResult<()> {
    for index in 0..names.len() {
        let Some(name) = names.get(index).and_then(|v| v.downcast::<StrObject>()) else {
            continue;
        };
        let member = MemberObject::new(thread, class.value(), name, first + index as u32)?;
        class.dict.get().set(thread, name.value(), member.value())?;
    }
    Ok(())
}
