//! `str`: construction, slots, conversions.
//!
//! Methods are in `str_methods` (searching, splitting, padding) and `str_case` (case and character classes).

use crate::slicing::{self, other_may_decide};
use crate::str_search;
use crate::text_builder::{copy_into, maximum};
use pyrs_macros::pymethods;
use pyrs_object::range::SliceObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::{Chars, StrObject};
use pyrs_object::str_append;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, bool_value, class_of, core, not_implemented, protocol};

fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<Ref<StrObject>> {
    match value.downcast() {
        Some(string) => Ok(string),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "descriptor '{name}' requires a 'str' object but received a '{class}'"
            )))
        }
    }
}

/// The string as an instance of `str` itself.
pub fn to_plain(thread: &mut Thread, string: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
    if string.class() == core().types.str_.get() {
        return Ok(string);
    }
    StrObject::from_chars(thread, string.chars_unbound())
}

/// A part of a string; the string itself if that is all of it.
pub fn part(thread: &mut Thread, string: Ref<StrObject>, range: std::ops::Range<usize>) -> PyResult<Ref<StrObject>> {
    if range.len() == string.len() {
        return to_plain(thread, string);
    }
    StrObject::from_chars(thread, string.chars_unbound().slice(range))
}

/// `left + right`.
pub fn concat(thread: &mut Thread, left: Ref<StrObject>, right: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
    if right.is_empty() {
        return to_plain(thread, left);
    }
    if left.is_empty() {
        return to_plain(thread, right);
    }
    if let Some(longer) = str_append::append(thread, left, right)? {
        return Ok(longer);
    }
    let widest = maximum(&left).max(maximum(&right));
    let result = StrObject::with_length(thread, core().types.str_.get(), left.len() + right.len(), widest)?;
    copy_into(result, 0, left.chars());
    copy_into(result, left.len(), right.chars());
    str_append::mark_concatenation(result);
    Ok(result)
}

/// `string * count`.
pub fn repeat(thread: &mut Thread, string: Ref<StrObject>, count: usize) -> PyResult<Ref<StrObject>> {
    if count == 1 {
        return to_plain(thread, string);
    }
    let length = string.len();
    let Some(total) = length.checked_mul(count).filter(|n| *n <= isize::MAX as usize) else {
        return Err(thread.overflow_error(format_args!("repeated string is too long")));
    };
    if total > isize::MAX as usize / 8 {
        return Err(thread.memory_error());
    }
    if total == 0 {
        return StrObject::from_str(thread, "");
    }
    let result = StrObject::with_length(thread, core().types.str_.get(), total, maximum(&string))?;
    let bytes = length * string.width();
    // SAFETY: the result is fresh and has room for `count` copies; each pass doubles what is there.
    unsafe {
        let target = result.data_ptr();
        std::ptr::copy_nonoverlapping(string.data_ptr(), target, bytes);
        let (mut done, all) = (bytes, bytes * count);
        while done < all {
            let step = done.min(all - done);
            std::ptr::copy_nonoverlapping(target, target.add(done), step);
            done += step;
        }
    }
    Ok(result)
}

/// Raises for a sequence times something that is no integer.
#[cold]
pub fn cannot_multiply(thread: &mut Thread, other: Value) -> Raised {
    let class = class_of(other).name_for_message();
    thread.type_error(format_args!("can't multiply sequence by non-int of type '{class}'"))
}

/// Holds the slots of `str`.
pub struct StrSlots;

