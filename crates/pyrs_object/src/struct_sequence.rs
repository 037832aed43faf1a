//! Struct sequences: tuples whose items have names (`sys.version_info`).
//!
//! A static [`StructSequence`] describes the class, which is made when the first instance is.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::heap_object;
use crate::native_class::{NativeClass, TypeMethods};
use crate::protocol;
use crate::slots::Slots;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::{TUPLE_LAYOUT, TupleObject};
use crate::type_object::{TypeObject, class_of};
use crate::value::Value;
use std::cell::Cell;

/// Name of a field.
pub struct Field(pub &'static str);

/// A class of tuples with named items.
pub struct StructSequence {
    class: NativeClass,
    module: &'static str,
    name: &'static str,
    fields: &'static [Field],
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

static SEQUENCE_METHODS: TypeMethods = TypeMethods {
    slots: Slots {
        repr: Some(repr),
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

fn repr(thread: &mut Thread, object: Value) -> PyResult<Value> {
    let class = class_of(object);
    let module = class
        .dict
        .get()
        .get_interned(core().names.module.get())
        .and_then(|m| m.downcast::<StrObject>());
    let module = module.map_or_else(String::new, |m| m.to_string_lossy());
    let names = class
        .lookup(core().names.match_args.get())
        .and_then(|v| v.downcast::<TupleObject>());
    let (Some(tuple), Some(names)) = (object.downcast::<TupleObject>(), names) else {
        return Ok(crate::attribute::default_repr(thread, object)?.value());
    };
    let mut text = format!("{module}.{}(", class.name_for_message());
    for (i, (name, item)) in names.items_unbound().iter().zip(tuple.items_unbound()).enumerate() {
        let name = protocol::str(thread, *name)?.to_string_lossy();
        let item = protocol::repr(thread, *item)?.to_string_lossy();
        text.push_str(&format!("{}{name}={item}", if i == 0 { "" } else { ", " }));
    }
    text.push(')');
    Ok(StrObject::from_str(thread, &text)?.value())
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
        }
    }

    /// The class, made on first use.
    pub fn class(&'static self, thread: &mut Thread) -> PyResult<Ref<TypeObject>> {
        if let Some(class) = self.class.try_get() {
            return Ok(class);
        }
        let class = self.class.create(thread)?;
        let field_class = FIELD_CLASS.create(thread)?;
        let names = TupleObject::with_length(thread, self.fields.len())?;
        let dict = class.dict.get();
        for (index, Field(name)) in self.fields.iter().enumerate() {
            let field: Ref<FieldObject> = field_class.allocate_instance(thread)?;
            field.index.set(index);
            dict.set_str(thread, name, field.value())?;
            let name = StrObject::intern(thread, name)?;
            names.initialise_item(index, name.value());
        }
        dict.set(thread, core().names.match_args.get().value(), names.value())?;
        let count = Value::small_int(self.fields.len() as i64);
        dict.set_str(thread, "n_fields", count)?;
        dict.set_str(thread, "n_sequence_fields", count)?;
        dict.set_str(thread, "n_unnamed_fields", Value::small_int(0))?;
        class.modified();
        Ok(class)
    }

    /// An instance with the values of all fields in order.
    pub fn create(&'static self, thread: &mut Thread, values: &[Value]) -> PyResult<Value> {
        if values.len() != self.fields.len() {
            let (module, name) = (self.module, self.name);
            return Err(thread.system_error(format_args!("wrong number of fields for {module}.{name}")));
        }
        let class = self.class(thread)?;
        let tuple = TupleObject::with_class(thread, class, values.len())?;
        for (i, value) in values.iter().enumerate() {
            tuple.initialise_item(i, *value);
        }
        Ok(tuple.value())
    }
}
