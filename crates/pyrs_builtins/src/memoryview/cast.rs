//! `memoryview.cast`: another format or shape for the same memory.

use super::{format_of, item};
use pyrs_object::list::ListObject;
use pyrs_object::memory_view::{Geometry, MAX_DIMENSIONS, MemoryViewObject};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, int};

/// The view with another format and shape.
pub fn cast(
    thread: &mut Thread,
    view: Ref<MemoryViewObject>,
    format: Ref<StrObject>,
    shape: Option<Value>,
) -> PyResult<Ref<MemoryViewObject>> {
    let old_format = format_of(thread, view)?;
    if !view.is_c_contiguous() {
        return Err(thread.type_error(format_args!("memoryview: casts are restricted to C-contiguous views")));
    }
    let dimension_count = view.dimension_count();
    if (shape.is_some() || dimension_count != 1) && (0..dimension_count).any(|i| view.dimension(i).0 == 0) {
        return Err(thread.type_error(format_args!(
            "memoryview: cannot cast view with zeros in shape or strides"
        )));
    }
    let items = match shape {
        Some(shape) => Some(shape_items(thread, shape)?),
        None => None,
    };
    if let Some(items) = items {
        if items.len() > MAX_DIMENSIONS {
            return Err(thread.value_error(format_args!(
                "memoryview: number of dimensions must not exceed {MAX_DIMENSIONS}"
            )));
        }
        if dimension_count != 1 && items.len() != 1 {
            return Err(thread.type_error(format_args!("memoryview: cast must be 1D -> ND or ND -> 1D")));
        }
    }
    let item_size = item_size(thread, old_format, format)?;
    let length = view.byte_count();
    if !length.is_multiple_of(item_size) {
        return Err(thread.type_error(format_args!("memoryview: length is not a multiple of itemsize")));
    }
    let mut dimensions = vec![(length / item_size, item_size as isize)];
    if let Some(items) = items {
        dimensions = shaped(thread, items, item_size, length)?;
    }
    let geometry = Geometry {
        data: view.data(),
        dimensions: &dimensions,
        item_size,
    };
    MemoryViewObject::derived(thread, view, format, geometry, view.is_readonly())
}

fn shape_items(thread: &mut Thread, shape: Value) -> PyResult<Ref<TupleObject>> {
    if let Some(tuple) = shape.downcast::<TupleObject>() {
        return Ok(tuple);
    }
    match shape.downcast::<ListObject>() {
        Some(list) => TupleObject::from_slice(thread, list.items()),
        None => Err(thread.type_error(format_args!("shape must be a list or a tuple"))),
    }
}

/// Bytes of an item of the new format, which or whose predecessor is one of bytes.
fn item_size(thread: &mut Thread, old: Ref<StrObject>, new: Ref<StrObject>) -> PyResult<usize> {
    let Some(old) = item::code_of(&old) else {
        return Err(thread.value_error(format_args!(
            "memoryview: source format must be a native single character format prefixed with an optional '@'"
        )));
    };
    let Some((new, size)) = item::code_of(&new).and_then(|code| Some((code, item::size_of_code(code)?))) else {
        return Err(thread.value_error(format_args!(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'"
        )));
    };
    let is_byte = |code: u8| matches!(code, b'B' | b'b' | b'c');
    if !is_byte(old) && !is_byte(new) {
        return Err(thread.type_error(format_args!("memoryview: cannot cast between two non-byte formats")));
    }
    Ok(size)
}

fn shaped(
    thread: &mut Thread,
    shape: Ref<TupleObject>,
    item_size: usize,
    length: usize,
) -> PyResult<Vec<(usize, isize)>> {
    let mut lengths = Vec::with_capacity(shape.len());
    let mut product = Some(item_size);
    for &value in shape.items_unbound() {
        if !int::is_int(value) {
            return Err(thread.type_error(format_args!("memoryview.cast(): elements of shape must be integers")));
        }
        let Some(length) = int::as_i64(value).filter(|n| *n > 0).map(|n| n as usize) else {
            return Err(thread.value_error(format_args!(
                "memoryview.cast(): elements of shape must be integers > 0"
            )));
        };
        product = product.and_then(|p| p.checked_mul(length));
        lengths.push(length);
    }
    if product != Some(length) {
        return Err(thread.type_error(format_args!("memoryview: product(shape) * itemsize != buffer size")));
    }
    let mut stride = item_size as isize;
    let mut dimensions: Vec<_> = lengths.into_iter().map(|length| (length, 0)).collect();
    for (length, of_dimension) in dimensions.iter_mut().rev() {
        *of_dimension = stride;
        stride *= *length as isize;
    }
    Ok(dimensions)
}
