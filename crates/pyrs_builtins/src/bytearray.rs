//! `bytearray`: construction, slots and the methods that change it.

use crate::bytes::{compare_data, contains_data, index_argument, repeated, warn_of_comparison, warn_of_str};
use crate::bytes_ops::{self, Plain};
use crate::slicing::{self, other_may_decide};
use pyrs_macros::pymethods;
use pyrs_object::bytes::{ByteArrayObject, BytesObject, as_bytes};
use pyrs_object::range::SliceObject;
use pyrs_object::slots::{BinaryOp, CompareOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, class_of, core, not_implemented};

fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<Ref<ByteArrayObject>> {
    match value.downcast() {
        Some(bytes) => Ok(bytes),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "descriptor '{name}' requires a 'bytearray' object but received a '{class}'"
            )))
        }
    }
}

#[cold]
fn cannot_resize(thread: &mut Thread) -> Raised {
    thread.buffer_error(format_args!("Existing exports of data: object cannot be re-sized"))
}

/// Replaces a range; while there are views, the size must stay.
fn splice(thread: &mut Thread, this: Ref<ByteArrayObject>, start: usize, removed: usize, data: &[u8]) -> PyResult<()> {
    if removed != data.len() && this.exports.get() > 0 && crate::memoryview::has_views(thread, this) {
        return Err(cannot_resize(thread));
    }
    let start = start.min(this.len());
    let removed = removed.min(this.len() - start);
    this.splice(thread, start, removed, data)
}

/// A byte to be stored.
fn stored_byte(thread: &mut Thread, value: Value) -> PyResult<u8> {
    bytes_ops::byte_of(thread, value)
}

/// Data of an object given to a bytearray, whose errors speak of one byte.
fn source_data(thread: &mut Thread, value: Value) -> PyResult<Vec<u8>> {
    bytes_ops::from_object(thread, value, "byte")
}

/// What `extend` takes.
fn extension(thread: &mut Thread, iterable: Value) -> PyResult<Vec<u8>> {
    if let Some(data) = as_bytes(&iterable) {
        return Ok(data.to_vec());
    }
    if iterable.downcast::<StrObject>().is_some() {
        return Err(thread.type_error(format_args!("expected iterable of integers; got: 'str'")));
    }
    let mut data = Vec::new();
    let class = class_of(iterable);
    if class.slot(|s| s.iter).is_none() && class.slot(|s| s.getitem).is_none() {
        let class = class.name_for_message();
        return Err(thread.type_error(format_args!("can't extend bytearray with {class}")));
    }
    pyrs_object::protocol::for_each(thread, iterable, |thread, item| {
        data.push(stored_byte(thread, item)?);
        Ok(())
    })?;
    Ok(data)
}

/// Holds the slots and changing methods of `bytearray`.
pub struct ByteArrayMethods;

