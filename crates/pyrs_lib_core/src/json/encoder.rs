//! `make_encoder`: writes values as JSON.
//!
//! The writer recurses with the nesting of the value, as far as the native stack allows.

use super::escape::push_quoted;
use crate::invoke::module_attribute;
use crate::text_buffer::TextBuffer;
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::int::{as_i64, is_int};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, core, heap_object, none, protocol};
use std::cell::Cell;
use std::collections::HashSet;

/// An encoder.
#[repr(C)]
pub struct EncoderObject {
    header: Header,
    markers: Field<Option<Value>>,
    default: Field<Option<Value>>,
    encoder: Field<Option<Value>>,
    indent: Field<Option<Value>>,
    key_separator: Field<Option<Value>>,
    item_separator: Field<Option<Value>>,
    sort_keys: Cell<u64>,
    skip_keys: Cell<u64>,
    allow_nan: Cell<u64>,
    /// How strings are written: see [`QUOTE_ASCII`].
    quote: Cell<u64>,
}
heap_object!(
    EncoderObject,
    "_json.Encoder",
    ENCODER_LAYOUT,
    [markers, default, encoder, indent, key_separator, item_separator]
);

/// By this module's `encode_basestring_ascii`.
const QUOTE_ASCII: u64 = 1;
/// By this module's `encode_basestring`.
const QUOTE_ANY: u64 = 2;
/// By calling `encoder`.
const QUOTE_BY_CALL: u64 = 0;

/// `_json.Encoder`.
pub static ENCODER: NativeClass =
    NativeClass::new("_json", "Encoder", &ENCODER_LAYOUT).methods(EncoderMethods::TYPE_METHODS);

static NEW: Signature = Signature::of_slot(
    "make_encoder",
    &[
        "markers",
        "default",
        "encoder",
        "indent",
        "key_separator",
        "item_separator",
        "sort_keys",
        "skipkeys",
        "allow_nan",
    ],
    9,
);
static CALL: Signature = Signature::of_slot("_iterencode", &["obj", "_current_indent_level"], 2);

/// One run of the encoder. It lives on the native stack.
struct Writer {
    own: Ref<EncoderObject>,
    out: TextBuffer,
    /// Addresses of the values being written, if circles are looked for. The native stack keeps those alive.
    open: Option<HashSet<u64>>,
    level: usize,
}

/// Name of a value's class with its module, as notes show it.
pub fn full_name(thread: &mut Thread, value: Value) -> PyResult<String> {
    let class = class_of(value).value();
    let mut parts = Vec::new();
    for name in ["__module__", "__qualname__"] {
        let name = StrObject::intern(thread, name)?;
        let part = protocol::getattr(thread, class, name)?;
        parts.push(
            part.downcast::<StrObject>()
                .map_or_else(String::new, |part| part.to_string_lossy()),
        );
    }
    parts.retain(|part| part != "builtins" && part != "__main__" && !part.is_empty());
    Ok(parts.join("."))
}

/// Adds a note to the exception being raised.
#[cold]
fn note(thread: &mut Thread, raised: Raised, value: Value, rest: &str) -> Raised {
    let Some(exception) = thread.take_raised() else {
        return raised;
    };
    let added = full_name(thread, value).and_then(|name| {
        let text = StrObject::from_generalised_utf8(thread, format!("when serializing {name} {rest}").as_bytes())?;
        let method = StrObject::intern(thread, "add_note")?;
        protocol::call_method(thread, exception.value(), method, &[text.value()])
    });
    match added {
        Ok(_) => thread.reraise(exception),
        Err(raised) => raised,
    }
}

impl Writer {
    fn push_text(&mut self, value: Option<Value>) {
        if let Some(text) = value.and_then(|value| value.downcast::<StrObject>()) {
            self.out.push_chars(text.chars_unbound());
        }
    }

    fn push_newline(&mut self) {
        let Some(indent) = self.own.indent.get().and_then(|indent| indent.downcast::<StrObject>()) else {
            return;
        };
        self.out.push_bytes(b"\n");
        for _ in 0..self.level {
            self.out.push_chars(indent.chars_unbound());
        }
    }

