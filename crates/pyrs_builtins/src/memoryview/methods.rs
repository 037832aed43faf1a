//! Slots, methods and attributes of `memoryview`.

use super::iterator::MemoryIterator;
use super::walk::{Offsets, Order, copy_data, item_at};
use super::{MEMORY_VIEW, cast, code_of, copy_of_view, format_of, item, not_bytes_like, release, subscript, view_of};
use crate::bytes_methods::hex_separator;
use crate::{bytes_ops, slicing};
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::list::ListObject;
use pyrs_object::memory_view::{MemoryViewObject, exporter_of};
use pyrs_object::slots::CompareOp;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, int, none, not_implemented, protocol};

fn expect(thread: &mut Thread, name: &str, value: Value) -> PyResult<Ref<MemoryViewObject>> {
    match value.downcast() {
        Some(view) => Ok(view),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!(
                "descriptor '{name}' requires a 'memoryview' object but received a '{class}'"
            )))
        }
    }
}

fn int_tuple(thread: &mut Thread, numbers: &[i64]) -> PyResult<Ref<TupleObject>> {
    let tuple = TupleObject::with_length(thread, numbers.len())?;
    for (i, &number) in numbers.iter().enumerate() {
        let number = int::from_i64(thread, number)?;
        tuple.initialise_item(i, number);
    }
    Ok(tuple)
}

/// Whether the items of two views are equal; views of items that cannot be read are not.
fn equal_items(left: Ref<MemoryViewObject>, right: Ref<MemoryViewObject>) -> bool {
    let lengths = |view: Ref<MemoryViewObject>| view.all_dimensions().into_iter().map(|(length, _)| length);
    if left.dimension_count() != right.dimension_count() || !lengths(left).eq(lengths(right)) {
        return false;
    }
    let code = |view: Ref<MemoryViewObject>| view.format.get().and_then(|format| item::code_of(&format));
    let (Some(left_code), Some(right_code)) = (code(left), code(right)) else {
        return false;
    };
    if left_code == right_code
        && !matches!(left_code, b'e' | b'f' | b'd' | b'?')
        && let (Some(left), Some(right)) = (left.contiguous_bytes(), right.contiguous_bytes())
    {
        return left == right;
    }
    Offsets::new(&left, Order::C)
        .zip(Offsets::new(&right, Order::C))
        .all(|(at_left, at_right)| {
            // SAFETY: the caller's views are not released.
            let (a, b) = unsafe { (item_at(&left, at_left), item_at(&right, at_right)) };
            item::read(left_code, a).equals(item::read(right_code, b))
        })
}

/// A list of bytes as numbers.
fn list_of_bytes(thread: &mut Thread, data: &[u8]) -> PyResult<Value> {
    let list = ListObject::with_capacity(thread, data.len())?;
    let mut block = [Value::small_int(0); 64];
    for part in data.chunks(block.len()) {
        for (value, byte) in block.iter_mut().zip(part) {
            *value = Value::small_int(i64::from(*byte));
        }
        let length = list.len();
        list.splice(thread, length, 0, &block[..part.len()])?;
    }
    Ok(list.value())
}

/// The items of a dimension and all below it as nested lists.
fn nested_list(
    thread: &mut Thread,
    view: Ref<MemoryViewObject>,
    code: u8,
    dimension: usize,
    offset: isize,
) -> PyResult<Value> {
    if dimension == view.dimension_count() {
        // SAFETY: the view is not released, and no Python code runs here.
        return item::unpack(thread, code, unsafe { item_at(&view, offset) });
    }
    let (length, stride) = view.dimension(dimension);
    let innermost = dimension + 1 == view.dimension_count();
    if innermost && code == b'B' && stride == 1 && length > 0 {
        // SAFETY: the items lie within the memory of a view that is not released.
        return list_of_bytes(thread, unsafe {
            std::slice::from_raw_parts(view.data().offset(offset), length)
        });
    }
    let list = ListObject::with_capacity(thread, length)?;
    for index in 0..length {
        let value = nested_list(thread, view, code, dimension + 1, offset + index as isize * stride)?;
        list.push(thread, value)?;
    }
    Ok(list.value())
}

/// Holds the methods of `memoryview`.
pub struct MemoryViewMethods;

