//! `bytes`: construction and slots; methods are in `bytes_methods`.

use crate::bytes_ops::{self, Plain};
use crate::slicing::{self, other_may_decide};
use pyrs_macros::pymethods;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::memory_view::MemoryViewObject;
use pyrs_object::range::SliceObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, class_of, core, not_implemented, protocol};
use std::sync::atomic::{AtomicBool, Ordering};

/// `bytes(value)` without counts: for arguments that stand for data.
pub fn from_object(thread: &mut Thread, value: Value) -> PyResult<Ref<BytesObject>> {
    if let Some(bytes) = value.downcast::<BytesObject>() {
        return Ok(bytes);
    }
    let data = bytes_ops::from_object(thread, value, "bytes")?;
    BytesObject::new(thread, &data)
}

fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<Ref<BytesObject>> {
    match value.downcast() {
        Some(bytes) => Ok(bytes),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "descriptor '{name}' requires a 'bytes' object but received a '{class}'"
            )))
        }
    }
}

/// Compares the data of two bytes-like objects. Between bytes and a view the view decides, by what its items are.
pub fn compare_data(op: CompareOp, left: Value, right: Value) -> Value {
    if left.downcast::<BytesObject>().is_some() && right.downcast::<MemoryViewObject>().is_some() {
        return not_implemented();
    }
    match (as_bytes(&left), as_bytes(&right)) {
        (Some(left), Some(right)) => bool_value(match op {
            CompareOp::Eq => left == right,
            CompareOp::Ne => left != right,
            _ => op.holds(left.cmp(right)),
        }),
        _ => not_implemented(),
    }
}

/// Whether `-b` was given.
pub static WARNINGS: AtomicBool = AtomicBool::new(false);

/// With `-b`: warns where bytes are compared with text (or, for `ints`, with an int).
pub fn warn_of_comparison(
    thread: &mut Thread,
    op: CompareOp,
    left: Value,
    right: Value,
    kind: &str,
    ints: bool,
) -> PyResult<()> {
    if !WARNINGS.load(Ordering::Relaxed) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(());
    }
    let either = |test: fn(Value) -> bool| test(left) || test(right);
    let what = if either(|value| value.downcast::<StrObject>().is_some()) {
        "string"
    } else if ints && either(pyrs_object::int::is_int) {
        "int"
    } else {
        return Ok(());
    };
    let message = format!("Comparison between {kind} and {what}");
    pyrs_object::warn::warn(thread, core().types.bytes_warning.get(), &message)
}

/// With `-b`: warns where a text is made of bytes as `repr` shows them.
pub fn warn_of_str(thread: &mut Thread, kind: &str) -> PyResult<()> {
    if !WARNINGS.load(Ordering::Relaxed) {
        return Ok(());
    }
    let message = format!("str() on a {kind} instance");
    pyrs_object::warn::warn(thread, core().types.bytes_warning.get(), &message)
}

/// bytes repeated.
fn repeated_bytes(thread: &mut Thread, source: Ref<BytesObject>, count: usize) -> PyResult<Value> {
    let total = match source.len().checked_mul(count) {
        Some(total) if total <= 1 << 40 => total,
        _ => return Err(thread.memory_error()),
    };
    protocol::check_room(thread, total)?;
    let plain = core().types.bytes.get();
    if total == source.len() && source.class() == plain {
        return Ok(source.value());
    }
    let result = BytesObject::with_length(thread, plain, total)?;
    if total > 0 {
        // SAFETY: a fresh object of this length, which nobody else sees yet.
        let out = unsafe { std::slice::from_raw_parts_mut(result.data_ptr(), total) };
        let mut filled = source.len();
        out[..filled].copy_from_slice(source.data());
        while filled < total {
            let more = filled.min(total - filled);
            out.copy_within(..more, filled);
            filled += more;
        }
    }
    Ok(result.value())
}

/// Data repeated.
pub fn repeated(thread: &mut Thread, data: &[u8], count: usize) -> PyResult<Vec<u8>> {
    match data.len().checked_mul(count) {
        Some(total) if total <= 1 << 40 => {
            protocol::check_room(thread, total)?;
            Ok(data.repeat(count))
        }
        _ => Err(thread.memory_error()),
    }
}

/// The index argument of `data[key]`; `kind` names the sequence in the message.
pub fn index_argument(thread: &mut Thread, key: Value, kind: &str) -> PyResult<i64> {
    if key.as_small_int().is_none()
        && !pyrs_object::int::is_int(key)
        && protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, key)?.is_none()
    {
        let class = class_of(key).name_for_message();
        return Err(thread.type_error(format_args!("{kind} indices must be integers or slices, not {class}")));
    }
    slicing::index(thread, key)
}

/// Holds the slots of `bytes`.
pub struct BytesMethods;