    fn string(&mut self, thread: &mut Thread, text: Ref<StrObject>) -> PyResult<()> {
        match self.own.quote.get() {
            QUOTE_BY_CALL => {
                let encoder = self.own.encoder.get().unwrap_or_else(none);
                let encoded = protocol::call(thread, encoder, &[text.value()])?;
                if encoded.downcast::<StrObject>().is_none() {
                    let class = class_of(encoded).name_for_message();
                    return Err(thread.type_error(format_args!("encoder() must return a string, not {class}")));
                }
                self.push_text(Some(encoded));
            }
            quote => push_quoted(&mut self.out, text.chars_unbound(), quote == QUOTE_ASCII),
        }
        Ok(())
    }

    /// The text of a number, a bool or None; `None` for other values.
    fn scalar(&self, thread: &mut Thread, value: Value) -> PyResult<Option<String>> {
        if value == none() {
            return Ok(Some("null".to_owned()));
        }
        if value == bool_value(true) {
            return Ok(Some("true".to_owned()));
        }
        if value == bool_value(false) {
            return Ok(Some("false".to_owned()));
        }
        if is_int(value) {
            if let Some(number) = as_i64(value) {
                return Ok(Some(number.to_string()));
            }
            // Subclasses may have a repr of their own.
            let repr = core().types.int.get().slot(|slots| slots.repr);
            let text = match repr {
                Some(repr) => repr(thread, value)?.downcast::<StrObject>(),
                None => None,
            };
            return Ok(text.map(|text| text.to_string_lossy()));
        }
        if class_of(value).is_subtype(core().types.float.get())
            && let Some(number) = pyrs_object::float::as_f64(value)
        {
            return self.float(thread, value, number).map(Some);
        }
        Ok(None)
    }

    fn float(&self, thread: &mut Thread, value: Value, number: f64) -> PyResult<String> {
        if number.is_finite() {
            return Ok(pyrs_text::float_format::repr(number));
        }
        if self.own.allow_nan.get() == 0 {
            let shown = protocol::repr(thread, value)?.to_string_lossy();
            return Err(thread.value_error(format_args!(
                "Out of range float values are not JSON compliant: {shown}"
            )));
        }
        let text = match number {
            n if n.is_nan() => "NaN",
            n if n > 0.0 => "Infinity",
            _ => "-Infinity",
        };
        Ok(text.to_owned())
    }

    fn value(&mut self, thread: &mut Thread, value: Value) -> PyResult<()> {
        if let Some(text) = value.downcast::<StrObject>() {
            return self.string(thread, text);
        }
        if let Some(text) = self.scalar(thread, value)? {
            self.out.push_bytes(text.as_bytes());
            return Ok(());
        }
        if thread.native_stack_exhausted() {
            return Err(thread.recursion_error(format_args!(
                "maximum recursion depth exceeded while encoding a JSON object"
            )));
        }
        if let Some(dict) = value.downcast::<DictObject>() {
            if dict.is_empty() {
                self.out.push_bytes(b"{}");
                return Ok(());
            }
            return self.guarded(thread, value, |this, thread| this.dict(thread, dict));
        }
        let items = match (value.downcast::<TupleObject>(), value.downcast::<ListObject>()) {
            (None, None) => None,
            (None, Some(list)) if list.class() == core().types.list.get() => Some(list),
            (Some(tuple), _) if tuple.class() == core().types.tuple.get() => {
                Some(ListObject::from_slice(thread, tuple.items_unbound())?)
            }
            // Subclasses may have items of their own mind.
            _ => {
                let items = ListObject::with_capacity(thread, 0)?;
                protocol::for_each(thread, value, |thread, item| items.push(thread, item))?;
                Some(items)
            }
        };
        match items {
            Some(items) if items.is_empty() => {
                self.out.push_bytes(b"[]");
                Ok(())
            }
            Some(items) => self.guarded(thread, value, |this, thread| this.list(thread, value, items)),
            None => self.guarded(thread, value, |this, thread| this.other(thread, value)),
        }
    }

    /// Writes a value that may hold itself.
    fn guarded(
        &mut self,
        thread: &mut Thread,
        value: Value,
        write: impl FnOnce(&mut Self, &mut Thread) -> PyResult<()>,
    ) -> PyResult<()> {
        if let Some(open) = &mut self.open
            && !open.insert(value.bits())
        {
            return Err(thread.value_error(format_args!("Circular reference detected")));
        }
        write(self, thread)?;
        if let Some(open) = &mut self.open {
            open.remove(&value.bits());
        }
        Ok(())
    }

