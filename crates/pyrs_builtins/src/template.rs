//! `string.templatelib.Template` and `Interpolation`.

use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::list::ListObject;
use pyrs_object::slots::BinaryOp;
use pyrs_object::str::StrObject;
use pyrs_object::template::{InterpolationObject, TemplateIterator, TemplateObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, not_implemented, protocol};

/// Fills the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    TemplateMethods::register(thread, types.template.get())?;
    TemplateIteratorMethods::register(thread, types.template_iterator.get())?;
    let interpolation = types.interpolation.get();
    InterpolationMethods::register(thread, interpolation)?;
    let mut names = Vec::new();
    for name in ["value", "expression", "conversion", "format_spec"] {
        names.push(StrObject::intern(thread, name)?.value());
    }
    // The names are interned: they stay.
    let names = TupleObject::from_slice(thread, &names)?;
    interpolation
        .dict
        .get()
        .set_str(thread, "__match_args__", names.value())
}

fn template_of(thread: &mut Thread, value: Value) -> PyResult<Ref<TemplateObject>> {
    match value.downcast() {
        Some(template) => Ok(template),
        None => Err(thread.type_error(format_args!("a Template is required"))),
    }
}

fn interpolation_of(thread: &mut Thread, value: Value) -> PyResult<Ref<InterpolationObject>> {
    match value.downcast() {
        Some(interpolation) => Ok(interpolation),
        None => Err(thread.type_error(format_args!("an Interpolation is required"))),
    }
}

/// A template of strings and interpolations in any order: neighbouring strings are joined.
fn from_parts(thread: &mut Thread, parts: &[Value]) -> PyResult<Ref<TemplateObject>> {
    let strings = ListObject::with_capacity(thread, parts.len() + 1)?;
    let interpolations = ListObject::with_capacity(thread, parts.len())?;
    let empty = StrObject::intern(thread, "")?.value();
    // The text since the last interpolation.
    let mut text = empty;
    for part in parts {
        if part.downcast::<StrObject>().is_some() {
            text = match text == empty {
                true => *part,
                false => protocol::binary(thread, BinaryOp::Add, text, *part)?,
            };
        } else if part.downcast::<InterpolationObject>().is_some() {
            strings.push(thread, text)?;
            interpolations.push(thread, *part)?;
            text = empty;
        } else {
            let class = class_of(*part).name_for_message();
            return Err(thread.type_error(format_args!(
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {class}"
            )));
        }
    }
    strings.push(thread, text)?;
    let strings = TupleObject::from_slice(thread, strings.items())?;
    let interpolations = TupleObject::from_slice(thread, interpolations.items())?;
    TemplateObject::new(thread, strings, interpolations)
}

struct TemplateMethods;

/// Template object
#[pymethods]
impl TemplateMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        if args.names().is_some() {
            return Err(thread.type_error(format_args!("Template.__new__ only accepts *args arguments")));
        }
        Ok(from_parts(thread, args.positional())?.value())
    }

    /// Strings
    #[getter]
    fn strings(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(template_of(thread, this)?.strings.get().value())
    }

    /// Interpolations
    #[getter]
    fn interpolations(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(template_of(thread, this)?.interpolations.get().value())
    }

    /// Values of interpolations
    #[getter]
    fn values(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let interpolations = template_of(thread, this)?.interpolations.get();
        let values = TupleObject::with_length(thread, interpolations.len())?;
        for (index, item) in interpolations.items().iter().enumerate() {
            if let Some(interpolation) = item.downcast::<InterpolationObject>() {
                values.initialise_item(index, interpolation.value.get());
            }
        }
        Ok(values.value())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let template = template_of(thread, this)?;
        let iterator: Ref<TemplateIterator> = core().types.template_iterator.get().allocate_instance(thread)?;
        iterator.template.set(iterator, template);
        Ok(iterator.value())
    }

    #[slot(plain_ops = "Add")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (BinaryOp::Add, Some(first)) = (op, left.downcast::<TemplateObject>()) else {
            return Ok(not_implemented());
        };
        let Some(second) = right.downcast::<TemplateObject>() else {
            let class = class_of(right).name_for_message();
            return Err(thread.type_error(format_args!(
                "can only concatenate string.templatelib.Template (not \"{class}\") to string.templatelib.Template"
            )));
        };
        let parts = ListObject::with_capacity(thread, 8)?;
        for template in [first, second] {
            let (strings, interpolations) = (template.strings.get(), template.interpolations.get());
            for (index, text) in strings.items_unbound().iter().enumerate() {
                parts.push(thread, *text)?;
                if let Some(interpolation) = interpolations.items().get(index).copied() {
                    parts.push(thread, interpolation)?;
                }
            }
        }
        let parts = TupleObject::from_slice(thread, parts.items())?;
        Ok(from_parts(thread, parts.items_unbound())?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let template = template_of(thread, this)?;
        let strings = protocol::repr(thread, template.strings.get().value())?;
        let interpolations = protocol::repr(thread, template.interpolations.get().value())?;
        let mut text = b"Template(strings=".to_vec();
        text.extend(strings.to_generalised_utf8());
        text.extend(b", interpolations=");
        text.extend(interpolations.to_generalised_utf8());
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<TemplateObject>) -> PyResult<Value> {
        let Some(import) = core().builtins.get().get_interned(core().names.import.get()) else {
            return Err(thread.import_error(format_args!("__import__ not found")));
        };
        let module = StrObject::intern(thread, "string.templatelib")?;
        let name = StrObject::intern(thread, "_template_unpickle")?;
        let from_list = TupleObject::from_slice(thread, &[name.value()])?;
        let module = protocol::call(thread, import, &[module.value(), none(), none(), from_list.value()])?;
        let function = protocol::getattr(thread, module, name)?;
        let parts = [this.strings.get().value(), this.interpolations.get().value()];
        let parts = TupleObject::from_slice(thread, &parts)?;
        Ok(TupleObject::from_slice(thread, &[function, parts.value()])?.value())
    }

    /// See PEP 585
    #[classmethod(signature = "($type, object, /)")]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class.value(), item)
    }
}

