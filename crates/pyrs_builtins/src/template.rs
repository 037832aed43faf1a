//! `string.templatelib.Template` and `Interpolation`: what a t-string makes.
//!
//! Invariant: a template has one string more than it has interpolations.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, heap_object, none, not_implemented, protocol};

/// A replacement field of a t-string.
#[repr(C)]
pub struct InterpolationObject {
    header: Header,
    value: Field<Option<Value>>,
    expression: Field<Option<Value>>,
    conversion: Field<Option<Value>>,
    format_spec: Field<Option<Value>>,
}
heap_object!(
    InterpolationObject,
    "string.templatelib.Interpolation",
    INTERPOLATION_LAYOUT,
    [value, expression, conversion, format_spec]
);

/// The class of interpolations.
pub static INTERPOLATION: NativeClass = NativeClass::new("string.templatelib", "Interpolation", &INTERPOLATION_LAYOUT)
    .methods(InterpolationMethods::TYPE_METHODS);

/// A t-string.
#[repr(C)]
pub struct TemplateObject {
    header: Header,
    strings: Field<Option<Ref<TupleObject>>>,
    interpolations: Field<Option<Ref<TupleObject>>>,
}
heap_object!(
    TemplateObject,
    "string.templatelib.Template",
    TEMPLATE_LAYOUT,
    [strings, interpolations]
);

/// The class of templates.
pub static TEMPLATE: NativeClass =
    NativeClass::new("string.templatelib", "Template", &TEMPLATE_LAYOUT).methods(TemplateMethods::TYPE_METHODS);

static NEW_INTERPOLATION: Signature = Signature::of_slot(
    "Interpolation",
    &["value", "expression", "conversion", "format_spec"],
    1,
);

/// Makes the classes, and lets t-strings make instances of them.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = INTERPOLATION.create(thread)?;
    let names = ["value", "expression", "conversion", "format_spec"];
    let list = ListObject::with_capacity(thread, names.len())?;
    for name in names {
        let name = StrObject::intern(thread, name)?;
        list.push(thread, name.value())?;
    }
    let names = TupleObject::from_slice(thread, list.items())?;
    class.dict.get().set_str(thread, "__match_args__", names.value())?;
    TEMPLATE.create(thread)?;
    core().hooks.interpolation.set(Some(new_interpolation));
    core().hooks.template.set(Some(template_of));
    Ok(())
}

fn new_interpolation(thread: &mut Thread, fields: &[Value; 4]) -> PyResult<Value> {
    let made: Ref<InterpolationObject> = INTERPOLATION.get().allocate_instance(thread)?;
    made.value.set(made, Some(fields[0]));
    made.expression.set(made, Some(fields[1]));
    made.conversion.set(made, Some(fields[2]));
    made.format_spec.set(made, Some(fields[3]));
    Ok(made.value())
}

/// The template of strings and interpolations in any order.
fn template_of(thread: &mut Thread, parts: &[Value]) -> PyResult<Value> {
    let strings = ListObject::with_capacity(thread, 0)?;
    let interpolations = ListObject::with_capacity(thread, 0)?;
    let mut last: Option<Value> = None;
    for part in parts {
        if part.downcast::<InterpolationObject>().is_some() {
            let before = match last.take() {
                Some(before) => before,
                None => StrObject::from_str(thread, "")?.value(),
            };
            strings.push(thread, before)?;
            interpolations.push(thread, *part)?;
        } else if part.downcast::<StrObject>().is_some() {
            last = Some(match last {
                Some(before) => protocol::binary(thread, BinaryOp::Add, before, *part)?,
                None => *part,
            });
        } else {
            let name = class_of(*part).name_for_message();
            return Err(thread.type_error(format_args!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {name}"
            )));
        }
    }
    let end = match last {
        Some(end) => end,
        None => StrObject::from_str(thread, "")?.value(),
    };
    strings.push(thread, end)?;
    let strings = TupleObject::from_slice(thread, strings.items())?;
    let interpolations = TupleObject::from_slice(thread, interpolations.items())?;
    let made: Ref<TemplateObject> = TEMPLATE.get().allocate_instance(thread)?;
    made.strings.set(made, Some(strings));
    made.interpolations.set(made, Some(interpolations));
    Ok(made.value())
}

