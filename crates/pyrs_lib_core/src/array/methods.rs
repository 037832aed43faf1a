//! Methods and slots of `array.array`.

use super::items::{Class, ITEM_TYPES};
use super::{
    ARRAY, ArrayObject, array_of, empty_like, extend, extend_by_array, extend_by_bytes, extend_by_text, get,
    item_type_of, new_array, pickled, push, splice, to_list, to_text,
};
use crate::collect::generic_alias;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::list::ListObject;
use pyrs_object::range::{Resolved, SliceObject, resolve};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, int, none, not_implemented, protocol};

/// Holds the methods of array.
pub struct ArrayMethods;

/// The position that an index names.
fn position(thread: &mut Thread, array: Ref<ArrayObject>, key: Value, message: &str) -> PyResult<usize> {
    if !int::is_int(key) && protocol::convert(thread, UnaryOp::Index, key)?.is_none() {
        return Err(thread.type_error(format_args!("array indices must be integers")));
    }
    let index = protocol::index_i64(thread, key)?;
    let length = array.len() as i64;
    let index = if index < 0 { index + length } else { index };
    if index < 0 || index >= length {
        return Err(thread.index_error(format_args!("{message}")));
    }
    Ok(index as usize)
}

fn get_slice(thread: &mut Thread, array: Ref<ArrayObject>, part: Resolved) -> PyResult<Ref<ArrayObject>> {
    let result = empty_like(thread, array)?;
    let size = array.item().size;
    let mut data = Vec::with_capacity(part.count * size);
    for index in part.positions() {
        data.extend_from_slice(array.item_bytes(index).unwrap_or_default());
    }
    splice(thread, result, 0, 0, &data)?;
    Ok(result)
}

fn delete_slice(thread: &mut Thread, array: Ref<ArrayObject>, part: Resolved) -> PyResult<()> {
    let size = array.item().size;
    if let Some(range) = part.range() {
        return splice(thread, array, range.start * size, range.len() * size, &[]);
    }
    let mut doomed: Vec<usize> = part.positions().collect();
    doomed.sort_unstable();
    let kept: Vec<u8> = (0..array.len())
        .filter(|index| doomed.binary_search(index).is_err())
        .flat_map(|index| array.item_bytes(index).unwrap_or_default().to_vec())
        .collect();
    splice(thread, array, 0, array.length.get(), &kept)
}

fn set_slice(thread: &mut Thread, array: Ref<ArrayObject>, part: Resolved, value: Value) -> PyResult<()> {
    let Some(other) = value.downcast::<ArrayObject>() else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("can only assign array (not \"{class}\") to array slice")));
    };
    if other.item_type.get() != array.item_type.get() {
        return Err(thread.type_error(format_args!("bad argument type for built-in operation")));
    }
    let (size, data) = (array.item().size, other.bytes().to_vec());
    if let Some(range) = part.range() {
        return splice(thread, array, range.start * size, range.len() * size, &data);
    }
    if other.len() != part.count {
        let (given, wanted) = (other.len(), part.count);
        return Err(thread.value_error(format_args!(
            "attempt to assign array of size {given} to extended slice of size {wanted}"
        )));
    }
    for (index, item) in part.positions().zip(data.chunks_exact(size)) {
        array.bytes_mut()[index * size..(index + 1) * size].copy_from_slice(item);
    }
    Ok(())
}

/// The first item that equals a value, from `start` on and before `stop`.
fn find(
    thread: &mut Thread,
    array: Ref<ArrayObject>,
    value: Value,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    let mut index = start;
    while index < stop
        && let Some(item) = get(thread, array, index)?
    {
        if protocol::equals(thread, item, value)? {
            return Ok(Some(index));
        }
        index += 1;
    }
    Ok(None)
}

fn repeated(thread: &mut Thread, array: Ref<ArrayObject>, count: i64) -> PyResult<Vec<u8>> {
    let count = count.max(0) as usize;
    match array
        .length
        .get()
        .checked_mul(count)
        .filter(|n| *n < isize::MAX as usize)
    {
        Some(total) if total <= 1 << 40 => Ok(array.bytes().repeat(count)),
        _ => Err(thread.memory_error()),
    }
}

fn concatenation_error(thread: &mut Thread, right: Value) -> pyrs_object::Raised {
    let class = class_of(right).name_for_message();
    thread.type_error(format_args!("can only append array (not \"{class}\") to array"))
}