struct TemplateIteratorMethods;

#[pymethods]
impl TemplateIteratorMethods {
    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(_thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        Ok(this
            .downcast::<TemplateIterator>()
            .and_then(Ref::<TemplateIterator>::advance))
    }
}

static NEW: Signature = Signature::of_slot(
    "Interpolation",
    &["value", "expression", "conversion", "format_spec"],
    1,
);

fn text_argument(thread: &mut Thread, name: &str, given: Option<Value>) -> PyResult<Ref<StrObject>> {
    match given {
        None => StrObject::intern(thread, ""),
        Some(value) => match value.downcast() {
            Some(text) => Ok(text),
            None => {
                let class = class_of(value).name_for_message();
                Err(thread.type_error(format_args!(
                    "Interpolation() argument '{name}' must be str, not {class}"
                )))
            }
        },
    }
}

struct InterpolationMethods;

/// Interpolation object
#[pymethods]
impl InterpolationMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [value, expression, conversion, format_spec] = bind_slot::<4>(thread, &NEW, args)?;
        let expression = text_argument(thread, "expression", expression)?;
        let conversion = conversion.unwrap_or_else(none);
        if conversion != none() {
            let text = text_argument(thread, "conversion", Some(conversion))?;
            if !["s", "r", "a"].iter().any(|known| text.equals_str(known)) {
                return Err(thread.value_error(format_args!(
                    "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"
                )));
            }
        }
        let format_spec = text_argument(thread, "format_spec", format_spec)?;
        let value = value.unwrap_or_else(none);
        Ok(InterpolationObject::new(thread, value, expression, conversion, format_spec)?.value())
    }

    /// Value
    #[getter]
    fn value(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(interpolation_of(thread, this)?.value.get())
    }

    /// Expression
    #[getter]
    fn expression(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(interpolation_of(thread, this)?.expression.get().value())
    }

    /// Conversion
    #[getter]
    fn conversion(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(interpolation_of(thread, this)?.conversion.get())
    }

    /// Format specifier
    #[getter]
    fn format_spec(thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(interpolation_of(thread, this)?.format_spec.get().value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = interpolation_of(thread, this)?;
        let parts = [
            this.value.get(),
            this.expression.get().value(),
            this.conversion.get(),
            this.format_spec.get().value(),
        ];
        let mut text = b"Interpolation(".to_vec();
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                text.extend(b", ");
            }
            text.extend(protocol::repr(thread, part)?.to_generalised_utf8());
        }
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<InterpolationObject>) -> PyResult<Value> {
        let parts = [
            this.value.get(),
            this.expression.get().value(),
            this.conversion.get(),
            this.format_spec.get().value(),
        ];
        let parts = TupleObject::from_slice(thread, &parts)?;
        let class = this.class().value();
        Ok(TupleObject::from_slice(thread, &[class, parts.value()])?.value())
    }

    /// See PEP 585
    #[classmethod(signature = "($type, object, /)")]
    fn __class_getitem__(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class.value(), item)
    }
}
