//! Opcodes that fill and make objects: lists, dicts, sets, instances, buffers.

use super::load::Loader;
use super::state::{self, unpickling_error};
use crate::json::encoder::full_name;
use pyrs_object::dict::DictObject;
use pyrs_object::instance;
use pyrs_object::list::ListObject;
use pyrs_object::memory_view::MemoryViewObject;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

impl Loader {
    /// Appends the value on top to the list below it.
    pub fn append_one(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (item, target) = (self.pop(thread)?, self.top(thread)?);
        match target.downcast::<ListObject>() {
            Some(list) if class_of(target) == core().types.list.get() => list.push(thread, item),
            _ => append_by_method(thread, target, item),
        }
    }

    /// Appends all values from a position on to the list below them.
    pub fn append(&mut self, thread: &mut Thread, start: usize) -> PyResult<()> {
        let target = self.below(thread, start)?;
        if self.stack.len() == start {
            return Ok(());
        }
        if let Some(list) = target.downcast::<ListObject>()
            && class_of(target) == core().types.list.get()
        {
            // The stack's storage stays where it is while the list's grows.
            let (length, stack) = (list.len(), self.stack);
            list.splice(thread, length, 0, stack.items().get(start..).unwrap_or(&[]))?;
            return self.truncate(thread, start);
        }
        let extend = StrObject::intern(thread, "extend")?;
        if let Some(method) = protocol::getattr_optional(thread, target, extend)? {
            let items = ListObject::from_slice(thread, self.stack.items().get(start..).unwrap_or(&[]))?;
            self.truncate(thread, start)?;
            return protocol::call(thread, method, &[items.value()]).map(|_| ());
        }
        for index in start..self.stack.len() {
            if let Some(item) = self.stack.get(index) {
                append_by_method(thread, target, item)?;
            }
        }
        self.truncate(thread, start)
    }

    /// The value below a position that a mark had.
    fn below(&mut self, thread: &mut Thread, start: usize) -> PyResult<Value> {
        let index = start.checked_sub(1).filter(|index| *index >= self.fence);
        match index.and_then(|index| self.stack.get(index)) {
            Some(value) => Ok(value),
            None => Err(self.nothing_there(thread)),
        }
    }

    /// Sets an item of the dict below the key and the value on top.
    pub fn set_one(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (value, key) = (self.pop(thread)?, self.pop(thread)?);
        let target = self.top(thread)?;
        set_item(thread, target, key, value)
    }

    /// Sets the items from a position on of the dict below them.
    pub fn set_items(&mut self, thread: &mut Thread, start: usize) -> PyResult<()> {
        let target = self.below(thread, start)?;
        if !(self.stack.len() - start).is_multiple_of(2) {
            return Err(unpickling_error(
                thread,
                format_args!("odd number of items for SETITEMS"),
            ));
        }
        let mut index = start;
        while let (Some(key), Some(value)) = (self.stack.get(index), self.stack.get(index + 1)) {
            set_item(thread, target, key, value)?;
            index += 2;
        }
        self.truncate(thread, start)
    }

    /// DICT
    pub fn dict(&mut self, thread: &mut Thread) -> PyResult<()> {
        let start = self.take_mark(thread)?;
        if !(self.stack.len() - start).is_multiple_of(2) {
            return Err(unpickling_error(thread, format_args!("odd number of items for DICT")));
        }
        let dict = DictObject::new(thread)?;
        let mut index = start;
        while let (Some(key), Some(value)) = (self.stack.get(index), self.stack.get(index + 1)) {
            dict.set(thread, key, value)?;
            index += 2;
        }
        self.truncate(thread, start)?;
        self.push(thread, dict.value())
    }

    /// ADDITEMS
    pub fn add_items(&mut self, thread: &mut Thread) -> PyResult<()> {
        let start = self.take_mark(thread)?;
        let target = self.below(thread, start)?;
        let set = target
            .downcast::<SetObject>()
            .filter(|_| class_of(target) == core().types.set.get());
        for index in start..self.stack.len() {
            let Some(item) = self.stack.get(index) else { continue };
            match set {
                Some(set) => {
                    set.add(thread, item)?;
                }
                None => {
                    let add = StrObject::intern(thread, "add")?;
                    protocol::call_method(thread, target, add, &[item])?;
                }
            }
        }
        self.truncate(thread, start)
    }

