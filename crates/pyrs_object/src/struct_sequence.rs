//! Struct sequences: tuples whose items have names (`sys.version_info`), and perhaps further fields (`os.stat_result`).
//!
//! A static [`StructSequence`] describes the class, which is made when the first instance is.

use crate::core::core;
use crate::descriptor::MemberObject;
use crate::dict::DictObject;
use crate::errors::PyResult;
use crate::function::{Args, NativeDef, NativeFlags};
use crate::header::{Header, Ref};
use crate::heap_object;
use crate::list::ListObject;
use crate::native_class::{NativeClass, TypeMethods};
use crate::protocol;
use crate::slots::Slots;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::{TUPLE_LAYOUT, TupleObject};
use crate::type_object::{TypeObject, class_of};
use crate::value::Value;
use std::cell::Cell;
use std::sync::Mutex;

/// Name of a field.
pub struct Field(pub &'static str);

/// A class of tuples with named items.
pub struct StructSequence {
    class: NativeClass,
    module: &'static str,
    name: &'static str,
    fields: &'static [Field],
    hidden: &'static [Field],
    /// The constructor takes the fields, not a sequence of them.
    takes_fields: bool,
}

/// Descriptor of one field.
#[repr(C)]
struct FieldObject {
    header: Header,
    index: Cell<usize>,
}
heap_object!(FieldObject, "struct sequence field", FIELD_LAYOUT, []);

const NO_METHODS: TypeMethods = TypeMethods {
    doc: "",
    methods: &[],
    getsets: &[],
    slots: Slots::EMPTY,
    binary_ops: &[],
    plain_ops: &[],
    inplace_ops: &[],
    unary_ops: &[],
};

static FIELD_METHODS: TypeMethods = TypeMethods {
    slots: Slots {
        descr_get: Some(field_get),
        descr_set: Some(field_set),
        ..Slots::EMPTY
    },
    ..NO_METHODS
};
static FIELD_CLASS: NativeClass =
    NativeClass::new("builtins", "member_descriptor", &FIELD_LAYOUT).methods(&FIELD_METHODS);

static REDUCE: NativeDef = NativeDef {
    name: "__reduce__",
    doc: "__reduce__($self, /)\n--\n\nFor pickling.",
    function: reduce,
    flags: NativeFlags::METHOD,
};

/// The items, and a dict of the further fields.
fn reduce(thread: &mut Thread, args: Args) -> PyResult<Value> {
    let this = args.positional().first().copied().unwrap_or_else(crate::core::none);
    let class = class_of(this);
    let (Some(tuple), Some(description)) = (this.downcast::<TupleObject>(), description(class)) else {
        return Err(thread.type_error(format_args!("a struct sequence is required")));
    };
    let items = TupleObject::from_slice(thread, tuple.items_unbound())?.value();
    let named = DictObject::new(thread)?;
    for (index, field) in description.hidden.iter().enumerate() {
        let value = crate::instance::get_slot(tuple.header(), index as u32);
        named.set_str(thread, field.0, value.unwrap_or_else(crate::core::none))?;
    }
    let parts = TupleObject::from_slice(thread, &[items, named.value()])?.value();
    Ok(TupleObject::from_slice(thread, &[class.value(), parts])?.value())
}

static SEQUENCE_METHODS: TypeMethods = TypeMethods {
    methods: std::slice::from_ref(&REDUCE),
    slots: Slots {
        repr: Some(repr),
        new: Some(new),
        ..Slots::EMPTY
    },
    ..NO_METHODS
};

fn field_get(_thread: &mut Thread, field: Value, object: Option<Value>, _class: Value) -> PyResult<Value> {
    let Some(tuple) = object.and_then(|o| o.downcast::<TupleObject>()) else {
        return Ok(field);
    };
    let index = field.downcast::<FieldObject>().map_or(0, |f| f.index.get());
    Ok(tuple.items().get(index).copied().unwrap_or_else(crate::core::none))
}

fn field_set(thread: &mut Thread, _field: Value, _object: Value, _value: Option<Value>) -> PyResult<()> {
    Err(thread.attribute_error_plain(format_args!("readonly attribute")))
}

/// The descriptions whose classes were made, by the address of the class; classes live forever.
static DESCRIPTIONS: Mutex<Vec<(u64, &'static StructSequence)>> = Mutex::new(Vec::new());

fn description(class: Ref<TypeObject>) -> Option<&'static StructSequence> {
    let table = DESCRIPTIONS.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let row = table.iter().find(|(address, _)| *address == class.address());
    row.map(|(_, description)| *description)
}

fn repr(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let (Some(tuple), Some(description)) = (object.downcast::<TupleObject>(), description(class_of(object))) else {
        return Ok(crate::attribute::default_repr(thread, object)?.value());
    };
    let mut text = match description.module {
        "builtins" => format!("{}(", description.name),
        module => format!("{module}.{}(", description.name),
    };
    for (i, (name, item)) in description.names().zip(tuple.items_unbound()).enumerate() {
        let item = protocol::repr(thread, *item)?.to_string_lossy();
        text.push_str(&format!("{}{name}={item}", if i == 0 { "" } else { ", " }));
    }
    text.push(')');
    Ok(StrObject::from_str(thread, &text)?.value())
}

/// `class(sequence, dict={})`: hidden fields come from the sequence's tail, or the dict.
fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
    let Some(description) = class.downcast().and_then(description) else {
        return Err(thread.type_error(format_args!("not a struct sequence class")));
    };
    if description.takes_fields {
        return from_fields(thread, description, args);
    }
    let full_name = format!("{}.{}", description.module, description.name);
    let (mut sequence, mut named) = (args.positional().first().copied(), args.positional().get(1).copied());
    for (key, value) in args.keywords() {
        if key.equals_str("sequence") {
            sequence = Some(value);
        } else if key.equals_str("dict") {
            named = Some(value);
        }
    }
    let Some(sequence) = sequence else {
        let name = description.name;
        return Err(thread.type_error(format_args!("{name}() missing required argument 'sequence' (pos 1)")));
    };
    if class_of(sequence).slot(|s| s.iter).is_none() && class_of(sequence).slot(|s| s.getitem).is_none() {
        return Err(thread.type_error(format_args!("constructor requires a sequence")));
    }
    let items = ListObject::with_capacity(thread, description.fields.len())?;
    protocol::for_each(thread, sequence, |thread, item| items.push(thread, item))?;
    let (visible, all, given) = (
        description.fields.len(),
        description.fields.len() + description.hidden.len(),
        items.len(),
    );
    if given < visible || given > all {
        let (bound, limit) = match (visible == all, given < visible) {
            (true, _) => ("a", visible),
            (false, true) => ("an at least", visible),
            (false, false) => ("an at most", all),
        };
        return Err(thread.type_error(format_args!(
            "{full_name}() takes {bound} {limit}-sequence ({given}-sequence given)"
        )));
    }
    for field in &description.hidden[given - visible..] {
        let name = StrObject::intern(thread, field.0)?;
        let value = match named.and_then(|named| named.downcast::<DictObject>()) {
            Some(dict) => dict.get_interned(name),
            None => None,
        };
        items.push(thread, value.unwrap_or_else(crate::core::none))?;
    }
    description.make(thread, items.items())
}

