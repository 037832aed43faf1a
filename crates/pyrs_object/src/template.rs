//! Template strings: what a t-string literal makes. Invariant: a template has one string more than interpolations.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::tuple::TupleObject;
use crate::value::Value;
use std::cell::Cell;

/// `string.templatelib.Template`.
#[repr(C)]
pub struct TemplateObject {
    header: Header,
    /// The texts around the interpolations.
    pub strings: Field<Ref<TupleObject>>,
    /// The interpolations.
    pub interpolations: Field<Ref<TupleObject>>,
}
heap_object!(
    TemplateObject,
    "string.templatelib.Template",
    TEMPLATE_LAYOUT,
    [strings, interpolations]
);

/// `string.templatelib.Interpolation`.
#[repr(C)]
pub struct InterpolationObject {
    header: Header,
    /// The value.
    pub value: Field<Value>,
    /// The expression's source.
    pub expression: Field<Ref<StrObject>>,
    /// `a`, `r`, `s` or None.
    pub conversion: Field<Value>,
    /// The format, a str.
    pub format_spec: Field<Ref<StrObject>>,
}
heap_object!(
    InterpolationObject,
    "string.templatelib.Interpolation",
    INTERPOLATION_LAYOUT,
    [value, expression, conversion, format_spec]
);

/// Iterator over the parts of a template, empty strings left out.
#[repr(C)]
pub struct TemplateIterator {
    header: Header,
    /// The template.
    pub template: Field<Ref<TemplateObject>>,
    /// Next part: strings and interpolations in turns.
    pub next: Cell<usize>,
}
heap_object!(
    TemplateIterator,
    "string.templatelib.TemplateIter",
    TEMPLATE_ITERATOR_LAYOUT,
    [template]
);

impl TemplateObject {
    /// A template of its parts.
    pub fn new(
        thread: &mut Thread,
        strings: Ref<TupleObject>,
        interpolations: Ref<TupleObject>,
    ) -> PyResult<Ref<TemplateObject>> {
        let template: Ref<TemplateObject> = core().types.template.get().allocate_instance(thread)?;
        template.strings.set(template, strings);
        template.interpolations.set(template, interpolations);
        Ok(template)
    }
}

impl InterpolationObject {
    /// An interpolation.
    pub fn new(
        thread: &mut Thread,
        value: Value,
        expression: Ref<StrObject>,
        conversion: Value,
        format_spec: Ref<StrObject>,
    ) -> PyResult<Ref<InterpolationObject>> {
        let made: Ref<InterpolationObject> = core().types.interpolation.get().allocate_instance(thread)?;
        made.value.set(made, value);
        made.expression.set(made, expression);
        made.conversion.set(made, conversion);
        made.format_spec.set(made, format_spec);
        Ok(made)
    }
}

impl Ref<TemplateIterator> {
    /// The next part.
    pub fn advance(self) -> Option<Value> {
        let template = self.template.get();
        loop {
            let next = self.next.get();
            let part = match next % 2 {
                0 => template.strings.get().items().get(next / 2).copied(),
                _ => template.interpolations.get().items().get(next / 2).copied(),
            }?;
            self.next.set(next + 1);
            if part.downcast::<StrObject>().is_none_or(|text| !text.is_empty()) {
                return Some(part);
            }
        }
    }
}