    /// FROZENSET
    pub fn frozenset(&mut self, thread: &mut Thread) -> PyResult<()> {
        let start = self.take_mark(thread)?;
        let set = SetObject::new_frozen(thread)?;
        for index in start..self.stack.len() {
            if let Some(item) = self.stack.get(index) {
                set.add(thread, item)?;
            }
        }
        self.truncate(thread, start)?;
        self.push(thread, set.value())
    }

    fn class_argument(&mut self, thread: &mut Thread, class: Value, opcode: &str) -> PyResult<Ref<TypeObject>> {
        match class.downcast::<TypeObject>() {
            Some(class) => Ok(class),
            None => {
                let given = full_name(thread, class)?;
                Err(unpickling_error(
                    thread,
                    format_args!("{opcode} class argument must be a type, not {given}"),
                ))
            }
        }
    }

    /// NEWOBJ
    pub fn new_object(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (args, class) = (self.pop(thread)?, self.pop(thread)?);
        let Some(args) = args.downcast::<TupleObject>() else {
            let given = full_name(thread, args)?;
            return Err(unpickling_error(
                thread,
                format_args!("NEWOBJ expected an arg tuple, got {given}"),
            ));
        };
        let class = self.class_argument(thread, class, "NEWOBJ")?;
        let object = make(thread, class, Args::positional_only(args.items_unbound()), "NEWOBJ")?;
        self.push(thread, object)
    }

    /// NEWOBJ_EX
    pub fn new_object_ex(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (keywords, args) = (self.pop(thread)?, self.pop(thread)?);
        let class = self.pop(thread)?;
        let class = self.class_argument(thread, class, "NEWOBJ_EX")?;
        let Some(args) = args.downcast::<TupleObject>() else {
            let given = full_name(thread, args)?;
            return Err(unpickling_error(
                thread,
                format_args!("NEWOBJ_EX args argument must be a tuple, not {given}"),
            ));
        };
        let Some(keywords) = keywords.downcast::<DictObject>() else {
            let given = full_name(thread, keywords)?;
            return Err(unpickling_error(
                thread,
                format_args!("NEWOBJ_EX kwargs argument must be a dict, not {given}"),
            ));
        };
        let count = keywords.len();
        let (all, names) = (
            TupleObject::with_length(thread, args.len() + count)?,
            TupleObject::with_length(thread, count)?,
        );
        all.initialise_slice(0, args.items_unbound());
        let mut position = 0;
        for index in 0..count {
            let Some((at, key, value)) = keywords.next_entry(position) else {
                break;
            };
            if key.downcast::<StrObject>().is_none() {
                return Err(thread.type_error(format_args!("keywords must be strings")));
            }
            names.initialise_item(index, key);
            all.initialise_item(args.len() + index, value);
            position = at + 1;
        }
        let names = Some(names).filter(|names| !names.is_empty());
        let object = make(thread, class, Args::new(all.items_unbound(), names), "NEWOBJ_EX")?;
        self.push(thread, object)
    }

    /// BUILD
    pub fn build(&mut self, thread: &mut Thread) -> PyResult<()> {
        let (state, object) = (self.pop(thread)?, self.top(thread)?);
        let name = StrObject::intern(thread, "__setstate__")?;
        if let Some(method) = protocol::getattr_optional(thread, object, name)? {
            return protocol::call(thread, method, &[state]).map(|_| ());
        }
        let (mut attributes, mut slots) = (state, none());
        if let Some(pair) = state.downcast::<TupleObject>()
            && let &[first, second] = pair.items()
        {
            (attributes, slots) = (first, second);
        }
        if attributes != none() {
            set_attributes(thread, object, attributes)?;
        }
        if slots != none() {
            let Some(slots) = slots.downcast::<DictObject>() else {
                return Err(unpickling_error(thread, format_args!("slot state is not a dictionary")));
            };
            let mut position = 0;
            while let Some((at, key, value)) = slots.next_entry(position) {
                position = at + 1;
                let Some(name) = key.downcast::<StrObject>() else {
                    return Err(thread.type_error(format_args!("attribute name must be string")));
                };
                let name = name.interned(thread)?;
                protocol::setattr(thread, object, name, Some(value))?;
            }
        }
        Ok(())
    }

    /// NEXT_BUFFER
    pub fn next_buffer(&mut self, thread: &mut Thread) -> PyResult<()> {
        let Some(buffers) = self.unpickler.buffers.get() else {
            return Err(unpickling_error(
                thread,
                format_args!("pickle stream refers to out-of-band data but no *buffers* argument was given"),
            ));
        };
        match protocol::next(thread, buffers)? {
            Some(buffer) => self.push(thread, buffer),
            None => Err(unpickling_error(thread, format_args!("not enough out-of-band buffers"))),
        }
    }

