//! Writing objects by what their `__reduce_ex__` gives.

use super::note::Noted;
use super::opcode::*;
use super::save::Saver;
use super::state::pickling_error;
use crate::invoke::module_attribute;
use crate::json::encoder::full_name;
use pyrs_object::dict::DictObject;
use pyrs_object::instance::{INSTANCE_LAYOUT, attribute_dict};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, none, protocol};

/// The parts of a reduced object, None where there is nothing.
struct Parts {
    function: Value,
    args: Ref<TupleObject>,
    state: Option<Value>,
    items: Option<Value>,
    pairs: Option<Value>,
    setter: Option<Value>,
}

#[cold]
fn wrong_part(thread: &mut Thread, part: &str, wanted: &str, given: Value) -> Raised {
    match full_name(thread, given) {
        Ok(class) => pickling_error(
            thread,
            format_args!("{part} item of the tuple returned by __reduce__ must be {wanted}, not {class}"),
        ),
        Err(raised) => raised,
    }
}

fn is_callable(value: Value) -> bool {
    class_of(value).slot(|s| s.call).is_some()
}

fn parts(thread: &mut Thread, reduced: Ref<TupleObject>) -> PyResult<Parts> {
    let items = reduced.items_unbound();
    if !(2..=6).contains(&items.len()) {
        return Err(pickling_error(
            thread,
            format_args!("tuple returned by __reduce__ must contain 2 through 6 elements"),
        ));
    }
    let optional = |index: usize| items.get(index).copied().filter(|item| *item != none());
    let (function, given) = (items[0], items[1]);
    if !is_callable(function) {
        return Err(wrong_part(thread, "first", "callable", function));
    }
    let Some(args) = given.downcast::<TupleObject>() else {
        return Err(wrong_part(thread, "second", "a tuple", given));
    };
    let is_iterator = |value: Value| class_of(value).slot(|s| s.next).is_some();
    for (index, part) in [(3, "fourth"), (4, "fifth")] {
        if let Some(iterator) = optional(index)
            && !is_iterator(iterator)
        {
            return Err(wrong_part(thread, part, "an iterator", iterator));
        }
    }
    if let Some(setter) = optional(5)
        && !is_callable(setter)
    {
        return Err(wrong_part(thread, "sixth", "callable", setter));
    }
    Ok(Parts {
        function,
        args,
        state: optional(2),
        items: optional(3),
        pairs: optional(4),
        setter: optional(5),
    })
}

impl Saver {
    /// Writes what a reducer gave for an object.
    pub fn save_reduced(&mut self, thread: &mut Thread, reduced: Value, object: Value) -> PyResult<()> {
        if reduced.downcast::<StrObject>().is_some() {
            return self.save_global(thread, object, Some(reduced));
        }
        let written = match reduced.downcast::<TupleObject>() {
            Some(tuple) => self.save_reduce(thread, tuple, Some(object)),
            None => match full_name(thread, reduced) {
                Ok(class) => Err(pickling_error(
                    thread,
                    format_args!("__reduce__ must return a string or tuple, not {class}"),
                )),
                Err(raised) => Err(raised),
            },
        };
        written.noted(thread, object, "object")
    }

    /// Writes an object by its parts. Without object, nothing is remembered.
    pub fn save_reduce(
        &mut self,
        thread: &mut Thread,
        reduced: Ref<TupleObject>,
        object: Option<Value>,
    ) -> PyResult<()> {
        let parts = parts(thread, reduced)?;
        let shown = object.unwrap_or_else(none);
        let mut special = None;
        if self.proto >= 2 {
            let name = protocol::getattr_optional(thread, parts.function, core().names.name.get())?;
            special = name.and_then(|name| name.downcast::<StrObject>());
        }
        match special {
            Some(name) if name.equals_str("__newobj_ex__") => self.save_newobj_ex(thread, &parts, object)?,
            Some(name) if name.equals_str("__newobj__") => self.save_newobj(thread, &parts, object)?,
            _ => {
                self.save(thread, parts.function)
                    .noted(thread, shown, "reconstructor")?;
                self.save(thread, parts.args.value())
                    .noted(thread, shown, "reconstructor arguments")?;
                self.out.op(REDUCE);
            }
        }
        if let Some(object) = object {
            // Its parts may have led to the object itself.
            if let Some(number) = self.memoized(object) {
                self.out.op(POP);
                self.recall(number);
                return Ok(());
            }
            self.memoize(thread, object)?;
        }
        if let Some(items) = parts.items {
            self.save_items(thread, shown, items)?;
        }
        if let Some(pairs) = parts.pairs {
            self.save_pairs(thread, shown, pairs)?;
        }
        match (parts.state, parts.setter) {
            (None, _) => Ok(()),
            (Some(state), None) => {
                self.save(thread, state).noted(thread, shown, "state")?;
                self.out.op(BUILD);
                Ok(())
            }
            (Some(state), Some(setter)) => {
                self.save(thread, setter).noted(thread, shown, "state setter")?;
                self.save(thread, shown)?;
                self.save(thread, state).noted(thread, shown, "state")?;
                self.out.op(TUPLE2);
                self.out.op(REDUCE);
                self.out.op(POP);
                Ok(())
            }
        }
    }