/// `class(field, ...)`, all of them required, by position or by name.
fn from_fields(thread: &mut Thread, description: &'static StructSequence, args: Args) -> PyResult<Value> {
    let (name, count) = (description.name, description.fields.len());
    let values = ListObject::with_capacity(thread, count)?;
    let given = args.positional().len() + args.keywords().count();
    if given > count {
        let plural = if count == 1 { "" } else { "s" };
        return Err(thread.type_error(format_args!(
            "{name}() takes at most {count} argument{plural} ({given} given)"
        )));
    }
    for (index, Field(field)) in description.fields.iter().enumerate() {
        let by_name = args
            .keywords()
            .find(|(key, _)| key.equals_str(field))
            .map(|(_, value)| value);
        match args.positional().get(index).copied().or(by_name) {
            Some(value) => values.push(thread, value)?,
            None => {
                let position = index + 1;
                return Err(thread.type_error(format_args!(
                    "{name}() missing required argument '{field}' (pos {position})"
                )));
            }
        }
    }
    description.make(thread, values.items())
}

impl StructSequence {
    /// A class `module.name` with these fields.
    pub const fn new(name: &'static str, module: &'static str, fields: &'static [Field]) -> StructSequence {
        let class = NativeClass::new(module, name, &TUPLE_LAYOUT)
            .base(|| core().types.tuple.get())
            .methods(&SEQUENCE_METHODS);
        StructSequence {
            class,
            module,
            name,
            fields,
            hidden: &[],
            takes_fields: false,
        }
    }