    /// READONLY_BUFFER
    pub fn readonly_buffer(&mut self, thread: &mut Thread) -> PyResult<()> {
        let object = self.top(thread)?;
        let class = crate::invoke::builtin(thread, "memoryview")?;
        let view = protocol::call(thread, class, &[object])?;
        if view
            .downcast::<MemoryViewObject>()
            .is_some_and(|view| view.is_readonly())
        {
            return Ok(());
        }
        let name = StrObject::intern(thread, "toreadonly")?;
        let readonly = protocol::call_method(thread, view, name, &[])?;
        self.pop(thread)?;
        self.push(thread, readonly)
    }

    /// EXT1, EXT2, EXT4
    pub fn extension(&mut self, thread: &mut Thread, code: i64) -> PyResult<()> {
        if code <= 0 {
            return Err(unpickling_error(thread, format_args!("EXT specifies code <= 0")));
        }
        let key = Value::small_int(code);
        let cache = state::table(&state::EXTENSION_CACHE);
        if let Some(cache) = cache
            && let Some(object) = cache.get(thread, key)?
        {
            return self.push(thread, object);
        }
        let found = match state::table(&state::INVERTED_REGISTRY) {
            Some(registry) => registry.get(thread, key)?,
            None => None,
        };
        let Some(pair) = found else {
            return Err(thread.value_error(format_args!("unregistered extension code {code}")));
        };
        let pair = pair.downcast::<TupleObject>();
        let Some(&[module, name]) = pair.as_ref().map(|pair| pair.items_unbound()) else {
            return Err(thread.value_error(format_args!("_inverted_registry[{code}] isn't a 2-tuple of strings")));
        };
        let object = self.global(thread, module, name)?;
        if let Some(cache) = cache {
            cache.set(thread, key, object)?;
        }
        self.push(thread, object)
    }
}

fn append_by_method(thread: &mut Thread, target: Value, item: Value) -> PyResult<()> {
    let append = StrObject::intern(thread, "append")?;
    protocol::call_method(thread, target, append, &[item]).map(|_| ())
}

fn set_item(thread: &mut Thread, target: Value, key: Value, value: Value) -> PyResult<()> {
    match target.downcast::<DictObject>() {
        Some(dict) if class_of(target) == core().types.dict.get() => dict.set(thread, key, value),
        _ => protocol::setitem(thread, target, key, Some(value)),
    }
}

/// `class.__new__(class, ...)`
fn make(thread: &mut Thread, class: Ref<TypeObject>, args: Args, opcode: &str) -> PyResult<Value> {
    match class.slot(|s| s.new) {
        Some(new) => new(thread, class.value(), args),
        None => {
            let name = class.name_for_message();
            Err(unpickling_error(
                thread,
                format_args!("{opcode} class argument '{name}' doesn't have __new__"),
            ))
        }
    }
}

/// Enters a dict in an object's `__dict__`.
fn set_attributes(thread: &mut Thread, object: Value, attributes: Value) -> PyResult<()> {
    let Some(dict) = attributes.downcast::<DictObject>() else {
        return Err(unpickling_error(thread, format_args!("state is not a dictionary")));
    };
    let header = object.as_object().filter(|header| {
        header.shape().is_extensible()
            && class_of(object).has(TypeFlags::PLAIN_GETATTR)
            && class_of(object).reserved_slots.get() == 0
    });
    let mut position = 0;
    if let Some(header) = header {
        while let Some((at, key, value)) = dict.next_entry(position) {
            position = at + 1;
            match key.downcast::<StrObject>() {
                Some(name) if class_of(key) == core().types.str_.get() => {
                    let name = name.interned(thread)?;
                    instance::set_attribute(thread, header, name, value)?;
                }
                _ => {
                    let own = instance::materialize_dict(thread, header)?;
                    own.set(thread, key, value)?;
                }
            }
        }
        return Ok(());
    }
    let own = protocol::getattr(thread, object, core().names.dict.get())?;
    while let Some((at, key, value)) = dict.next_entry(position) {
        position = at + 1;
        let key = match key.downcast::<StrObject>() {
            Some(name) if class_of(key) == core().types.str_.get() => name.interned(thread)?.value(),
            _ => key,
        };
        set_item(thread, own, key, value)?;
    }
    Ok(())
}