/// bytes(iterable_of_ints) -> bytes
/// bytes(string, encoding[, errors]) -> bytes
/// bytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer
/// bytes(int) -> bytes object of size given by the parameter initialized with null bytes
/// bytes() -> empty bytes object
///
/// Construct an immutable array of bytes from:
///   - an iterable yielding integers in range(256)
///   - a text string encoded using the specified encoding
///   - any object implementing the buffer API.
///   - an integer
#[pymethods]
impl BytesMethods {
    #[slot(ops = "Mul Mod", plain_ops = "Add")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (l, r) = (left.downcast::<BytesObject>(), right.downcast::<BytesObject>());
        match (op, l, r) {
            (BinaryOp::Add, Some(l), _) => match as_bytes(&right) {
                Some(data) => {
                    let result = BytesObject::with_length(thread, core().types.bytes.get(), l.len() + data.len())?;
                    // SAFETY: a fresh object with room for both.
                    unsafe {
                        std::ptr::copy_nonoverlapping(l.data_ptr(), result.data_ptr(), l.len());
                        std::ptr::copy_nonoverlapping(data.as_ptr(), result.data_ptr().add(l.len()), data.len());
                    }
                    Ok(result.value())
                }
                None if other_may_decide(right) => Ok(not_implemented()),
                None => {
                    let class = class_of(right).name_for_message();
                    Err(thread.type_error(format_args!("can't concat {class} to bytes")))
                }
            },
            (BinaryOp::Mod, Some(l), _) => {
                let out = crate::percent_format::format_bytes(thread, l.data(), right)?;
                Ok(BytesObject::new(thread, &out)?.value())
            }
            (BinaryOp::Mul, _, _) => {
                let (bytes, other) = match (l, r) {
                    (Some(bytes), _) => (bytes, right),
                    (None, Some(bytes)) => (bytes, left),
                    (None, None) => return Ok(not_implemented()),
                };
                match slicing::repeat_count(thread, other)? {
                    Some(count) => repeated_bytes(thread, bytes, count),
                    None if other_may_decide(other) => Ok(not_implemented()),
                    None => Err(crate::str::cannot_multiply(thread, other)),
                }
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        warn_of_comparison(thread, op, left, right, "bytes", true)?;
        Ok(compare_data(op, left, right))
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        warn_of_str(thread, "bytes")?;
        Ok(protocol::repr(thread, this)?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        Ok(expect(thread, "__hash__", this)?.hash())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__repr__", this)?;
        let text = pyrs_text::escape::bytes_repr(this.data());
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(expect(thread, "__len__", this)?.len())
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        let this = expect(thread, "__contains__", this)?;
        contains_data(thread, this.value(), item)
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = expect(thread, "__getitem__", this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let resolved = slicing::resolve(thread, slice, || this.len())?;
            return Ok(match resolved.range() {
                Some(range) if range.len() == this.len() && this.class() == core().types.bytes.get() => this.value(),
                Some(range) => BytesObject::new(thread, &this.data()[range])?.value(),
                None => {
                    let picked: Vec<u8> = resolved.positions().map(|i| this.data()[i]).collect();
                    BytesObject::new(thread, &picked)?.value()
                }
            });
        }
        let index = index_argument(thread, key, "byte")?;
        match slicing::position(index, this.len()) {
            Some(index) => Ok(Value::small_int(i64::from(this.data()[index]))),
            None => Err(thread.index_error(format_args!("index out of range"))),
        }
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__iter__", this)?;
        Ok(crate::str_iterator::StrIterator::of_bytes(thread, this)?.value())
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let plain = core().types.bytes.get();
        let class = class.downcast::<TypeObject>().unwrap_or(plain);
        if let [value] = args.all()
            && args.names().is_none()
            && class == plain
            && class_of(*value) == plain
        {
            return Ok(*value);
        }
        match bytes_ops::plain_source(thread, args)? {
            Some(Plain::Count(count)) => return Ok(BytesObject::with_length(thread, class, count)?.value()),
            Some(Plain::Data(value)) => {
                let data = as_bytes(&value).unwrap_or(&[]);
                return Ok(BytesObject::with_class(thread, class, data)?.value());
            }
            None => {}
        }
        let data = bytes_ops::construct(thread, args, "bytes")?;
        Ok(BytesObject::with_class(thread, class, &data)?.value())
    }

    #[method(name = "__getnewargs__")]
    fn getnewargs(thread: &mut Thread, this: Ref<BytesObject>) -> PyResult<Ref<TupleObject>> {
        let plain = BytesObject::new(thread, this.data())?;
        TupleObject::from_slice(thread, &[plain.value()])
    }

    /// Convert this value to exact type bytes.
    #[method(name = "__bytes__")]
    fn bytes(thread: &mut Thread, this: Ref<BytesObject>) -> PyResult<Ref<BytesObject>> {
        if this.class() == core().types.bytes.get() {
            return Ok(this);
        }
        BytesObject::new(thread, this.data())
    }
}

/// `item in data`.
pub fn contains_data(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
    let needle = match as_bytes(&item) {
        Some(data) => data.to_vec(),
        None if pyrs_object::int::is_int(item)
            || protocol::convert(thread, pyrs_object::slots::UnaryOp::Index, item)?.is_some() =>
        {
            vec![bytes_ops::byte_of(thread, item)?]
        }
        None => bytes_ops::data_of(thread, item)?,
    };
    Ok(as_bytes(&this).is_some_and(|data| memchr::memmem::find(data, &needle).is_some()))
}

/// Fills `bytes`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.bytes.get();
    BytesMethods::register(thread, class)?;
    crate::bytes_methods::BytesShared::register(thread, class)
}