    /// Lets the constructor take the fields as arguments.
    pub const fn taking_fields(mut self) -> StructSequence {
        self.takes_fields = true;
        self
    }

    /// Fields that are attributes only, after the items. An item without name is called as the hidden field at its
    /// place in `repr`.
    pub const fn hidden(mut self, hidden: &'static [Field]) -> StructSequence {
        self.hidden = hidden;
        self
    }

    /// Names of the fields that have one.
    fn names(&self) -> impl Iterator<Item = &'static str> {
        let all = self.fields.iter().chain(self.hidden);
        all.map(|field| field.0).filter(|name| !name.is_empty())
    }

    /// The class, made on first use.
    pub fn class(&'static self, thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
        if let Some(class) = self.class.try_get() {
            return Ok(class);
        }
        let class = self.class.create(thread)?;
        let field_class = FIELD_CLASS.create(thread)?;
        if !self.hidden.is_empty() {
            class.reserved_slots.set(self.hidden.len() as u32);
            class.make_root_shape(thread)?;
        }
        let named = self.fields.iter().filter(|field| !field.0.is_empty()).count();
        let names = TupleObject::with_length(thread, named)?;
        let dict = class.dict.get();
        for (index, Field(name)) in self.fields.iter().enumerate().filter(|(_, field)| !field.0.is_empty()) {
            let field: Ref<FieldObject> = field_class.allocate_instance(thread)?;
            field.index.set(index);
            dict.set_str(thread, name, field.value())?;
            let name = StrObject::intern(thread, name)?;
            names.initialise_item(index, name.value());
        }
        dict.set(thread, core().names.match_args.get().value(), names.value())?;
        for (index, Field(name)) in self.hidden.iter().enumerate() {
            let name = StrObject::intern(thread, name)?;
            let member = MemberObject::new(thread, class.value(), name, index as u32)?;
            dict.set(thread, name.value(), member.value())?;
        }
        let count = |number: usize| Value::small_int(number as i64);
        dict.set_str(thread, "n_fields", count(self.fields.len() + self.hidden.len()))?;
        dict.set_str(thread, "n_sequence_fields", count(self.fields.len()))?;
        dict.set_str(thread, "n_unnamed_fields", count(self.fields.len() - named))?;
        DESCRIPTIONS
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
            .push((class.address(), self));
        class.modified();
        Ok(class)
    }

    /// An instance with the values of all fields in order.
    pub fn create(&'static self, thread: &mut Thread, values: &[Value]) -> PyResult<Value> {
        if values.len() != self.fields.len() + self.hidden.len() {
            let (module, name) = (self.module, self.name);
            return Err(thread.system_error(format_args!("wrong number of fields for {module}.{name}")));
        }
        self.make(thread, values)
    }

    fn make(&'static self, thread: &mut Thread, values: &[Value]) -> PyResult<Value> {
        let class = self.class(thread)?;
        let (items, hidden) = values.split_at(self.fields.len());
        let tuple = TupleObject::with_class(thread, class, items.len())?;
        for (i, value) in items.iter().enumerate() {
            tuple.initialise_item(i, *value);
        }
        for (i, value) in hidden.iter().enumerate() {
            crate::instance::set_slot(thread, tuple.header(), i as u32, Some(*value))?;
        }
        Ok(tuple.value())
    }
}