/// str(object='') -> str
/// str(bytes_or_buffer[, encoding[, errors]]) -> str
///
/// Create a new string object from the given object. If encoding or
/// errors is specified, then the object must expose a data buffer
/// that will be decoded using the given encoding and error handler.
/// Otherwise, returns the result of object.__str__() (if defined)
/// or repr(object).
/// encoding defaults to 'utf-8'.
/// errors defaults to 'strict'.
#[pymethods]
impl StrSlots {
    #[slot(ops = "Mul Mod", plain_ops = "Add")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (l, r) = (left.downcast::<StrObject>(), right.downcast::<StrObject>());
        match (op, l, r) {
            (BinaryOp::Add, Some(l), Some(r)) => Ok(concat(thread, l, r)?.value()),
            (BinaryOp::Add, Some(_), None) if !other_may_decide(right) => {
                let class = class_of(right).name_for_message();
                Err(thread.type_error(format_args!("can only concatenate str (not \"{class}\") to str")))
            }
            (BinaryOp::Mod, Some(l), _) => Ok(crate::percent_format::format_str(thread, l, right)?.value()),
            (BinaryOp::Mul, _, _) => {
                let (string, other) = match (l, r) {
                    (Some(string), _) => (string, right),
                    (None, Some(string)) => (string, left),
                    (None, None) => return Ok(not_implemented()),
                };
                match slicing::repeat_count(thread, other)? {
                    Some(count) => Ok(repeat(thread, string, count)?.value()),
                    None if other_may_decide(other) => Ok(not_implemented()),
                    None => Err(cannot_multiply(thread, other)),
                }
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(left), Some(right)) = (left.downcast::<StrObject>(), right.downcast::<StrObject>()) else {
            return Ok(not_implemented());
        };
        Ok(bool_value(match op {
            CompareOp::Eq => left.equals(&right),
            CompareOp::Ne => !left.equals(&right),
            _ => op.holds(str_search::compare(&left, &right)),
        }))
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        Ok(expect(thread, "__hash__", this)?.hash())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__repr__", this)?;
        let text = pyrs_text::escape::str_repr(this.chars().iter(), false);
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__str__", this)?;
        Ok(to_plain(thread, this)?.value())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(expect(thread, "__len__", this)?.len())
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        let this = expect(thread, "__contains__", this)?;
        match item.downcast::<StrObject>() {
            Some(item) => Ok(str_search::find(this.chars(), item.chars()).is_some()),
            None => {
                let class = class_of(item).name_for_message();
                Err(thread.type_error(format_args!(
                    "'in <string>' requires string as left operand, not {class}"
                )))
            }
        }
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = expect(thread, "__getitem__", this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            return Ok(get_slice(thread, this, slice)?.value());
        }
        if key.as_small_int().is_none()
            && !pyrs_object::int::is_int(key)
            && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, key)?.is_none()
        {
            let class = class_of(key).name_for_message();
            return Err(thread.type_error(format_args!("string indices must be integers, not '{class}'")));
        }
        let index = slicing::index(thread, key)?;
        match slicing::position(index, this.len()) {
            Some(index) => Ok(StrObject::from_char(thread, this.chars().get(index))?.value()),
            None => Err(thread.index_error(format_args!("string index out of range"))),
        }
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__iter__", this)?;
        Ok(crate::str_iterator::StrIterator::new(thread, this)?.value())
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let string = construct(thread, args)?;
        let plain = core().types.str_.get();
        match class.downcast::<TypeObject>() {
            Some(class) if class != plain => {
                let copy = StrObject::with_length(thread, class, string.len(), maximum(&string))?;
                copy_into(copy, 0, string.chars());
                Ok(copy.value())
            }
            _ => Ok(string.value()),
        }
    }

    /// Return a formatted version of the string as described by format_spec.
    #[method(name = "__format__")]
    fn format(thread: &mut Thread, this: Ref<StrObject>, format_spec: Ref<StrObject>) -> PyResult<Ref<StrObject>> {
        crate::format::format_str(thread, this, format_spec)
    }

    #[method(name = "__getnewargs__")]
    fn getnewargs(thread: &mut Thread, this: Ref<StrObject>) -> PyResult<Ref<TupleObject>> {
        let plain = to_plain(thread, this)?;
        TupleObject::from_slice(thread, &[plain.value()])
    }

    /// Encode the string using the codec registered for encoding.
    ///
    ///   encoding
    ///     The encoding in which to encode the string.
    ///   errors
    ///     The error handling scheme to use for encoding errors.
    ///     The default is 'strict' meaning that encoding errors raise a
    ///     UnicodeEncodeError.  Other possible values are 'ignore', 'replace' and
    ///     'xmlcharrefreplace' as well as any other name registered with
    ///     codecs.register_error that can handle UnicodeEncodeErrors.
    #[method(
        keywords = "encoding, errors",
        signature = "($self, /, encoding='utf-8', errors='strict')"
    )]
    fn encode(
        thread: &mut Thread,
        this: Ref<StrObject>,
        encoding: Option<Ref<StrObject>>,
        errors: Option<Ref<StrObject>>,
    ) -> PyResult<Value> {
        let (encoding, errors) = crate::codec::names(encoding.as_ref(), errors.as_ref());
        crate::codec::encode(thread, this, &encoding, &errors)
    }
}