/// Strings (with empty ones if `keeps_empty`) and interpolations in turn.
fn parts(thread: &mut Thread, template: Ref<TemplateObject>, keeps_empty: bool) -> PyResult<Ref<ListObject>> {
    let list = ListObject::with_capacity(thread, 0)?;
    if let (Some(strings), Some(interpolations)) = (template.strings.get(), template.interpolations.get()) {
        for (index, string) in strings.items_unbound().iter().enumerate() {
            if keeps_empty || string.downcast::<StrObject>().is_some_and(|text| !text.is_empty()) {
                list.push(thread, *string)?;
            }
            if let Some(interpolation) = interpolations.items_unbound().get(index) {
                list.push(thread, *interpolation)?;
            }
        }
    }
    Ok(list)
}

fn field(field: &Field<Option<Value>>) -> Value {
    field.get().unwrap_or_else(none)
}

/// Holds the methods of interpolations.
pub struct InterpolationMethods;

#[pymethods]
impl InterpolationMethods {
    /// See PEP 585
    #[classmethod(signature = "($type, object, /)")]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class.value(), item)
    }

    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [value, expression, conversion, spec] = bind_slot::<4>(thread, &NEW_INTERPOLATION, args)?;
        let empty = StrObject::from_str(thread, "")?.value();
        let conversion = conversion.unwrap_or_else(none);
        if conversion != none() {
            let Some(letter) = conversion.downcast::<StrObject>() else {
                let name = class_of(conversion).name_for_message();
                return Err(thread.type_error(format_args!(
                    "Interpolation() argument 'conversion' must be str, not {name}"
                )));
            };
            if !["s", "r", "a"].iter().any(|known| letter.equals_str(known)) {
                return Err(thread.value_error(format_args!(
                    "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"
                )));
            }
        }
        for (name, text) in [("expression", expression), ("format_spec", spec)] {
            if let Some(text) = text
                && text.downcast::<StrObject>().is_none()
            {
                let class = class_of(text).name_for_message();
                return Err(thread.type_error(format_args!(
                    "Interpolation() argument '{name}' must be str, not {class}"
                )));
            }
        }
        let fields = [
            value.unwrap_or_else(none),
            expression.unwrap_or(empty),
            conversion,
            spec.unwrap_or(empty),
        ];
        new_interpolation(thread, &fields)
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(this) = this.downcast::<InterpolationObject>() else {
            return Err(thread.type_error(format_args!("Interpolation expected")));
        };
        let mut text = String::from("Interpolation(");
        for (index, part) in [&this.value, &this.expression, &this.conversion, &this.format_spec]
            .into_iter()
            .enumerate()
        {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(&protocol::repr(thread, field(part))?.to_string_lossy());
        }
        text.push(')');
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    /// Value
    #[getter]
    fn value(_thread: &mut Thread, this: Ref<InterpolationObject>) -> Value {
        field(&this.value)
    }

    /// Expression
    #[getter]
    fn expression(_thread: &mut Thread, this: Ref<InterpolationObject>) -> Value {
        field(&this.expression)
    }

    /// Conversion
    #[getter]
    fn conversion(_thread: &mut Thread, this: Ref<InterpolationObject>) -> Value {
        field(&this.conversion)
    }

    /// Format specifier
    #[getter]
    fn format_spec(_thread: &mut Thread, this: Ref<InterpolationObject>) -> Value {
        field(&this.format_spec)
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<InterpolationObject>) -> PyResult<Value> {
        let fields = [
            field(&this.value),
            field(&this.expression),
            field(&this.conversion),
            field(&this.format_spec),
        ];
        let fields = TupleObject::from_slice(thread, &fields)?.value();
        let items = [INTERPOLATION.get().value(), fields];
        Ok(TupleObject::from_slice(thread, &items)?.value())
    }
}