/// Create a new memoryview object which references the given object.
#[pymethods]
impl MemoryViewMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature = Signature {
            name: "memoryview",
            module: "",
            receiver: pyrs_object::convert::Receiver::Static,
            parameters: &["object"],
            required: 1,
            keywords_from: 0,
            keyword_only_from: 1,
        };
        let [object] = bind_slot(thread, &SIGNATURE, args)?;
        let object = object.unwrap_or_else(none);
        match view_of(thread, object)? {
            Some(view) => Ok(view.value()),
            None => Err(not_bytes_like(thread, object)),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let view = expect(thread, "__repr__", this)?;
        let state = if view.is_released() {
            "released memory"
        } else {
            "memory"
        };
        let text = format!("<{state} at {:#x}>", this.bits());
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let view = expect(thread, "__hash__", this)?;
        if view.hash.get() != 0 {
            return Ok(view.hash.get());
        }
        let format = format_of(thread, view)?;
        if !view.is_readonly() {
            return Err(thread.value_error(format_args!("cannot hash writable memoryview object")));
        }
        if !matches!(item::code_of(&format), Some(b'B' | b'b' | b'c')) {
            return Err(thread.value_error(format_args!(
                "memoryview: hashing is restricted to formats 'B', 'b' or 'c'"
            )));
        }
        if let Some(object) = view.object.get() {
            protocol::hash(thread, object)?;
            format_of(thread, view)?;
        }
        let hash = pyrs_object::hash::hash_bytes(&copy_data(view, Order::C));
        view.hash.set(hash);
        Ok(hash)
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let view = expect(thread, "__eq__", left)?;
        let equal = matches!(op, CompareOp::Eq);
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let other = right.downcast::<MemoryViewObject>();
        if view.is_released() || other.is_some_and(|other| other.is_released()) {
            return Ok(bool_value((left == right) == equal));
        }
        if let Some(other) = other {
            return Ok(bool_value(equal_items(view, other) == equal));
        }
        if exporter_of(right).is_none() && !class_of(right).has(TypeFlags::HEAP) {
            return Ok(not_implemented());
        }
        let Some(other) = view_of(thread, right)? else {
            return Ok(not_implemented());
        };
        // `__buffer__` may have released the view.
        let result = !view.is_released() && equal_items(view, other);
        release(thread, other)?;
        Ok(bool_value(result == equal))
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        let view = expect(thread, "__len__", this)?;
        format_of(thread, view)?;
        if view.dimension_count() == 0 {
            return Err(thread.type_error(format_args!("0-dim memory has no length")));
        }
        Ok(view.dimension(0).0)
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let view = expect(thread, "__iter__", this)?;
        code_of(thread, view)?;
        match view.dimension_count() {
            0 => Err(thread.type_error(format_args!("invalid indexing of 0-dim memory"))),
            1 => Ok(MemoryIterator::new(thread, view)?.value()),
            _ => Err(thread.not_implemented_error(format_args!("multi-dimensional sub-views are not implemented"))),
        }
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let view = expect(thread, "__getitem__", this)?;
        subscript::get(thread, view, key)
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let view = expect(thread, "__setitem__", this)?;
        subscript::set(thread, view, key, value)
    }

    /// Release the underlying buffer exposed by the memoryview object.
    #[method]
    fn release(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<()> {
        release(thread, this)
    }

    #[method(name = "__enter__")]
    fn enter(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Value> {
        format_of(thread, this)?;
        Ok(this.value())
    }

    /// Release the underlying buffer exposed by the memoryview object.
    #[method(name = "__exit__", signature = "($self, /, *exc_info)")]
    fn exit(thread: &mut Thread, this: Ref<MemoryViewObject>, _args: Args) -> PyResult<()> {
        release(thread, this)
    }

    /// Return the data in the buffer as a byte string.
    ///
    /// Order can be {'C', 'F', 'A'}.  When order is 'C' or 'F', the data of
    /// the original array is converted to C or Fortran order.  For
    /// contiguous views, 'A' returns an exact copy of the physical memory.
    /// In particular, in-memory Fortran order is preserved.  For
    /// non-contiguous views, the data is converted to C first.  order=None
    /// is the same as order='C'.
    #[method(keywords = "order", signature = "($self, /, order='C')")]
    fn tobytes(thread: &mut Thread, this: Ref<MemoryViewObject>, order: Option<Value>) -> PyResult<Ref<BytesObject>> {
        let order = match order.filter(|order| *order != none()) {
            None => Order::C,
            Some(order) => {
                let Some(text) = order.downcast::<StrObject>() else {
                    let class = class_of(order).name_for_message();
                    return Err(thread.type_error(format_args!(
                        "tobytes() argument 'order' must be str or None, not {class}"
                    )));
                };
                match text.as_ascii() {
                    Some("C") => Order::C,
                    Some("F") => Order::Fortran,
                    Some("A") if !this.is_c_contiguous() && this.is_fortran_contiguous() => Order::Fortran,
                    Some("A") => Order::C,
                    _ => return Err(thread.value_error(format_args!("order must be 'C', 'F' or 'A'"))),
                }
            }
        };
        format_of(thread, this)?;
        let contiguous = order == Order::C && this.is_c_contiguous();
        match this.contiguous_bytes() {
            Some(data) if contiguous => BytesObject::new(thread, data),
            _ => BytesObject::new(thread, &copy_data(this, order)),
        }
    }

    /// Return the data in the buffer as a str of hexadecimal numbers.
    ///
    ///   sep
    ///     An optional single character or byte to separate hex bytes.
    ///   bytes_per_sep
    ///     How many bytes between separators.  Positive values count from
    ///     the right, negative values count from the left.
    ///
    /// Example:
    /// >>> value = memoryview(b'\xb9\x01\xef')
    /// >>> value.hex()
    /// 'b901ef'
    /// >>> value.hex(':')
    /// 'b9:01:ef'
    /// >>> value.hex(':', 2)
    /// 'b9:01ef'
    /// >>> value.hex(':', -2)
    /// 'b901:ef'
    #[method(
        keywords = "sep, bytes_per_sep",
        signature = "($self, /, sep=<unrepresentable>, bytes_per_sep=1)"
    )]
    fn hex(
        thread: &mut Thread,
        this: Ref<MemoryViewObject>,
        sep: Option<Value>,
        bytes_per_sep: Option<i64>,
    ) -> PyResult<Value> {
        format_of(thread, this)?;
        let separator = hex_separator(thread, sep)?;
        let group = bytes_per_sep.unwrap_or(1);
        match this.contiguous_bytes() {
            Some(data) => bytes_ops::hex(thread, data, separator, group),
            None => bytes_ops::hex(thread, &copy_data(this, Order::C), separator, group),
        }
    }

    /// Return the data in the buffer as a list of elements.
    #[method]
    fn tolist(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Value> {
        let code = code_of(thread, this)?;
        nested_list(thread, this, code, 0, 0)
    }

    /// Cast a memoryview to a new format or shape.
    #[method(
        keywords = "format, shape",
        signature = "($self, /, format, shape=<unrepresentable>)"
    )]
    fn cast(
        thread: &mut Thread,
        this: Ref<MemoryViewObject>,
        format: Ref<StrObject>,
        shape: Option<Value>,
    ) -> PyResult<Ref<MemoryViewObject>> {
        cast::cast(thread, this, format, shape)
    }

    /// Return a readonly version of the memoryview.
    #[method]
    fn toreadonly(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Ref<MemoryViewObject>> {
        copy_of_view(thread, this, true)
    }

    /// Create a new memoryview object which references the given object.
    #[classmethod(
        name = "_from_flags",
        keywords = "object, flags",
        signature = "($type, /, object, flags)"
    )]
    fn from_flags(thread: &mut Thread, _class: Value, object: Value, flags: i64) -> PyResult<Value> {
        const WRITABLE: i64 = 1;
        let Some(view) = view_of(thread, object)? else {
            return Err(not_bytes_like(thread, object));
        };
        if flags & WRITABLE != 0 && view.is_readonly() {
            release(thread, view)?;
            return Err(thread.buffer_error(format_args!("Object is not writable.")));
        }
        Ok(view.value())
    }

    /// Count the number of occurrences of a value.
    #[method]
    fn count(thread: &mut Thread, this: Ref<MemoryViewObject>, value: Value) -> PyResult<usize> {
        let iterator = Self::iter(thread, this.value())?;
        let mut count = 0;
        while let Some(item) = protocol::next(thread, iterator)? {
            if protocol::equals(thread, item, value)? {
                count += 1;
            }
        }
        Ok(count)
    }

    /// Return the index of the first occurrence of a value.
    ///
    /// Raises ValueError if the value is not present.
    #[method(signature = "($self, value, start=0, stop=sys.maxsize, /)")]
    fn index(
        thread: &mut Thread,
        this: Ref<MemoryViewObject>,
        value: Value,
        start: Option<Value>,
        stop: Option<Value>,
    ) -> PyResult<usize> {
        format_of(thread, this)?;
        match this.dimension_count() {
            0 => return Err(thread.type_error(format_args!("invalid lookup on 0-dim memory"))),
            1 => {}
            _ => {
                return Err(thread.not_implemented_error(format_args!("multi-dimensional lookup is not implemented")));
            }
        }
        let window = slicing::window(thread, start, stop, this.dimension(0).0)?;
        for index in window.unwrap_or(0..0) {
            let Some(item) = subscript::item(thread, this, index)? else {
                break;
            };
            if protocol::equals(thread, item, value)? {
                return Ok(index);
            }
        }
        Err(thread.value_error(format_args!("memoryview.index(x): x not found")))
    }

    /// memoryviews are generic over the type of their underlying data
    #[classmethod(name = "__class_getitem__", signature = "($type, object, /)")]
    fn class_getitem(thread: &mut Thread, class: Value, item: Value) -> PyResult<Value> {
        crate::generic_alias::new(thread, class, item)
    }

    /// Return a buffer object that exposes the underlying memory of the object.
    #[method(name = "__buffer__")]
    fn buffer(thread: &mut Thread, this: Ref<MemoryViewObject>, flags: i64) -> PyResult<Value> {
        Self::from_flags(thread, MEMORY_VIEW.get().value(), this.value(), flags)
    }

    /// Release the buffer object that exposes the underlying memory of the object.
    #[method(name = "__release_buffer__")]
    fn release_buffer(
        thread: &mut Thread,
        _this: Ref<MemoryViewObject>,
        buffer: Ref<MemoryViewObject>,
    ) -> PyResult<()> {
        release(thread, buffer)
    }

    /// The underlying object of the memoryview.
    #[getter]
    fn obj(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Value> {
        format_of(thread, this)?;
        Ok(this.object.get().unwrap_or_else(none))
    }

    /// The amount of space in bytes that the array would use in
    ///  a contiguous representation.
    #[getter]
    fn nbytes(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<usize> {
        format_of(thread, this)?;
        Ok(this.byte_count())
    }

    /// A bool indicating whether the memory is read only.
    #[getter]
    fn readonly(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<bool> {
        format_of(thread, this)?;
        Ok(this.is_readonly())
    }

    /// The size in bytes of each element of the memoryview.
    #[getter]
    fn itemsize(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<usize> {
        format_of(thread, this)?;
        Ok(this.item_size())
    }

    /// A string containing the format (in struct module style)
    ///  for each element in the view.
    #[getter]
    fn format(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Ref<StrObject>> {
        format_of(thread, this)
    }

    /// An integer indicating how many dimensions of a multi-dimensional
    ///  array the memory represents.
    #[getter]
    fn ndim(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<usize> {
        format_of(thread, this)?;
        Ok(this.dimension_count())
    }

    /// A tuple of ndim integers giving the shape of the memory
    ///  as an N-dimensional array.
    #[getter]
    fn shape(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Ref<TupleObject>> {
        format_of(thread, this)?;
        let lengths: Vec<i64> = this.all_dimensions().iter().map(|d| d.0 as i64).collect();
        int_tuple(thread, &lengths)
    }

    /// A tuple of ndim integers giving the size in bytes to access
    ///  each element for each dimension of the array.
    #[getter]
    fn strides(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Ref<TupleObject>> {
        format_of(thread, this)?;
        let strides: Vec<i64> = this.all_dimensions().iter().map(|d| d.1 as i64).collect();
        int_tuple(thread, &strides)
    }

    /// A tuple of integers used internally for PIL-style arrays.
    #[getter]
    fn suboffsets(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<Ref<TupleObject>> {
        format_of(thread, this)?;
        TupleObject::with_length(thread, 0)
    }

    /// A bool indicating whether the memory is C contiguous.
    #[getter]
    fn c_contiguous(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<bool> {
        format_of(thread, this)?;
        Ok(this.is_c_contiguous())
    }

    /// A bool indicating whether the memory is Fortran contiguous.
    #[getter]
    fn f_contiguous(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<bool> {
        format_of(thread, this)?;
        Ok(this.is_fortran_contiguous())
    }

    /// A bool indicating whether the memory is contiguous.
    #[getter]
    fn contiguous(thread: &mut Thread, this: Ref<MemoryViewObject>) -> PyResult<bool> {
        format_of(thread, this)?;
        Ok(this.is_c_contiguous() || this.is_fortran_contiguous())
    }
}