    fn check_class(
        &mut self,
        thread: &mut Thread,
        class: Value,
        object: Option<Value>,
        function: &str,
    ) -> PyResult<()> {
        if class.downcast::<TypeObject>().is_none() {
            let given = full_name(thread, class)?;
            return Err(pickling_error(
                thread,
                format_args!("first argument to {function}() must be a class, not {given}"),
            ));
        }
        let Some(object) = object else { return Ok(()) };
        let own = protocol::getattr(thread, object, core().names.class.get())?;
        if own == class {
            return Ok(());
        }
        let own = protocol::repr(thread, own)?.to_string_lossy();
        let given = protocol::repr(thread, class)?.to_string_lossy();
        Err(pickling_error(
            thread,
            format_args!("first argument to {function}() must be {own}, not {given}"),
        ))
    }

    fn save_newobj(&mut self, thread: &mut Thread, parts: &Parts, object: Option<Value>) -> PyResult<()> {
        let Some((&class, rest)) = parts.args.items_unbound().split_first() else {
            return Err(pickling_error(
                thread,
                format_args!("__newobj__ expected at least 1 argument, got 0"),
            ));
        };
        self.check_class(thread, class, object, "__newobj__")?;
        let shown = object.unwrap_or_else(none);
        self.save(thread, class).noted(thread, shown, "class")?;
        let args = TupleObject::from_slice(thread, rest)?.value();
        self.save(thread, args).noted(thread, shown, "__new__ arguments")?;
        self.out.op(NEWOBJ);
        Ok(())
    }

    fn save_newobj_ex(&mut self, thread: &mut Thread, parts: &Parts, object: Option<Value>) -> PyResult<()> {
        let &[class, args, keywords] = parts.args.items_unbound() else {
            let given = parts.args.len();
            return Err(pickling_error(
                thread,
                format_args!("__newobj_ex__ expected 3 arguments, got {given}"),
            ));
        };
        self.check_class(thread, class, object, "__newobj_ex__")?;
        let Some(positional) = args.downcast::<TupleObject>() else {
            let given = full_name(thread, args)?;
            return Err(pickling_error(
                thread,
                format_args!("second argument to __newobj_ex__() must be a tuple, not {given}"),
            ));
        };
        let Some(named) = keywords.downcast::<DictObject>() else {
            let given = full_name(thread, keywords)?;
            return Err(pickling_error(
                thread,
                format_args!("third argument to __newobj_ex__() must be a dict, not {given}"),
            ));
        };
        let shown = object.unwrap_or_else(none);
        if self.proto >= 4 {
            self.save(thread, class).noted(thread, shown, "class")?;
            self.save(thread, args).noted(thread, shown, "__new__ arguments")?;
            self.save(thread, keywords).noted(thread, shown, "__new__ arguments")?;
            self.out.op(NEWOBJ_EX);
            return Ok(());
        }
        let function = partial_new(thread, class, positional, named)?;
        self.save(thread, function).noted(thread, shown, "reconstructor")?;
        self.save_no_arguments(thread)?;
        self.out.op(REDUCE);
        Ok(())
    }