/// bytearray(iterable_of_ints) -> bytearray
/// bytearray(string, encoding[, errors]) -> bytearray
/// bytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer
/// bytearray(int) -> bytes array of size given by the parameter initialized with null bytes
/// bytearray() -> empty bytes array
///
/// Construct a mutable bytearray object from:
///   - an iterable yielding integers in range(256)
///   - a text string encoded using the specified encoding
///   - a bytes or a buffer object
///   - any object implementing the buffer API.
///   - an integer
#[pymethods]
impl ByteArrayMethods {
    #[slot(ops = "Mul Mod", plain_ops = "Add")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (l, r) = (left.downcast::<ByteArrayObject>(), right.downcast::<ByteArrayObject>());
        let out = match (op, l, r) {
            (BinaryOp::Add, Some(l), _) => match as_bytes(&right) {
                Some(data) => [l.data(), data].concat(),
                None if other_may_decide(right) => return Ok(not_implemented()),
                None => {
                    let class = class_of(right).name_for_message();
                    return Err(thread.type_error(format_args!("can't concat {class} to bytearray")));
                }
            },
            (BinaryOp::Mod, Some(l), _) => {
                let template = l.data().to_vec();
                crate::percent_format::format_bytes(thread, &template, right)?
            }
            (BinaryOp::Mul, _, _) => {
                let (bytes, other) = match (l, r) {
                    (Some(bytes), _) => (bytes, right),
                    (None, Some(bytes)) => (bytes, left),
                    (None, None) => return Ok(not_implemented()),
                };
                match slicing::repeat_count(thread, other)? {
                    Some(count) => repeated(thread, bytes.data(), count)?,
                    None if other_may_decide(other) => return Ok(not_implemented()),
                    None => return Err(crate::str::cannot_multiply(thread, other)),
                }
            }
            _ => return Ok(not_implemented()),
        };
        Ok(ByteArrayObject::new(thread, &out)?.value())
    }

    #[slot(ops = "Add Mul")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let this = expect(thread, "__iadd__", left)?;
        match op {
            BinaryOp::Add => {
                let Some(data) = as_bytes(&right) else {
                    let class = class_of(right).name_for_message();
                    return Err(thread.type_error(format_args!("can't concat {class} to bytearray")));
                };
                if right.downcast::<BytesObject>().is_some() {
                    splice(thread, this, this.len(), 0, data)?;
                } else if left == right && !this.is_empty() {
                    // As the right operand it would be exported while it grows.
                    return Err(cannot_resize(thread));
                } else {
                    // It may be the array's own, through a view.
                    let data = data.to_vec();
                    splice(thread, this, this.len(), 0, &data)?;
                }
            }
            BinaryOp::Mul => {
                let Some(count) = slicing::repeat_count(thread, right)? else {
                    return Ok(not_implemented());
                };
                let out = repeated(thread, this.data(), count)?;
                splice(thread, this, 0, this.len(), &out)?;
            }
            _ => return Ok(not_implemented()),
        }
        Ok(left)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        warn_of_comparison(thread, op, left, right, "bytearray", false)?;
        Ok(compare_data(op, left, right))
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        warn_of_str(thread, "bytearray")?;
        Ok(pyrs_object::protocol::repr(thread, this)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__repr__", this)?;
        let class = this.class().name_for_message();
        let text = format!("{class}({})", pyrs_text::escape::bytearray_repr(this.data()));
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(expect(thread, "__len__", this)?.len())
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        contains_data(thread, this, item)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let this = expect(thread, "__iter__", this)?;
        Ok(crate::str_iterator::StrIterator::of_bytearray(thread, this)?.value())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let this = expect(thread, "__getitem__", this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let resolved = slicing::resolve(thread, slice, || this.len())?;
            let picked: Vec<u8> = resolved.positions().map(|i| this.data()[i]).collect();
            return Ok(ByteArrayObject::new(thread, &picked)?.value());
        }
        let index = index_argument(thread, key, "bytearray")?;
        match slicing::position(index, this.len()) {
            Some(index) => Ok(Value::small_int(i64::from(this.data()[index]))),
            None => Err(thread.index_error(format_args!("bytearray index out of range"))),
        }
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let this = expect(thread, "__setitem__", this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            return set_slice(thread, this, slice, value);
        }
        let index = index_argument(thread, key, "bytearray")?;
        let byte = match value {
            Some(value) => Some(stored_byte(thread, value)?),
            None => None,
        };
        match (slicing::position(index, this.len()), byte) {
            (Some(index), Some(byte)) => {
                this.data_mut()[index] = byte;
                Ok(())
            }
            (Some(index), None) => splice(thread, this, index, 1, &[]),
            (None, _) => Err(thread.index_error(format_args!("bytearray index out of range"))),
        }
    }

    #[slot]
    fn new(thread: &mut Thread, class: Value, _args: Args) -> PyResult<Value> {
        let plain = core().types.bytearray.get();
        let class = class.downcast::<TypeObject>().unwrap_or(plain);
        Ok(ByteArrayObject::with_class(thread, class, &[])?.value())
    }

    #[slot]
    fn init(thread: &mut Thread, this: Value, args: Args) -> PyResult<()> {
        let this = expect(thread, "__init__", this)?;
        if this.is_empty()
            && let Some(Plain::Data(value)) = bytes_ops::plain_source(thread, args)?
            && let Some(bytes) = value.downcast::<BytesObject>()
        {
            return splice(thread, this, 0, 0, bytes.data());
        }
        let data = bytes_ops::construct(thread, args, "bytearray")?;
        splice(thread, this, 0, this.len(), &data)
    }

    /// Append a single item to the end of the bytearray.
    #[method]
    fn append(thread: &mut Thread, this: Ref<ByteArrayObject>, item: Value) -> PyResult<()> {
        let byte = stored_byte(thread, item)?;
        splice(thread, this, this.len(), 0, &[byte])
    }

    /// Append all the items from the iterator or sequence to the end of the bytearray.
    #[method]
    fn extend(thread: &mut Thread, this: Ref<ByteArrayObject>, iterable_of_ints: Value) -> PyResult<()> {
        let data = extension(thread, iterable_of_ints)?;
        splice(thread, this, this.len(), 0, &data)
    }

    /// Insert a single item into the bytearray before the given index.
    #[method]
    fn insert(thread: &mut Thread, this: Ref<ByteArrayObject>, index: i64, item: Value) -> PyResult<()> {
        let byte = stored_byte(thread, item)?;
        let length = this.len() as i64;
        let index = if index < 0 {
            index.saturating_add(length).max(0)
        } else {
            index.min(length)
        };
        splice(thread, this, index as usize, 0, &[byte])
    }

    /// Remove and return a single item from B.
    ///
    /// If no index argument is given, will pop the last item.
    #[method(signature = "($self, index=-1, /)")]
    fn pop(thread: &mut Thread, this: Ref<ByteArrayObject>, index: Option<i64>) -> PyResult<i64> {
        if this.is_empty() {
            return Err(thread.index_error(format_args!("pop from empty bytearray")));
        }
        let Some(index) = slicing::position(index.unwrap_or(-1), this.len()) else {
            return Err(thread.index_error(format_args!("pop index out of range")));
        };
        let byte = this.data()[index];
        splice(thread, this, index, 1, &[])?;
        Ok(i64::from(byte))
    }

    /// Remove the first occurrence of a value in the bytearray.
    #[method]
    fn remove(thread: &mut Thread, this: Ref<ByteArrayObject>, value: Value) -> PyResult<()> {
        let byte = stored_byte(thread, value)?;
        match memchr::memchr(byte, this.data()) {
            Some(at) => splice(thread, this, at, 1, &[]),
            None => Err(thread.value_error(format_args!("value not found in bytearray"))),
        }
    }

    /// Reverse the order of the values in B in place.
    #[method]
    fn reverse(_thread: &mut Thread, this: Ref<ByteArrayObject>) {
        this.data_mut().reverse();
    }

    /// Remove all items from the bytearray.
    #[method]
    fn clear(thread: &mut Thread, this: Ref<ByteArrayObject>) -> PyResult<()> {
        splice(thread, this, 0, this.len(), &[])
    }

    /// Return a copy of B.
    #[method]
    fn copy(thread: &mut Thread, this: Ref<ByteArrayObject>) -> PyResult<Ref<ByteArrayObject>> {
        let data = this.data().to_vec();
        ByteArrayObject::new(thread, &data)
    }

    /// Number of bytes that the bytearray has room for.
    #[method]
    fn __alloc__(_thread: &mut Thread, this: Ref<ByteArrayObject>) -> usize {
        match this.len() {
            0 => 0,
            // A byte more than asked for is always there, as in CPython, where it ends the data.
            length => length + 1,
        }
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce__(thread: &mut Thread, this: Ref<ByteArrayObject>) -> PyResult<Ref<TupleObject>> {
        reduce(thread, this, 2)
    }

    /// Return state information for pickling.
    #[method]
    fn __reduce_ex__(
        thread: &mut Thread,
        this: Ref<ByteArrayObject>,
        proto: Option<i64>,
    ) -> PyResult<Ref<TupleObject>> {
        reduce(thread, this, proto.unwrap_or(0))
    }

    /// Resize the internal buffer of bytearray to len.
    ///
    ///   size
    ///     New size to resize to..
    #[method]
    fn resize(thread: &mut Thread, this: Ref<ByteArrayObject>, size: i64) -> PyResult<()> {
        let Ok(size) = usize::try_from(size) else {
            return Err(thread.value_error(format_args!("Can only resize to positive sizes, got {size}")));
        };
        let length = this.len();
        if size > 1 << 40 {
            return Err(thread.memory_error());
        }
        let grown = vec![0; size.saturating_sub(length)];
        let start = size.min(length);
        splice(thread, this, start, length - start, &grown)
    }
}

