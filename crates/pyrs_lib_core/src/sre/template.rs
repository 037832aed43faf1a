//! Replacement templates: literal texts with groups between them.

use super::match_object::{MatchObject, is_index};
use super::subject::Subject;
use crate::invoke::module_attribute;
use crate::text_buffer::TextBuffer;
use pyrs_macros::pymethods;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::header::{Field, Header};
use pyrs_object::int::as_i64;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, core, heap_object, none, protocol};

/// A template: literal, group, literal, ..., literal.
#[repr(C)]
pub struct TemplateObject {
    header: Header,
    /// The parts; a literal that is empty may be None.
    parts: Field<Option<Ref<TupleObject>>>,
}
heap_object!(TemplateObject, "_sre.SRE_Template", TEMPLATE_LAYOUT, [parts]);

/// `_sre.SRE_Template`.
pub static TEMPLATE: NativeClass =
    NativeClass::new("_sre", "SRE_Template", &TEMPLATE_LAYOUT).methods(TemplateMethods::TYPE_METHODS);

/// Holds the methods of `SRE_Template`.
pub struct TemplateMethods;

#[pymethods]
impl TemplateMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, _args: Args) -> PyResult<Value> {
        Err(thread.type_error(format_args!("cannot create '_sre.SRE_Template' instances")))
    }
}

#[cold]
fn invalid(thread: &mut Thread) -> Raised {
    thread.type_error(format_args!("invalid template"))
}

/// `_sre.template`.
pub fn new(thread: &mut Thread, parts: Ref<ListObject>) -> PyResult<Value> {
    if parts.len() & 1 == 0 {
        return Err(invalid(thread));
    }
    for index in (1..parts.len()).step_by(2) {
        let group = parts.get(index).filter(|group| is_index(*group));
        match group.and_then(as_i64) {
            Some(group) if group >= 0 => {}
            _ => return Err(invalid(thread)),
        }
    }
    let parts = crate::collect::list_to_tuple(thread, parts)?;
    let template: Ref<TemplateObject> = TEMPLATE.get().allocate_instance(thread)?;
    template.parts.set(template, Some(parts));
    Ok(template.value())
}

/// The compiled template of a replacement, which `re` keeps. One without groups comes back as its text.
pub fn compile(thread: &mut Thread, pattern: Value, replacement: Value) -> PyResult<Value> {
    let function = module_attribute(thread, "re", "_compile_template")?;
    let type_error = core().types.type_error.get();
    let compiled = match protocol::call(thread, function, &[pattern, replacement]) {
        // What cannot be hashed, such as a bytearray, is not kept as it is.
        Err(raised) if thread.raised_is(type_error) && replacement.downcast::<StrObject>().is_none() => {
            let Some(data) = as_bytes(&replacement).map(<[u8]>::to_vec) else {
                return Err(raised);
            };
            thread.take_raised();
            let bytes = BytesObject::new(thread, &data)?;
            protocol::call(thread, function, &[pattern, bytes.value()])?
        }
        other => other?,
    };
    match compiled
        .downcast::<TemplateObject>()
        .and_then(|template| template.parts.get())
    {
        Some(parts) if parts.len() == 1 => Ok(parts.items_unbound().first().copied().unwrap_or_else(none)),
        _ => Ok(compiled),
    }
}

/// Parts of a compiled template; `None` for a plain text.
pub fn parts_of(compiled: Value) -> Option<&'static [Value]> {
    let template = compiled.downcast::<TemplateObject>()?;
    Some(template.parts.get()?.items_unbound())
}

/// What a replacement or a part of a subject is put into.
pub enum Output {
    /// Text.
    Text(TextBuffer),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Output {
    /// Empty, of the kind of a subject.
    pub fn like(subject: &Subject) -> Output {
        if subject.is_bytes() {
            Output::Bytes(Vec::new())
        } else {
            Output::Text(TextBuffer::default())
        }
    }

    /// Appends a part of a subject of the same kind.
    pub fn push_slice(&mut self, subject: &Subject, start: usize, end: usize) {
        let units = subject.units();
        let end = end.min(units.len());
        let chars = units.slice(start.min(end)..end);
        match (self, chars) {
            (Output::Text(text), chars) => text.push_chars(chars),
            (Output::Bytes(bytes), pyrs_object::str::Chars::One(more)) => bytes.extend_from_slice(more),
            _ => {}
        }
    }

    /// Appends a string or bytes; false if the value is neither.
    #[must_use]
    pub fn push_value(&mut self, value: Value) -> bool {
        match self {
            Output::Text(text) => match value.downcast::<StrObject>() {
                Some(string) => text.push_chars(string.chars_unbound()),
                None => return false,
            },
            Output::Bytes(bytes) => match as_bytes(&value) {
                Some(more) => bytes.extend_from_slice(more),
                None => return false,
            },
        }
        true
    }

    /// The object.
    pub fn finish(&self, thread: &mut Thread) -> PyResult<Value> {
        match self {
            Output::Text(text) => Ok(text.finish(thread)?.value()),
            Output::Bytes(bytes) => Ok(BytesObject::new(thread, bytes)?.value()),
        }
    }

    /// Appends a template with the groups of a match; gives the value that does not fit, if there is one.
    pub fn push_template(
        &mut self,
        thread: &mut Thread,
        parts: &[Value],
        subject: &Subject,
        groups: usize,
        span: impl Fn(usize) -> Option<(usize, usize)>,
    ) -> PyResult<()> {
        for (index, part) in parts.iter().enumerate() {
            if index & 1 == 0 {
                if *part != none() && !self.push_value(*part) {
                    return Err(self.misfit(thread, index, *part));
                }
                continue;
            }
            let group = as_i64(*part).unwrap_or(-1) as usize;
            if group > groups {
                return Err(thread.index_error(format_args!("no such group")));
            }
            if let Some((start, end)) = span(group) {
                self.push_slice(subject, start, end);
            }
        }
        Ok(())
    }

    /// The error of `join` for item `index`.
    #[cold]
    pub fn misfit(&self, thread: &mut Thread, index: usize, value: Value) -> Raised {
        let class = pyrs_object::class_of(value).name_for_message();
        let wanted = match self {
            Output::Text(_) => "str instance",
            Output::Bytes(_) => "a bytes-like object",
        };
        thread.type_error(format_args!("sequence item {index}: expected {wanted}, {class} found"))
    }
}

/// A template with the groups of a match object.
pub fn expand(thread: &mut Thread, compiled: Value, matched: Ref<MatchObject>) -> PyResult<Value> {
    let Some(parts) = parts_of(compiled) else {
        return Ok(compiled);
    };
    let subject = matched.subject(thread)?;
    let mut output = Output::like(&subject);
    let groups = matched.count() - 1;
    output.push_template(thread, parts, &subject, groups, |group| matched.span(group))?;
    output.finish(thread)
}