    /// Writes an instance of a class that keeps to the defaults of `object`: what [`Saver::save_reduce`] would write
    /// for `copyreg.__newobj__`, without the detour. False if it is none.
    pub fn save_plain_instance(
        &mut self,
        thread: &mut Thread,
        object: Value,
        class: Ref<TypeObject>,
    ) -> PyResult<bool> {
        if self.proto < 2 || !self.is_plain(thread, class)? {
            return Ok(false);
        }
        let Some(header) = object.as_object() else {
            return Ok(false);
        };
        let written = self.save_plain_parts(thread, object, header, class);
        written.noted(thread, object, "object")?;
        Ok(true)
    }

    fn save_plain_parts(
        &mut self,
        thread: &mut Thread,
        object: Value,
        header: Ref<pyrs_object::Header>,
        class: Ref<TypeObject>,
    ) -> PyResult<()> {
        self.save(thread, class.value()).noted(thread, object, "class")?;
        // The class's own pickling may have led to the object.
        self.save_no_arguments(thread)?;
        self.out.op(NEWOBJ);
        if let Some(number) = self.memoized(object) {
            self.out.op(POP);
            self.recall(number);
            return Ok(());
        }
        self.memoize(thread, object)?;
        if let Some(dict) = attribute_dict(header) {
            if dict.is_empty() {
                return Ok(());
            }
            self.save(thread, dict.value()).noted(thread, object, "state")?;
        } else if header.shape().has_extension() && header.shape().property_count() > 0 {
            self.save_attributes(thread, object)?;
        } else {
            return Ok(());
        }
        self.out.op(BUILD);
        Ok(())
    }

    fn is_plain(&mut self, thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<bool> {
        let key = (class.address(), class.version.get());
        if self.plain == key && key.1 != 0 && !self.has_own_reducers(thread, class)? {
            return Ok(true);
        }
        let layout: &'static pyrs_object::layout::Layout = &INSTANCE_LAYOUT;
        if !class.has(TypeFlags::HEAP)
            || !class.has(TypeFlags::HAS_DICT)
            || class.reserved_slots.get() != 0
            || !std::ptr::eq(class.layout.get(), layout)
            || !class.has(TypeFlags::PLAIN_GETATTR)
            || class_of(class.value()) != core().types.type_.get()
            || self.has_own_reducers(thread, class)?
        {
            return Ok(false);
        }
        let object = core().types.object.get();
        for name in ["__reduce_ex__", "__reduce__", "__getstate__", "__class__"] {
            let name = StrObject::intern(thread, name)?;
            if class.lookup(name) != object.lookup(name) {
                return Ok(false);
            }
        }
        for name in ["__getnewargs_ex__", "__getnewargs__", "__getattr__"] {
            let name = StrObject::intern(thread, name)?;
            if class.lookup(name).is_some() {
                return Ok(false);
            }
        }
        self.plain = key;
        Ok(true)
    }

    /// Whether a dispatch table has the class.
    fn has_own_reducers(&mut self, thread: &mut Thread, class: Ref<TypeObject>) -> PyResult<bool> {
        if self.pickler.dispatch_table.get().is_some() {
            return Ok(true);
        }
        match super::state::table(&super::state::DISPATCH_TABLE) {
            Some(table) => Ok(table.get(thread, class.value())?.is_some()),
            None => Ok(true),
        }
    }
}

/// `functools.partial(class.__new__, class, *args, **keywords)`
fn partial_new(
    thread: &mut Thread,
    class: Value,
    args: Ref<TupleObject>,
    keywords: Ref<DictObject>,
) -> PyResult<Value> {
    let partial = module_attribute(thread, "functools", "partial")?;
    let new = protocol::getattr(thread, class, core().names.new.get())?;
    let count = keywords.len();
    let (all, names) = (
        TupleObject::with_length(thread, 2 + args.len() + count)?,
        TupleObject::with_length(thread, count)?,
    );
    all.initialise_item(0, new);
    all.initialise_item(1, class);
    all.initialise_slice(2, args.items_unbound());
    let mut position = 0;
    for index in 0..count {
        let Some((at, key, value)) = keywords.next_entry(position) else {
            return Err(thread.runtime_error(format_args!("dictionary changed size during iteration")));
        };
        if key.downcast::<StrObject>().is_none() {
            return Err(thread.type_error(format_args!("keywords must be strings")));
        }
        names.initialise_item(index, key);
        all.initialise_item(2 + args.len() + index, value);
        position = at + 1;
    }
    protocol::call_args(thread, partial, Args::new(all.items_unbound(), Some(names)))
}
