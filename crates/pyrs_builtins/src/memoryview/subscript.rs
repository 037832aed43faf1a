//! `view[key]` and `view[key] = value`.

use super::{code_of, format_of, item, view_of, walk};
use crate::slicing;
use pyrs_object::memory_view::{Geometry, MemoryViewObject};
use pyrs_object::range::SliceObject;
use pyrs_object::slots::UnaryOp;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, class_of, core, int, protocol};

fn is_index(thread: &mut Thread, value: Value) -> PyResult<bool> {
    Ok(int::is_int(value) || protocol::convert(thread, UnaryOp::Index, value)?.is_some())
}

#[cold]
fn invalid_key(thread: &mut Thread) -> Raised {
    thread.type_error(format_args!("memoryview: invalid slice key"))
}

#[cold]
fn invalid_zero_dimensional(thread: &mut Thread) -> Raised {
    thread.type_error(format_args!("invalid indexing of 0-dim memory"))
}

#[cold]
fn no_sub_views(thread: &mut Thread) -> Raised {
    thread.not_implemented_error(format_args!("sub-views are not implemented"))
}

/// Distance of the item at `index` of a dimension.
fn step(thread: &mut Thread, view: Ref<MemoryViewObject>, dimension: usize, index: i64) -> PyResult<isize> {
    let (length, stride) = view.dimension(dimension);
    match slicing::position(index, length) {
        Some(index) => Ok(index as isize * stride),
        None => {
            let dimension = dimension + 1;
            Err(thread.index_error(format_args!("index out of bounds on dimension {dimension}")))
        }
    }
}

/// What a key that is a tuple selects: the distance of an item.
fn tuple_offset(thread: &mut Thread, view: Ref<MemoryViewObject>, key: Ref<TupleObject>) -> PyResult<Option<isize>> {
    for &part in key.items_unbound() {
        if !is_index(thread, part)? {
            return Ok(None);
        }
    }
    let (dimensions, given) = (view.dimension_count(), key.len());
    if given < dimensions {
        return Err(no_sub_views(thread));
    }
    if given > dimensions {
        return Err(thread.type_error(format_args!(
            "cannot index {dimensions}-dimension view with {given}-element tuple"
        )));
    }
    let mut offset = 0;
    for (dimension, &part) in key.items_unbound().iter().enumerate() {
        let index = slicing::index(thread, part)?;
        offset += step(thread, view, dimension, index)?;
    }
    Ok(Some(offset))
}

fn item_value(thread: &mut Thread, view: Ref<MemoryViewObject>, code: u8, offset: isize) -> PyResult<Value> {
    // An index may have run Python code, which may have released the view.
    format_of(thread, view)?;
    let mut copy = [0; 8];
    let size = view.item_size().min(8);
    // SAFETY: the view is not released, and the offset was checked against its dimensions.
    copy[..size].copy_from_slice(unsafe { &walk::item_at(&view, offset)[..size] });
    item::unpack(thread, code, &copy[..size])
}

/// `view[index]` for a view of one dimension; `None` at the end.
pub fn item(thread: &mut Thread, view: Ref<MemoryViewObject>, index: usize) -> PyResult<Option<Value>> {
    let code = code_of(thread, view)?;
    let (length, stride) = view.dimension(0);
    if index >= length {
        return Ok(None);
    }
    item_value(thread, view, code, index as isize * stride).map(Some)
}

/// `view[key]`.
pub fn get(thread: &mut Thread, view: Ref<MemoryViewObject>, key: Value) -> PyResult<Value> {
    format_of(thread, view)?;
    let tuple = key.downcast::<TupleObject>();
    if view.dimension_count() == 0 {
        return match tuple {
            Some(tuple) if tuple.is_empty() => {
                let code = code_of(thread, view)?;
                item_value(thread, view, code, 0)
            }
            None if key == core().ellipsis.get().value() => Ok(view.value()),
            _ => Err(invalid_zero_dimensional(thread)),
        };
    }
    if let Some(slice) = key.downcast::<SliceObject>() {
        return Ok(sliced(thread, view, slice)?.value());
    }
    if let Some(tuple) = tuple {
        if !tuple.is_empty()
            && tuple
                .items()
                .iter()
                .all(|part| part.downcast::<SliceObject>().is_some())
        {
            return Err(thread.not_implemented_error(format_args!("multi-dimensional slicing is not implemented")));
        }
        let code = code_of(thread, view)?;
        return match tuple_offset(thread, view, tuple)? {
            Some(offset) => item_value(thread, view, code, offset),
            None => Err(invalid_key(thread)),
        };
    }
    if !is_index(thread, key)? {
        return Err(invalid_key(thread));
    }
    if view.dimension_count() > 1 {
        return Err(thread.not_implemented_error(format_args!("multi-dimensional sub-views are not implemented")));
    }
    let code = code_of(thread, view)?;
    let index = slicing::index(thread, key)?;
    let offset = step(thread, view, 0, index)?;
    item_value(thread, view, code, offset)
}

