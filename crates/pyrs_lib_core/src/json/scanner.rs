//! `make_scanner`: reads JSON values.
//!
//! The reader recurses with the nesting of the text, as far as the native stack allows.

use super::string::{TextUnit, decode_error, plain_length, scan};
use pyrs_macros::pymethods;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::int::from_i64;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, core, heap_object, none, protocol};
use std::cell::Cell;

/// A scanner: the hooks of a decoder.
#[repr(C)]
pub struct ScannerObject {
    header: Header,
    object_hook: Field<Option<Value>>,
    object_pairs_hook: Field<Option<Value>>,
    parse_float: Field<Option<Value>>,
    parse_int: Field<Option<Value>>,
    parse_constant: Field<Option<Value>>,
    strict: Cell<usize>,
}
heap_object!(
    ScannerObject,
    "_json.Scanner",
    SCANNER_LAYOUT,
    [object_hook, object_pairs_hook, parse_float, parse_int, parse_constant]
);

/// `_json.Scanner`.
pub static SCANNER: NativeClass =
    NativeClass::new("_json", "Scanner", &SCANNER_LAYOUT).methods(ScannerMethods::TYPE_METHODS);

static NEW: Signature = Signature::of_slot("make_scanner", &["context"], 1);
static CALL: Signature = Signature::of_slot("scan_once", &["string", "idx"], 2);

/// Keys that were read lately, found by a hash of their text: most keys of a document come again.
const KEYS: usize = 64;
/// Longest key that is looked for there.
const SHORT_KEY: usize = 32;
/// Digits that fit in a word.
const SHORT_NUMBER: usize = 18;

/// One run of the scanner. It lives on the native stack, with what it refers to.
struct Reader<'a, U> {
    hooks: Ref<ScannerObject>,
    text: Ref<StrObject>,
    units: &'a [U],
    strict: bool,
    keys: [Option<Ref<StrObject>>; KEYS],
    /// The classes `float` and `int`, which numbers are made of without a call.
    float: Value,
    int: Value,
}

/// A value and the place after it.
type Read = PyResult<(Value, usize)>;

#[cold]
fn stop(thread: &mut Thread, at: usize) -> Raised {
    match from_i64(thread, at as i64) {
        Ok(at) => thread.stop_iteration(Some(at)),
        Err(raised) => raised,
    }
}