fn get_slice(thread: &mut Thread, this: Ref<StrObject>, slice: Ref<SliceObject>) -> PyResult<Ref<StrObject>> {
    let resolved = slicing::resolve(thread, slice, || this.len())?;
    if resolved.count == 0 {
        return StrObject::from_str(thread, "");
    }
    if let Some(range) = resolved.range() {
        return part(thread, this, range);
    }
    match this.chars_unbound() {
        Chars::One(bytes) => {
            let picked: Vec<u8> = resolved.positions().map(|i| bytes[i]).collect();
            StrObject::from_latin1(thread, &picked)
        }
        chars => StrObject::from_code_points(thread, resolved.positions().map(|i| chars.get(i))),
    }
}

/// `str(...)` as a plain string.
fn construct(thread: &mut Thread, args: Args) -> PyResult<Ref<StrObject>> {
    const NAMES: [&str; 3] = ["object", "encoding", "errors"];
    let given = args.all().len();
    if given > 3 {
        return Err(thread.type_error(format_args!("str expected at most 3 arguments, got {given}")));
    }
    let mut values = [None; 3];
    for (slot, value) in values.iter_mut().zip(args.positional()) {
        *slot = Some(*value);
    }
    for (key, value) in args.keywords() {
        let Some(index) = NAMES.iter().position(|name| key.equals_str(name)) else {
            let key = key.to_string_lossy();
            return Err(thread.type_error(format_args!("str() got an unexpected keyword argument '{key}'")));
        };
        if values[index].is_some() {
            let (key, position) = (key.to_string_lossy(), index + 1);
            return Err(thread.type_error(format_args!(
                "argument for str() given by name ('{key}') and position ({position})"
            )));
        }
        values[index] = Some(value);
    }
    let [object, encoding, errors] = values;
    let Some(object) = object else {
        return StrObject::from_str(thread, "");
    };
    if encoding.is_none() && errors.is_none() {
        let string = protocol::str(thread, object)?;
        return Ok(string);
    }
    let encoding = text_argument(thread, "encoding", encoding)?;
    let errors = text_argument(thread, "errors", errors)?;
    if object.downcast::<StrObject>().is_some() {
        return Err(thread.type_error(format_args!("decoding str is not supported")));
    }
    let Some(bytes) = pyrs_object::bytes::as_bytes(&object) else {
        let class = class_of(object).name_for_message();
        return Err(thread.type_error(format_args!("decoding to str: need a bytes-like object, {class} found")));
    };
    let (encoding, errors) = crate::codec::names(encoding.as_ref(), errors.as_ref());
    let result = crate::codec::decode(thread, object, bytes, &encoding, &errors)?;
    expect(thread, "decode", result)
}

fn text_argument(thread: &mut Thread, name: &str, value: Option<Value>) -> PyResult<Option<Ref<StrObject>>> {
    let Some(value) = value else { return Ok(None) };
    match value.downcast() {
        Some(text) => Ok(Some(text)),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("str() argument '{name}' must be str, not {class}")))
        }
    }
}

/// Fills `str`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.str_.get();
    StrSlots::register(thread, class)?;
    crate::str_methods::StrMethods::register(thread, class)?;
    crate::str_case::StrCase::register(thread, class)
}