/// Holds the methods of templates.
pub struct TemplateMethods;

/// Template object
#[pymethods]
impl TemplateMethods {
    /// See PEP 585
    #[classmethod(signature = "($type, object, /)")]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class.value(), item)
    }

    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("Template.__new__ only accepts *args arguments")));
        }
        template_of(thread, args.positional())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = this.downcast::<TemplateObject>();
        let Some((strings, interpolations)) = this.and_then(|t| t.strings.get().zip(t.interpolations.get())) else {
            return Err(thread.type_error(format_args!("Template expected")));
        };
        let strings = protocol::repr(thread, strings.value())?.to_string_lossy();
        let interpolations = protocol::repr(thread, interpolations.value())?.to_string_lossy();
        let text = format!("Template(strings={strings}, interpolations={interpolations})");
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match this.downcast::<TemplateObject>() {
            Some(this) => {
                let parts = parts(thread, this, false)?;
                protocol::iter(thread, parts.value())
            }
            None => Err(thread.type_error(format_args!("Template expected"))),
        }
    }

    #[slot(ops = "Add")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if op != BinaryOp::Add {
            return Ok(not_implemented());
        }
        let (Some(a), Some(b)) = (left.downcast::<TemplateObject>(), right.downcast::<TemplateObject>()) else {
            if left.downcast::<TemplateObject>().is_none() {
                return Ok(not_implemented());
            }
            let name = class_of(right).name_for_message();
            return Err(thread.type_error(format_args!(
                "can only concatenate string.templatelib.Template (not \"{name}\") to string.templatelib.Template"
            )));
        };
        let all = parts(thread, a, true)?;
        let rest = parts(thread, b, true)?;
        for part in rest.items().to_vec() {
            all.push(thread, part)?;
        }
        let all = TupleObject::from_slice(thread, all.items())?;
        template_of(thread, all.items_unbound())
    }

    /// Strings
    #[getter]
    fn strings(_thread: &mut Thread, this: Ref<TemplateObject>) -> Value {
        this.strings.get().map_or_else(none, |strings| strings.value())
    }

    /// Interpolations
    #[getter]
    fn interpolations(_thread: &mut Thread, this: Ref<TemplateObject>) -> Value {
        this.interpolations.get().map_or_else(none, |items| items.value())
    }

    /// Values of interpolations
    #[getter]
    fn values(thread: &mut Thread, this: Ref<TemplateObject>) -> PyResult<Value> {
        let list = ListObject::with_capacity(thread, 0)?;
        if let Some(interpolations) = this.interpolations.get() {
            for item in interpolations.items_unbound() {
                if let Some(item) = item.downcast::<InterpolationObject>() {
                    list.push(thread, field(&item.value))?;
                }
            }
        }
        Ok(TupleObject::from_slice(thread, list.items())?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<TemplateObject>) -> PyResult<Value> {
        let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
            return Err(thread.import_error(format_args!("__import__ not found")));
        };
        let module = StrObject::intern(thread, "string.templatelib")?.value();
        let name = StrObject::intern(thread, "_template_unpickle")?;
        let from_list = TupleObject::from_slice(thread, &[name.value()])?.value();
        let module = protocol::call(thread, import, &[module, none(), none(), from_list])?;
        let function = protocol::getattr(thread, module, name)?;
        let strings = this.strings.get().map_or_else(none, |strings| strings.value());
        let interpolations = this.interpolations.get().map_or_else(none, |items| items.value());
        let args = TupleObject::from_slice(thread, &[strings, interpolations])?.value();
        Ok(TupleObject::from_slice(thread, &[function, args])?.value())
    }
}