impl<U: TextUnit> Reader<'_, U> {
    #[inline(always)]
    fn peek(&self, at: usize) -> u32 {
        self.units.get(at).map_or(u32::MAX, |unit| unit.code())
    }

    #[inline(always)]
    fn skip_blanks(&self, mut at: usize) -> usize {
        while matches!(self.peek(at), 0x20 | 0x09 | 0x0a | 0x0d) {
            at += 1;
        }
        at
    }

    fn starts_with(&self, at: usize, word: &[u8]) -> bool {
        word.iter().enumerate().all(|(i, c)| self.peek(at + i) == *c as u32)
    }

    fn error<T>(&self, thread: &mut Thread, message: &str, at: usize) -> PyResult<T> {
        Err(decode_error(thread, message, self.text, at as i64))
    }

    fn value(&mut self, thread: &mut Thread, at: usize) -> Read {
        let word = match u8::try_from(self.peek(at)).unwrap_or(0) {
            b'"' => {
                let (string, end) = scan(thread, self.text, self.units, at + 1, self.strict)?;
                return Ok((string.value(), end));
            }
            b'{' => return self.nested(thread, "object", |this, thread| this.object(thread, at + 1)),
            b'[' => return self.nested(thread, "array", |this, thread| this.array(thread, at + 1)),
            b'n' if self.starts_with(at, b"null") => return Ok((none(), at + 4)),
            b't' if self.starts_with(at, b"true") => return Ok((bool_value(true), at + 4)),
            b'f' if self.starts_with(at, b"false") => return Ok((bool_value(false), at + 5)),
            b'N' if self.starts_with(at, b"NaN") => "NaN",
            b'I' if self.starts_with(at, b"Infinity") => "Infinity",
            b'-' if self.starts_with(at, b"-Infinity") => "-Infinity",
            b'-' | b'0'..=b'9' => return self.number(thread, at),
            _ => return Err(stop(thread, at)),
        };
        let text = StrObject::intern(thread, word)?;
        let hook = self.hooks.parse_constant.get().unwrap_or_else(none);
        let value = protocol::call(thread, hook, &[text.value()])?;
        Ok((value, at + word.len()))
    }

    fn nested(&mut self, thread: &mut Thread, what: &str, read: impl FnOnce(&mut Self, &mut Thread) -> Read) -> Read {
        if thread.native_stack_exhausted() {
            return Err(thread.recursion_error(format_args!(
                "maximum recursion depth exceeded while decoding a JSON {what} from a unicode string"
            )));
        }
        read(self, thread)
    }

    fn digits(&self, mut at: usize) -> usize {
        while (0x30..=0x39).contains(&self.peek(at)) {
            at += 1;
        }
        at
    }

    fn number(&mut self, thread: &mut Thread, start: usize) -> Read {
        let whole = start + (self.peek(start) == u32::from(b'-')) as usize;
        let mut end = match self.peek(whole) {
            0x30 => whole + 1,
            0x31..=0x39 => self.digits(whole),
            _ => return Err(stop(thread, start)),
        };
        let mut is_float = false;
        if self.peek(end) == u32::from(b'.') && self.digits(end + 1) > end + 1 {
            end = self.digits(end + 1);
            is_float = true;
        }
        if matches!(self.peek(end), 0x65 | 0x45) {
            let sign = matches!(self.peek(end + 1), 0x2b | 0x2d) as usize;
            let exponent = end + 1 + sign;
            if self.digits(exponent) > exponent {
                end = self.digits(exponent);
                is_float = true;
            }
        }
        let hook = if is_float {
            self.hooks.parse_float.get()
        } else {
            self.hooks.parse_int.get()
        };
        let hook = hook.unwrap_or_else(none);
        let digits = &self.units[start..end];
        if is_float && hook == self.float {
            let text: String = digits.iter().map(|unit| unit.code() as u8 as char).collect();
            if let Some(number) = pyrs_text::number_parse::parse_float(&text) {
                return Ok((pyrs_object::float::from_f64(thread, number)?, end));
            }
        }
        if !is_float && hook == self.int && end - whole <= SHORT_NUMBER {
            let number = self.units[whole..end]
                .iter()
                .fold(0i64, |n, unit| n * 10 + (unit.code() - 0x30) as i64);
            let number = if whole > start { -number } else { number };
            return Ok((from_i64(thread, number)?, end));
        }
        let text = U::string(thread, digits)?;
        Ok((protocol::call(thread, hook, &[text.value()])?, end))
    }

    fn array(&mut self, thread: &mut Thread, at: usize) -> Read {
        let list = ListObject::with_capacity(thread, 0)?;
        let mut at = self.skip_blanks(at);
        if self.peek(at) == u32::from(b']') {
            return Ok((list.value(), at + 1));
        }
        loop {
            let (value, end) = self.value(thread, at)?;
            list.push(thread, value)?;
            at = self.skip_blanks(end);
            match u8::try_from(self.peek(at)).unwrap_or(0) {
                b']' => return Ok((list.value(), at + 1)),
                b',' => {}
                _ => return self.error(thread, "Expecting ',' delimiter", at),
            }
            let comma = at;
            at = self.skip_blanks(at + 1);
            if self.peek(at) == u32::from(b']') {
                return self.error(thread, "Illegal trailing comma before end of array", comma);
            }
        }
    }

    /// Reads a key; short ones that were read lately are the same objects.
    fn key(&mut self, thread: &mut Thread, begin: usize) -> PyResult<(Ref<StrObject>, usize)> {
        let units = self.units.get(begin..).unwrap_or_default();
        let window = &units[..units.len().min(SHORT_KEY + 1)];
        let length = plain_length(window, true);
        if window.get(length).is_none_or(|unit| unit.code() != 0x22) {
            return scan(thread, self.text, self.units, begin, self.strict);
        }
        let window = &window[..length];
        let hash = window.iter().fold(length as u32, |hash, unit| {
            hash.rotate_left(5).wrapping_mul(0x9e37_79b1) ^ unit.code()
        });
        let place = (hash.wrapping_mul(0x9e37_79b1) >> 26) as usize % KEYS;
        if let Some(known) = self.keys[place]
            && known.len() == length
            && known.chars_unbound().iter().eq(window.iter().map(|unit| unit.code()))
        {
            return Ok((known, begin + length + 1));
        }
        let key = U::string(thread, window)?;
        self.keys[place] = Some(key);
        Ok((key, begin + length + 1))
    }

    fn object(&mut self, thread: &mut Thread, at: usize) -> Read {
        let pairs_hook = self.hooks.object_pairs_hook.get().filter(|hook| *hook != none());
        let pairs = match pairs_hook {
            Some(_) => Some(ListObject::with_capacity(thread, 0)?),
            None => None,
        };
        let dict = DictObject::new(thread)?;
        let end = self.members(thread, at, dict, pairs)?;
        if let (Some(hook), Some(pairs)) = (pairs_hook, pairs) {
            return Ok((protocol::call(thread, hook, &[pairs.value()])?, end));
        }
        match self.hooks.object_hook.get().filter(|hook| *hook != none()) {
            Some(hook) => Ok((protocol::call(thread, hook, &[dict.value()])?, end)),
            None => Ok((dict.value(), end)),
        }
    }

    fn members(
        &mut self,
        thread: &mut Thread,
        at: usize,
        dict: Ref<DictObject>,
        pairs: Option<Ref<ListObject>>,
    ) -> PyResult<usize> {
        let mut at = self.skip_blanks(at);
        if self.peek(at) == u32::from(b'}') {
            return Ok(at + 1);
        }
        loop {
            if self.peek(at) != u32::from(b'"') {
                return self.error(thread, "Expecting property name enclosed in double quotes", at);
            }
            let (key, end) = self.key(thread, at + 1)?;
            at = self.skip_blanks(end);
            if self.peek(at) != u32::from(b':') {
                return self.error(thread, "Expecting ':' delimiter", at);
            }
            at = self.skip_blanks(at + 1);
            let (value, end) = self.value(thread, at)?;
            match pairs {
                Some(pairs) => {
                    let pair = TupleObject::from_slice(thread, &[key.value(), value])?;
                    pairs.push(thread, pair.value())?;
                }
                None => dict.set_hashed(thread, key.value(), key.hash(), value)?,
            }
            at = self.skip_blanks(end);
            match u8::try_from(self.peek(at)).unwrap_or(0) {
                b'}' => return Ok(at + 1),
                b',' => {}
                _ => return self.error(thread, "Expecting ',' delimiter", at),
            }
            let comma = at;
            at = self.skip_blanks(at + 1);
            if self.peek(at) == u32::from(b'}') {
                return self.error(thread, "Illegal trailing comma before end of object", comma);
            }
        }
    }
}

