//! Filling a dict from a mapping, from pairs and from keyword arguments.

use pyrs_object::dict::DictObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, protocol};

/// The dict, if its keys are found by walking its entries: a subclass may iterate otherwise.
pub fn walkable(value: Value) -> Option<Ref<DictObject>> {
    let dict = value.downcast::<DictObject>()?;
    let plain = core().types.dict.get();
    let iter = |class: Ref<pyrs_object::type_object::TypeObject>| class.slot(|s| s.iter).map(|f| f as usize);
    (dict.class() == plain || iter(dict.class()) == iter(plain)).then_some(dict)
}

/// Sets all entries of `source` in `target`.
pub fn merge_dict(thread: &mut Thread, target: Ref<DictObject>, source: Ref<DictObject>) -> PyResult<()> {
    if target == source || source.is_empty() {
        return Ok(());
    }
    if target.is_empty() {
        return target.fill_from(thread, source);
    }
    let (version, mut position) = (source.version(), 0);
    while let Some((at, key, value)) = source.next_entry(position) {
        target.set_hashed(thread, key, source.entry_hash(at), value)?;
        if source.version() != version {
            return Err(thread.runtime_error(format_args!("dict mutated during update")));
        }
        position = at + 1;
    }
    Ok(())
}

/// Sets all items of a mapping, which has a method `keys`.
fn merge_mapping(thread: &mut Thread, target: Ref<DictObject>, source: Value, keys: Value) -> PyResult<()> {
    let keys = protocol::call(thread, keys, &[])?;
    if class_of(keys).slot(|s| s.iter).is_none() && class_of(keys).slot(|s| s.getitem).is_none() {
        let (class, found) = (class_of(source).name_for_message(), class_of(keys).name_for_message());
        return Err(thread.type_error(format_args!("{class}.keys() returned a non-iterable (type {found})")));
    }
    protocol::for_each(thread, keys, |thread, key| {
        let value = protocol::getitem(thread, source, key)?;
        let hash = super::key_hash(thread, key, "dict key")?;
        target.set_hashed(thread, key, hash, value)
    })
}

/// The error for an element that cannot be iterated over; a note tells which.
#[cold]
fn not_a_pair(thread: &mut Thread, index: usize) -> Raised {
    let raised = thread.type_error(format_args!("object is not iterable"));
    let Some(exception) = thread.take_raised() else {
        return raised;
    };
    let note = format!("Cannot convert dictionary update sequence element #{index} to a sequence");
    let added = StrObject::intern(thread, "add_note").and_then(|name| {
        let note = StrObject::from_str(thread, &note)?;
        protocol::call_method(thread, exception.value(), name, &[note.value()])
    });
    match added {
        Ok(_) => thread.reraise(exception),
        Err(raised) => raised,
    }
}

/// Sets the pairs of an iterable.
fn merge_pairs(thread: &mut Thread, target: Ref<DictObject>, pairs: Value) -> PyResult<()> {
    let mut index = 0usize;
    protocol::for_each(thread, pairs, |thread, element| {
        if class_of(element).slot(|s| s.iter).is_none() && class_of(element).slot(|s| s.getitem).is_none() {
            return Err(not_a_pair(thread, index));
        }
        let pair = crate::sequence::collect(thread, element)?;
        let (Some(key), Some(value), 2) = (pair.get(0), pair.get(1), pair.len()) else {
            let length = pair.len();
            return Err(thread.value_error(format_args!(
                "dictionary update sequence element #{index} has length {length}; 2 is required"
            )));
        };
        index += 1;
        let hash = super::key_hash(thread, key, "dict key")?;
        target.set_hashed(thread, key, hash, value)
    })
}

/// What `update` and `|=` take: a mapping, or an iterable of pairs.
pub fn update(thread: &mut Thread, target: Ref<DictObject>, source: Value) -> PyResult<()> {
    if let Some(dict) = source.downcast::<DictObject>()
        && dict.class() == core().types.dict.get()
    {
        return merge_dict(thread, target, dict);
    }
    match protocol::getattr_optional(thread, source, core().names.keys.get())? {
        Some(keys) => match walkable(source) {
            Some(dict) => merge_dict(thread, target, dict),
            None => merge_mapping(thread, target, source, keys),
        },
        None => merge_pairs(thread, target, source),
    }
}

/// The arguments of `dict()` and `update()`.
pub fn update_from_args(thread: &mut Thread, target: Ref<DictObject>, args: Args, name: &str) -> PyResult<()> {
    match args.positional() {
        [] => {}
        [source] => update(thread, target, *source)?,
        more => {
            let given = more.len();
            return Err(thread.type_error(format_args!("{name} expected at most 1 argument, got {given}")));
        }
    }
    for (key, value) in args.keywords() {
        target.set(thread, key.value(), value)?;
    }
    Ok(())
}