    fn other(&mut self, thread: &mut Thread, value: Value) -> PyResult<()> {
        let default = self.own.default.get().unwrap_or_else(none);
        let replaced = protocol::call(thread, default, &[value])?;
        match self.value(thread, replaced) {
            Ok(()) => Ok(()),
            Err(raised) => Err(note(thread, raised, value, "object")),
        }
    }

    fn list(&mut self, thread: &mut Thread, value: Value, items: Ref<ListObject>) -> PyResult<()> {
        self.out.push_bytes(b"[");
        self.level += 1;
        self.push_newline();
        let mut index = 0;
        while let Some(item) = items.get(index) {
            if index > 0 {
                self.push_text(self.own.item_separator.get());
                self.push_newline();
            }
            if let Err(raised) = self.value(thread, item) {
                return Err(note(thread, raised, value, &format!("item {index}")));
            }
            index += 1;
        }
        self.level -= 1;
        self.push_newline();
        self.out.push_bytes(b"]");
        Ok(())
    }

    fn dict(&mut self, thread: &mut Thread, dict: Ref<DictObject>) -> PyResult<()> {
        self.out.push_bytes(b"{");
        self.level += 1;
        let mut first = true;
        if self.own.sort_keys.get() == 0 && dict.class() == core().types.dict.get() {
            let mut position = 0;
            while let Some((at, key, value)) = dict.next_entry(position) {
                position = at + 1;
                self.member(thread, dict, (key, value), &mut first)?;
            }
        } else {
            let items = StrObject::intern(thread, "items")?;
            let items = protocol::call_method(thread, dict.value(), items, &[])?;
            let items = crate::collect::to_list(thread, items)?;
            if self.own.sort_keys.get() != 0 {
                let sort = StrObject::intern(thread, "sort")?;
                protocol::call_method(thread, items.value(), sort, &[])?;
            }
            let mut index = 0;
            while let Some(pair) = items.get(index) {
                index += 1;
                match pair.downcast::<TupleObject>().map(|pair| pair.items_unbound()) {
                    Some(&[key, value]) => self.member(thread, dict, (key, value), &mut first)?,
                    _ => return Err(thread.value_error(format_args!("items must return 2-tuples"))),
                }
            }
        }
        self.level -= 1;
        if !first {
            self.push_newline();
        }
        self.out.push_bytes(b"}");
        Ok(())
    }

    fn member(
        &mut self,
        thread: &mut Thread,
        dict: Ref<DictObject>,
        (key, value): (Value, Value),
        first: &mut bool,
    ) -> PyResult<()> {
        let text = match key.downcast::<StrObject>() {
            Some(text) => text,
            None => match self.scalar(thread, key)? {
                Some(text) => StrObject::from_str(thread, &text)?,
                None if self.own.skip_keys.get() != 0 => return Ok(()),
                None => {
                    let class = class_of(key).name_for_message();
                    return Err(
                        thread.type_error(format_args!("keys must be str, int, float, bool or None, not {class}"))
                    );
                }
            },
        };
        if !std::mem::take(first) {
            self.push_text(self.own.item_separator.get());
        }
        self.push_newline();
        self.string(thread, text)?;
        self.push_text(self.own.key_separator.get());
        match self.value(thread, value) {
            Ok(()) => Ok(()),
            Err(raised) => {
                let Some(exception) = thread.take_raised() else {
                    return Err(raised);
                };
                let shown = protocol::repr(thread, key)?.to_string_lossy();
                let raised = thread.reraise(exception);
                Err(note(thread, raised, dict.value(), &format!("item {shown}")))
            }
        }
    }
}

/// Which of this module's functions `encoder` is.
fn quote_of(thread: &mut Thread, encoder: Value) -> PyResult<u64> {
    if encoder == module_attribute(thread, "_json", "encode_basestring_ascii")? {
        return Ok(QUOTE_ASCII);
    }
    if encoder == module_attribute(thread, "_json", "encode_basestring")? {
        return Ok(QUOTE_ANY);
    }
    Ok(QUOTE_BY_CALL)
}