fn read<U: TextUnit>(
    thread: &mut Thread,
    hooks: Ref<ScannerObject>,
    text: Ref<StrObject>,
    units: &[U],
    at: usize,
) -> Read {
    let mut reader = Reader {
        hooks,
        text,
        units,
        strict: hooks.strict.get() != 0,
        keys: [None; KEYS],
        float: core().types.float.get().value(),
        int: core().types.int.get().value(),
    };
    reader.value(thread, at)
}

fn attribute(thread: &mut Thread, object: Value, name: &str) -> PyResult<Value> {
    let name = StrObject::intern(thread, name)?;
    protocol::getattr(thread, object, name)
}

/// Holds the methods of the scanner.
pub struct ScannerMethods;

/// JSON scanner object
#[pymethods]
impl ScannerMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [context] = bind_slot::<1>(thread, &NEW, args)?;
        let context = context.unwrap_or_else(none);
        let strict = attribute(thread, context, "strict")?;
        let strict = protocol::truth(thread, strict)?;
        let this: Ref<ScannerObject> = crate::collect::allocate(thread, class)?;
        this.strict.set(strict as usize);
        let value = attribute(thread, context, "object_hook")?;
        this.object_hook.set(this, Some(value));
        let value = attribute(thread, context, "object_pairs_hook")?;
        this.object_pairs_hook.set(this, Some(value));
        let value = attribute(thread, context, "parse_float")?;
        this.parse_float.set(this, Some(value));
        let value = attribute(thread, context, "parse_int")?;
        this.parse_int.set(this, Some(value));
        let value = attribute(thread, context, "parse_constant")?;
        this.parse_constant.set(this, Some(value));
        Ok(this.value())
    }

    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        let [string, index] = bind_slot::<2>(thread, &CALL, args)?;
        let (string, index) = (string.unwrap_or_else(none), index.unwrap_or_else(none));
        let Some(hooks) = this.downcast::<ScannerObject>() else {
            return Err(crate::collect::wrong_receiver(thread, "_json.Scanner", this));
        };
        let index = protocol::index_i64(thread, index)?;
        let Some(text) = string.downcast::<StrObject>() else {
            let class = class_of(string).name_for_message();
            return Err(thread.type_error(format_args!("first argument must be a string, not {class}")));
        };
        let Ok(at) = usize::try_from(index) else {
            return Err(thread.value_error(format_args!("idx cannot be negative")));
        };
        let (value, end) = match text.chars_unbound() {
            Chars::One(units) => read(thread, hooks, text, units, at)?,
            Chars::Two(units) => read(thread, hooks, text, units, at)?,
            Chars::Four(units) => read(thread, hooks, text, units, at)?,
        };
        let end = from_i64(thread, end as i64)?;
        Ok(TupleObject::from_slice(thread, &[value, end])?.value())
    }

    #[getter]
    fn strict(_thread: &mut Thread, this: Ref<ScannerObject>) -> bool {
        this.strict.get() != 0
    }

    #[getter]
    fn object_hook(_thread: &mut Thread, this: Ref<ScannerObject>) -> Option<Value> {
        this.object_hook.get()
    }

    #[getter]
    fn object_pairs_hook(_thread: &mut Thread, this: Ref<ScannerObject>) -> Option<Value> {
        this.object_pairs_hook.get()
    }

    #[getter]
    fn parse_float(_thread: &mut Thread, this: Ref<ScannerObject>) -> Option<Value> {
        this.parse_float.get()
    }

    #[getter]
    fn parse_int(_thread: &mut Thread, this: Ref<ScannerObject>) -> Option<Value> {
        this.parse_int.get()
    }

    #[getter]
    fn parse_constant(_thread: &mut Thread, this: Ref<ScannerObject>) -> Option<Value> {
        this.parse_constant.get()
    }
}