/// `(class, arguments, state)`: before protocol 3, bytes travel as text in Latin-1.
fn reduce(thread: &mut Thread, this: Ref<ByteArrayObject>, protocol: i64) -> PyResult<Ref<TupleObject>> {
    let args = if this.is_empty() {
        core().empty_tuple.get()
    } else if protocol < 3 {
        let text = StrObject::from_latin1(thread, this.data())?.value();
        let encoding = StrObject::from_str(thread, "latin-1")?.value();
        TupleObject::from_slice(thread, &[text, encoding])?
    } else {
        let data = this.data().to_vec();
        let bytes = BytesObject::new(thread, &data)?.value();
        TupleObject::from_slice(thread, &[bytes])?
    };
    let state = crate::reduce::default_state(thread, this.value(), false)?;
    TupleObject::from_slice(thread, &[this.class().value(), args.value(), state])
}

fn set_slice(
    thread: &mut Thread,
    this: Ref<ByteArrayObject>,
    slice: Ref<SliceObject>,
    value: Option<Value>,
) -> PyResult<()> {
    let data = match value {
        Some(value) if !bytes_ops::is_source(value) => {
            return Err(thread.type_error(format_args!(
                "can assign only bytes, buffers, or iterables of ints in range(0, 256)"
            )));
        }
        Some(value) => source_data(thread, value)?,
        None => Vec::new(),
    };
    let resolved = slicing::resolve(thread, slice, || this.len())?;
    if let Some(range) = resolved.range() {
        return splice(thread, this, range.start, range.len(), &data);
    }
    if data.is_empty() {
        let mut drop = vec![false; this.len()];
        resolved.positions().for_each(|i| drop[i] = true);
        let kept: Vec<u8> = this
            .data()
            .iter()
            .zip(&drop)
            .filter(|(_, d)| !**d)
            .map(|(b, _)| *b)
            .collect();
        return splice(thread, this, 0, this.len(), &kept);
    }
    if data.len() != resolved.count {
        let (given, count) = (data.len(), resolved.count);
        return Err(thread.value_error(format_args!(
            "attempt to assign bytes of size {given} to extended slice of size {count}"
        )));
    }
    for (i, byte) in resolved.positions().zip(&data) {
        this.data_mut()[i] = *byte;
    }
    Ok(())
}

/// Fills `bytearray`.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    let class = core().types.bytearray.get();
    ByteArrayMethods::register(thread, class)?;
    crate::bytes_methods::ByteArrayShared::register(thread, class)
}