fn wrong_argument(thread: &mut Thread, number: usize, wanted: &str, given: Value) -> Raised {
    let class = class_of(given).name_for_message();
    thread.type_error(format_args!(
        "make_encoder() argument {number} must be {wanted}, not {class}"
    ))
}

/// Holds the methods of the encoder.
pub struct EncoderMethods;

/// Encoder(markers, default, encoder, indent, key_separator, item_separator, sort_keys, skipkeys, allow_nan)
#[pymethods]
impl EncoderMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let given = bind_slot::<9>(thread, &NEW, args)?;
        let [
            markers,
            default,
            encoder,
            indent,
            key_separator,
            item_separator,
            sort_keys,
            skip_keys,
            allow_nan,
        ] = given.map(|value| value.unwrap_or_else(none));
        for (number, separator) in [(5, key_separator), (6, item_separator)] {
            if separator.downcast::<StrObject>().is_none() {
                return Err(wrong_argument(thread, number, "str", separator));
            }
        }
        if markers != none() && markers.downcast::<DictObject>().is_none() {
            return Err(wrong_argument(thread, 1, "dict or None", markers));
        }
        if indent != none() && indent.downcast::<StrObject>().is_none() {
            return Err(wrong_argument(thread, 4, "str or None", indent));
        }
        let sort_keys = protocol::truth(thread, sort_keys)?;
        let skip_keys = protocol::truth(thread, skip_keys)?;
        let allow_nan = protocol::truth(thread, allow_nan)?;
        let quote = quote_of(thread, encoder)?;
        let this: Ref<EncoderObject> = crate::collect::allocate(thread, class)?;
        this.markers.set(this, Some(markers));
        this.default.set(this, Some(default));
        this.encoder.set(this, Some(encoder));
        this.indent.set(this, Some(indent));
        this.key_separator.set(this, Some(key_separator));
        this.item_separator.set(this, Some(item_separator));
        this.sort_keys.set(sort_keys as u64);
        this.skip_keys.set(skip_keys as u64);
        this.allow_nan.set(allow_nan as u64);
        this.quote.set(quote);
        Ok(this.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let [object, level] = bind_slot::<2>(thread, &CALL, args)?;
        let Some(own) = this.downcast::<EncoderObject>() else {
            return Err(crate::collect::wrong_receiver(thread, "_json.Encoder", this));
        };
        let level = protocol::index_i64(thread, level.unwrap_or_else(none))?;
        let checks = own.markers.get().is_some_and(|markers| markers != none());
        let mut writer = Writer {
            own,
            out: TextBuffer::default(),
            open: checks.then(HashSet::new),
            level: usize::try_from(level).unwrap_or(0),
        };
        writer.value(thread, object.unwrap_or_else(none))?;
        let text = writer.out.finish(thread)?;
        Ok(TupleObject::from_slice(thread, &[text.value()])?.value())
    }

    #[getter]
    fn markers(_thread: &mut Thread, this: Ref<EncoderObject>) -> Option<Value> {
        this.markers.get()
    }

    #[getter]
    fn default(_thread: &mut Thread, this: Ref<EncoderObject>) -> Option<Value> {
        this.default.get()
    }

    #[getter]
    fn encoder(_thread: &mut Thread, this: Ref<EncoderObject>) -> Option<Value> {
        this.encoder.get()
    }

    #[getter]
    fn indent(_thread: &mut Thread, this: Ref<EncoderObject>) -> Option<Value> {
        this.indent.get()
    }

    #[getter]
    fn key_separator(_thread: &mut Thread, this: Ref<EncoderObject>) -> Option<Value> {
        this.key_separator.get()
    }

    #[getter]
    fn item_separator(_thread: &mut Thread, this: Ref<EncoderObject>) -> Option<Value> {
        this.item_separator.get()
    }

    #[getter]
    fn sort_keys(_thread: &mut Thread, this: Ref<EncoderObject>) -> bool {
        this.sort_keys.get() != 0
    }

    #[getter]
    fn skipkeys(_thread: &mut Thread, this: Ref<EncoderObject>) -> bool {
        this.skip_keys.get() != 0
    }
}