/// The initial items of a constructor.
fn fill(thread: &mut Thread, array: Ref<ArrayObject>, initial: Value) -> PyResult<()> {
    let is_text = array.item().class == Class::Char;
    if let Some(text) = initial.downcast::<StrObject>() {
        if is_text {
            return extend_by_text(thread, array, text);
        }
        let code = array.item().code;
        return Err(thread.type_error(format_args!(
            "cannot use a str to initialize an array with typecode '{code}'"
        )));
    }
    if let Some(other) = initial.downcast::<ArrayObject>() {
        if other.item().class == Class::Char && !is_text {
            let code = array.item().code;
            return Err(thread.type_error(format_args!(
                "cannot use a unicode array to initialize an array with typecode '{code}'"
            )));
        }
        let items = to_list(thread, other)?;
        return extend(thread, array, items.value());
    }
    let bytes_like = initial.downcast::<BytesObject>().is_some()
        || initial.downcast::<pyrs_object::bytes::ByteArrayObject>().is_some();
    if bytes_like {
        let buffer = crate::buffer::readable(thread, initial)?;
        return extend_by_bytes(thread, array, buffer.data());
    }
    extend(thread, array, initial)
}

/// array(typecode [, initializer]) -> array
///
/// Return a new array whose items are restricted by typecode, and initialized from the optional initializer value.
#[pymethods]
impl ArrayMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("array.__new__(X): X is not a type object")));
        };
        if args.names().is_some() && class == ARRAY.get() {
            return Err(thread.type_error(format_args!("array.array() takes no keyword arguments")));
        }
        let (code, initial) = match args.positional() {
            [] => return Err(thread.type_error(format_args!("array() takes at least 1 argument (0 given)"))),
            [code] => (*code, None),
            [code, initial] => (*code, Some(*initial)),
            more => {
                let given = more.len();
                return Err(thread.type_error(format_args!("array() takes at most 2 arguments ({given} given)")));
            }
        };
        let item_type = item_type_of(thread, code)?;
        if ITEM_TYPES[item_type].code == 'u' {
            let text = "The 'u' type code is deprecated and will be removed in Python 3.16";
            crate::invoke::warn(thread, core().types.deprecation_warning.get().value(), text, 1)?;
        }
        let array = new_array(thread, class, item_type)?;
        if let Some(initial) = initial {
            fill(thread, array, initial)?;
        }
        Ok(array.value())
    }

    /// The typecode character used to create the array.
    #[getter]
    fn typecode(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<Value> {
        Ok(StrObject::from_str(thread, this.item().format)?.value())
    }

    /// The size, in bytes, of one array item.
    #[getter]
    fn itemsize(_thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<usize> {
        Ok(this.item().size)
    }

    /// Append new value v to the end of the array.
    #[method]
    fn append(thread: &mut Thread, this: Ref<ArrayObject>, v: Value) -> PyResult<()> {
        push(thread, this, v)
    }

    /// Return a tuple (address, length) giving the current memory address and the length in items of the buffer.
    #[method]
    fn buffer_info(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<Value> {
        let address = int::from_u64(thread, this.bytes().as_ptr() as u64)?;
        let length = Value::small_int(this.len() as i64);
        Ok(TupleObject::from_slice(thread, &[address, length])?.value())
    }

    /// Byteswap all items of the array.
    #[method]
    fn byteswap(_thread: &mut Thread, this: Ref<ArrayObject>) {
        let size = this.item().size;
        for item in this.bytes_mut().chunks_exact_mut(size) {
            item.reverse();
        }
    }

    /// Remove all items from the array.
    #[method]
    fn clear(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<()> {
        splice(thread, this, 0, this.length.get(), &[])
    }

    /// Return number of occurrences of v in the array.
    #[method]
    fn count(thread: &mut Thread, this: Ref<ArrayObject>, v: Value) -> PyResult<i64> {
        let (mut count, mut from) = (0, 0);
        while let Some(at) = find(thread, this, v, from, usize::MAX)? {
            count += 1;
            from = at + 1;
        }
        Ok(count)
    }

    /// Append items to the end of the array.
    #[method]
    fn extend(thread: &mut Thread, this: Ref<ArrayObject>, bb: Value) -> PyResult<()> {
        extend(thread, this, bb)
    }

    /// Appends items from the string, interpreting it as an array of machine values.
    #[method]
    fn frombytes(thread: &mut Thread, this: Ref<ArrayObject>, buffer: Value) -> PyResult<()> {
        let data = crate::buffer::readable(thread, buffer)?.to_vec();
        extend_by_bytes(thread, this, &data)
    }

    /// Read n objects from the file object f and append them to the end of the array.
    #[method]
    fn fromfile(thread: &mut Thread, this: Ref<ArrayObject>, f: Value, n: i64) -> PyResult<()> {
        if n < 0 {
            return Err(thread.value_error(format_args!("negative count")));
        }
        let Some(wanted) = n.checked_mul(this.item().size as i64) else {
            return Err(thread.memory_error());
        };
        let read = StrObject::intern(thread, "read")?;
        let wanted_value = int::from_i64(thread, wanted)?;
        let data = protocol::call_method(thread, f, read, &[wanted_value])?;
        let Some(data) = data.downcast::<BytesObject>() else {
            return Err(thread.type_error(format_args!("read() didn't return bytes")));
        };
        extend_by_bytes(thread, this, data.data())?;
        if (data.len() as i64) < wanted {
            let end_of_file = core().types.eof_error.get();
            let text = StrObject::from_str(thread, "read() didn't return enough bytes")?;
            return Err(thread.raise_with(end_of_file, &[text.value()]));
        }
        Ok(())
    }

    /// Append items to array from list.
    #[method]
    fn fromlist(thread: &mut Thread, this: Ref<ArrayObject>, list: Value) -> PyResult<()> {
        let Some(list) = list.downcast::<ListObject>() else {
            return Err(thread.type_error(format_args!("arg must be list")));
        };
        let before = this.length.get();
        let mut index = 0;
        while let Some(item) = list.get(index) {
            if let Err(raised) = push(thread, this, item) {
                splice(thread, this, before, this.length.get() - before, &[])?;
                return Err(raised);
            }
            index += 1;
        }
        Ok(())
    }

    /// Extends this array with data from the unicode string ustr.
    #[method]
    fn fromunicode(thread: &mut Thread, this: Ref<ArrayObject>, ustr: Ref<StrObject>) -> PyResult<()> {
        if this.item().class != Class::Char {
            return Err(thread.value_error(format_args!(
                "fromunicode() may only be called on unicode type arrays ('u' or 'w')"
            )));
        }
        extend_by_text(thread, this, ustr)
    }

    /// Return index of first occurrence of v in the array.
    #[method]
    fn index(
        thread: &mut Thread,
        this: Ref<ArrayObject>,
        v: Value,
        start: Option<i64>,
        stop: Option<i64>,
    ) -> PyResult<usize> {
        let length = this.len() as i64;
        let bound = |at: i64| (if at < 0 { at.saturating_add(length) } else { at }).max(0) as usize;
        let (start, stop) = (bound(start.unwrap_or(0)), bound(stop.unwrap_or(i64::MAX)));
        match find(thread, this, v, start, stop)? {
            Some(index) => Ok(index),
            None => Err(thread.value_error(format_args!("array.index(x): x not in array"))),
        }
    }

    /// Insert a new item v into the array before position i.
    #[method]
    fn insert(thread: &mut Thread, this: Ref<ArrayObject>, i: i64, v: Value) -> PyResult<()> {
        let length = this.len() as i64;
        let at = (if i < 0 { i.saturating_add(length) } else { i }).clamp(0, length) as usize;
        let size = this.item().size;
        let bytes = this.item().write(thread, v)?;
        splice(thread, this, at.min(this.len()) * size, 0, &bytes[..size])
    }

    /// Return the i-th element and delete it from the array. i defaults to -1.
    #[method]
    fn pop(thread: &mut Thread, this: Ref<ArrayObject>, i: Option<Value>) -> PyResult<Value> {
        if this.len() == 0 {
            return Err(thread.index_error(format_args!("pop from empty array")));
        }
        let index = i.unwrap_or(Value::small_int(-1));
        let at = position(thread, this, index, "pop index out of range")?;
        let item = get(thread, this, at)?.unwrap_or_else(none);
        let size = this.item().size;
        splice(thread, this, at * size, size, &[])?;
        Ok(item)
    }

    /// Remove the first occurrence of v in the array.
    #[method]
    fn remove(thread: &mut Thread, this: Ref<ArrayObject>, v: Value) -> PyResult<()> {
        let size = this.item().size;
        match find(thread, this, v, 0, usize::MAX)? {
            Some(at) if at < this.len() => splice(thread, this, at * size, size, &[]),
            _ => Err(thread.value_error(format_args!("array.remove(x): x not in array"))),
        }
    }

    /// Reverse the order of the items in the array.
    #[method]
    fn reverse(_thread: &mut Thread, this: Ref<ArrayObject>) {
        let size = this.item().size;
        let bytes = this.bytes_mut();
        bytes.reverse();
        for item in bytes.chunks_exact_mut(size) {
            item.reverse();
        }
    }

    /// Convert the array to an array of machine values and return the bytes representation.
    #[method]
    fn tobytes(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<Value> {
        Ok(BytesObject::new(thread, this.bytes())?.value())
    }

    /// Write all items (as machine values) to the file object f.
    #[method]
    fn tofile(thread: &mut Thread, this: Ref<ArrayObject>, f: Value) -> PyResult<()> {
        let data = BytesObject::new(thread, this.bytes())?;
        let write = StrObject::intern(thread, "write")?;
        protocol::call_method(thread, f, write, &[data.value()]).map(|_| ())
    }

    /// Convert array to an ordinary list with the same items.
    #[method]
    fn tolist(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<Value> {
        Ok(to_list(thread, this)?.value())
    }

    /// Extends this array with data from the unicode string ustr.
    #[method]
    fn tounicode(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<Value> {
        Ok(to_text(thread, this, "tounicode")?.value())
    }

    /// Return a copy of the array.
    #[method(name = "__copy__")]
    fn copy(thread: &mut Thread, this: Ref<ArrayObject>) -> PyResult<Value> {
        let copy = empty_like(thread, this)?;
        extend_by_array(thread, copy, this)?;
        Ok(copy.value())
    }

    /// Return a copy of the array.
    #[method(name = "__deepcopy__")]
    fn deep_copy(thread: &mut Thread, this: Ref<ArrayObject>, _memo: Value) -> PyResult<Value> {
        let copy = empty_like(thread, this)?;
        extend_by_array(thread, copy, this)?;
        Ok(copy.value())
    }

    /// Return state information for pickling.
    #[method(name = "__reduce_ex__")]
    fn reduce(thread: &mut Thread, this: Ref<ArrayObject>, protocol: i64) -> PyResult<Value> {
        let state = crate::collect::instance_state(thread, this.value())?;
        let class = this.class().value();
        if protocol < 3 {
            let items = to_list(thread, this)?;
            let arguments = pickled(thread, this, items.value())?;
            return Ok(TupleObject::from_slice(thread, &[class, arguments, state])?.value());
        }
        let name = StrObject::intern(thread, "array")?;
        let Some(module) = core().modules.get().get_interned(name) else {
            return Err(thread.import_error(format_args!("array is not imported")));
        };
        let name = StrObject::intern(thread, "_array_reconstructor")?;
        let function = pyrs_object::protocol::getattr(thread, module, name)?;
        let code = StrObject::from_str(thread, this.item().format)?;
        let format = Value::small_int(this.item().machine_format);
        let data = BytesObject::new(thread, this.bytes())?;
        let arguments = TupleObject::from_slice(thread, &[class, code.value(), format, data.value()])?;
        Ok(TupleObject::from_slice(thread, &[function, arguments.value(), state])?.value())
    }

    /// See PEP 585
    #[classmethod(name = "__class_getitem__")]
    fn class_getitem(thread: &mut Thread, class: Ref<TypeObject>, item: Value) -> PyResult<Value> {
        generic_alias(thread, class, item)
    }

    #[slot]
    fn len(thread: &mut Thread, this: Value) -> PyResult<usize> {
        Ok(array_of(thread, this)?.len())
    }

    #[slot]
    fn getitem(thread: &mut Thread, this: Value, key: Value) -> PyResult<Value> {
        let array = array_of(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let part = resolve(thread, slice, || array.len())?;
            return Ok(get_slice(thread, array, part)?.value());
        }
        let index = position(thread, array, key, "array index out of range")?;
        Ok(get(thread, array, index)?.unwrap_or_else(none))
    }

    #[slot]
    fn setitem(thread: &mut Thread, this: Value, key: Value, value: Option<Value>) -> PyResult<()> {
        let array = array_of(thread, this)?;
        if let Some(slice) = key.downcast::<SliceObject>() {
            let part = resolve(thread, slice, || array.len())?;
            return match value {
                Some(value) => set_slice(thread, array, part, value),
                None => delete_slice(thread, array, part),
            };
        }
        let index = position(thread, array, key, "array assignment index out of range")?;
        let size = array.item().size;
        match value {
            Some(value) => {
                let bytes = array.item().write(thread, value)?;
                array.set_item_bytes(index, bytes);
                Ok(())
            }
            None => splice(thread, array, index * size, size, &[]),
        }
    }

    #[slot]
    fn contains(thread: &mut Thread, this: Value, item: Value) -> PyResult<bool> {
        let array = array_of(thread, this)?;
        Ok(find(thread, array, item, 0, usize::MAX)?.is_some())
    }

    #[slot]
    fn iter(thread: &mut Thread, this: Value) -> PyResult<Value> {
        match core().hooks.sequence_iterator.get() {
            Some(hook) => hook(thread, this),
            None => Err(thread.type_error(format_args!("arrays cannot be iterated over yet"))),
        }
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (Some(a), Some(b)) = (left.downcast::<ArrayObject>(), right.downcast::<ArrayObject>()) else {
            return Ok(not_implemented());
        };
        if matches!(op, CompareOp::Eq | CompareOp::Ne) && a.len() != b.len() {
            return Ok(bool_value(op == CompareOp::Ne));
        }
        let mut index = 0;
        while let (Some(x), Some(y)) = (get(thread, a, index)?, get(thread, b, index)?) {
            if !protocol::equals(thread, x, y)? {
                return match op {
                    CompareOp::Eq => Ok(bool_value(false)),
                    CompareOp::Ne => Ok(bool_value(true)),
                    _ => protocol::compare(thread, op, x, y),
                };
            }
            index += 1;
        }
        Ok(bool_value(op.holds(a.len().cmp(&b.len()))))
    }

    #[slot(plain_ops = "Add", ops = "Mul")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        if op == BinaryOp::Add {
            let Some(array) = left.downcast::<ArrayObject>() else {
                return Ok(not_implemented());
            };
            let Some(other) = right.downcast::<ArrayObject>() else {
                return Err(concatenation_error(thread, right));
            };
            if array.item_type.get() != other.item_type.get() {
                return Err(thread.type_error(format_args!("bad argument type for built-in operation")));
            }
            let sum = empty_like(thread, array)?;
            extend_by_array(thread, sum, array)?;
            extend_by_array(thread, sum, other)?;
            return Ok(sum.value());
        }
        let (array, count) = match (left.downcast::<ArrayObject>(), right.downcast::<ArrayObject>()) {
            (Some(array), _) => (array, right),
            (None, Some(array)) => (array, left),
            _ => return Ok(not_implemented()),
        };
        if op != BinaryOp::Mul {
            return Ok(not_implemented());
        }
        if protocol::convert(thread, UnaryOp::Index, count)?.is_none() {
            // A class made in Python may know what to do.
            if class_of(count).has(TypeFlags::HEAP) {
                return Ok(not_implemented());
            }
            let class = class_of(count).name_for_message();
            return Err(thread.type_error(format_args!("can't multiply sequence by non-int of type '{class}'")));
        }
        let count = protocol::index_i64(thread, count)?;
        let data = repeated(thread, array, count)?;
        let product = empty_like(thread, array)?;
        splice(thread, product, 0, 0, &data)?;
        Ok(product.value())
    }

    #[slot(ops = "Add Mul")]
    fn inplace(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let array = array_of(thread, left)?;
        match op {
            BinaryOp::Add => {
                let Some(other) = right.downcast::<ArrayObject>() else {
                    let class = class_of(right).name_for_message();
                    return Err(thread.type_error(format_args!("can only extend with array (not \"{class}\")")));
                };
                extend_by_array(thread, array, other)?;
                Ok(left)
            }
            BinaryOp::Mul => {
                if protocol::convert(thread, UnaryOp::Index, right)?.is_none() {
                    return Ok(not_implemented());
                }
                let count = protocol::index_i64(thread, right)?;
                let data = repeated(thread, array, count)?;
                splice(thread, array, 0, array.length.get(), &data)?;
                Ok(left)
            }
            _ => Ok(not_implemented()),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let array = array_of(thread, this)?;
        let (class, code) = (class_of(this).short_name(), array.item().code);
        if array.len() == 0 {
            return Ok(StrObject::from_str(thread, &format!("{class}('{code}')"))?.value());
        }
        let items = match array.item().class {
            Class::Char => to_text(thread, array, "repr")?.value(),
            _ => to_list(thread, array)?.value(),
        };
        let items = protocol::repr(thread, items)?;
        let mut text = format!("{class}('{code}', ").into_bytes();
        text.extend(items.to_generalised_utf8());
        text.push(b')');
        Ok(StrObject::from_generalised_utf8(thread, &text)?.value())
    }
}