fn sliced(
    thread: &mut Thread,
    view: Ref<MemoryViewObject>,
    slice: Ref<SliceObject>,
) -> PyResult<Ref<MemoryViewObject>> {
    let mut dimensions = view.all_dimensions();
    let (length, stride) = dimensions.first().copied().unwrap_or((0, 0));
    let resolved = slicing::resolve(thread, slice, || length)?;
    let format = format_of(thread, view)?;
    if let Some(first) = dimensions.first_mut() {
        *first = (resolved.count, stride.wrapping_mul(resolved.step as isize));
    }
    let geometry = Geometry {
        data: view.data().wrapping_offset(resolved.start as isize * stride),
        dimensions: &dimensions,
        item_size: view.item_size(),
    };
    MemoryViewObject::derived(thread, view, format, geometry, view.is_readonly())
}

/// `view[key] = value`, or `del view[key]` for `None`.
pub fn set(thread: &mut Thread, view: Ref<MemoryViewObject>, key: Value, value: Option<Value>) -> PyResult<()> {
    let code = code_of(thread, view)?;
    if view.is_readonly() {
        return Err(thread.type_error(format_args!("cannot modify read-only memory")));
    }
    let Some(value) = value else {
        return Err(thread.type_error(format_args!("cannot delete memory")));
    };
    let tuple = key.downcast::<TupleObject>();
    if view.dimension_count() == 0 {
        let whole = key == core().ellipsis.get().value() || tuple.is_some_and(|t| t.is_empty());
        if !whole {
            return Err(invalid_zero_dimensional(thread));
        }
        return set_item(thread, view, code, 0, value);
    }
    if let Some(slice) = key.downcast::<SliceObject>() {
        if view.dimension_count() > 1 {
            return Err(thread.not_implemented_error(format_args!(
                "memoryview slice assignments are currently restricted to ndim = 1"
            )));
        }
        return set_slice(thread, view, slice, value);
    }
    if let Some(tuple) = tuple {
        if !tuple.is_empty()
            && tuple
                .items()
                .iter()
                .all(|part| part.downcast::<SliceObject>().is_some())
        {
            return Err(thread.not_implemented_error(format_args!(
                "memoryview slice assignments are currently restricted to ndim = 1"
            )));
        }
        return match tuple_offset(thread, view, tuple)? {
            Some(offset) => set_item(thread, view, code, offset, value),
            None => Err(invalid_key(thread)),
        };
    }
    if !is_index(thread, key)? {
        return Err(invalid_key(thread));
    }
    if view.dimension_count() > 1 {
        return Err(no_sub_views(thread));
    }
    let index = slicing::index(thread, key)?;
    let offset = step(thread, view, 0, index)?;
    set_item(thread, view, code, offset, value)
}

fn set_item(thread: &mut Thread, view: Ref<MemoryViewObject>, code: u8, offset: isize, value: Value) -> PyResult<()> {
    let size = view.item_size().min(8);
    let bytes = item::pack(thread, code, size, value)?;
    // The conversion may have run Python code, which may have released the view.
    format_of(thread, view)?;
    // SAFETY: the view is not released nor read-only, and the offset was checked against its dimensions.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), view.data().offset(offset), size) };
    Ok(())
}

fn set_slice(thread: &mut Thread, view: Ref<MemoryViewObject>, slice: Ref<SliceObject>, value: Value) -> PyResult<()> {
    let Some(source) = view_of(thread, value)? else {
        let class = class_of(value).name_for_message();
        return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
    };
    let target = match sliced(thread, view, slice) {
        Ok(target) => target,
        Err(raised) => {
            source.release();
            return Err(raised);
        }
    };
    let fits = same_structure(source, target);
    if fits {
        // SAFETY: both views were made just now, from memory that is still lent.
        unsafe { copy_items(source, target) };
    }
    target.release();
    super::release(thread, source)?;
    if fits {
        Ok(())
    } else {
        Err(thread.value_error(format_args!(
            "memoryview assignment: lvalue and rvalue have different structures"
        )))
    }
}

fn same_structure(a: Ref<MemoryViewObject>, b: Ref<MemoryViewObject>) -> bool {
    let formats = match (a.format.get(), b.format.get()) {
        (Some(a), Some(b)) => match (item::code_of(&a), item::code_of(&b)) {
            (Some(a), Some(b)) => a == b,
            _ => a.equals(&b),
        },
        _ => false,
    };
    formats
        && a.item_size() == b.item_size()
        && a.dimension_count() == 1
        && b.dimension_count() == 1
        && a.dimension(0).0 == b.dimension(0).0
}

/// Copies the items of a view to another one, which may overlap it.
///
/// # Safety
/// Both have the same structure and are not released, and the target may be written.
unsafe fn copy_items(source: Ref<MemoryViewObject>, target: Ref<MemoryViewObject>) {
    if source.byte_count() == 0 {
        return;
    }
    // SAFETY: as promised by the caller.
    unsafe {
        if source.is_c_contiguous() && target.is_c_contiguous() {
            std::ptr::copy(source.data(), target.data(), source.byte_count());
            return;
        }
        let data = walk::copy_data(source, walk::Order::C);
        let size = target.item_size().max(1);
        for (offset, item) in walk::Offsets::new(&target, walk::Order::C).zip(data.chunks_exact(size)) {
            std::ptr::copy_nonoverlapping(item.as_ptr(), target.data().offset(offset), size);
        }
    }
}
