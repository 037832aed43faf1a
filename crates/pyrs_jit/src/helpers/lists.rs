//! Operations on lists, slices and lengths.
//!
//! Slices get their bounds as they are: no slice object is made for exact lists and bounds that are small ints or None.

use super::{done, running, word};
use pyrs_interp::subscript;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::range::{Resolved, SliceObject};
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

pub(super) extern "C" fn list_append(thread: *mut Thread, list: Ref<ListObject>, item: Value) -> u64 {
    running!(thread);
    done(list.push(thread, item))
}

#[cold]
fn nothing_to_pop(thread: &mut Thread, list: Ref<ListObject>) -> Raised {
    if list.is_empty() {
        return thread.index_error(format_args!("pop from empty list"));
    }
    thread.index_error(format_args!("pop index out of range"))
}

pub(super) extern "C" fn list_pop(thread: *mut Thread, list: Ref<ListObject>) -> u64 {
    running!(thread);
    word(list.pop().ok_or_else(|| nothing_to_pop(thread, list)))
}

pub(super) extern "C" fn list_pop_at(thread: *mut Thread, list: Ref<ListObject>, index: Value) -> u64 {
    running!(thread);
    let index = index.as_small_int().unwrap_or(0);
    let position = if index < 0 { index + list.len() as i64 } else { index };
    let item = usize::try_from(position)
        .ok()
        .and_then(|position| list.remove_at(position));
    word(item.ok_or_else(|| nothing_to_pop(thread, list)))
}

pub(super) extern "C" fn list_insert(thread: *mut Thread, list: Ref<ListObject>, index: Value, item: Value) -> u64 {
    running!(thread);
    let (index, length) = (index.as_small_int().unwrap_or(0), list.len() as i64);
    let position = if index < 0 {
        (index + length).max(0)
    } else {
        index.min(length)
    };
    done(list.insert_at(thread, position as usize, item))
}

pub(super) extern "C" fn build_slice(thread: *mut Thread, start: Value, stop: Value, step: Value) -> u64 {
    running!(thread);
    word(SliceObject::new(thread, start, stop, step).map(|slice| slice.value()))
}

fn general_get(thread: &mut Thread, object: Value, start: Value, stop: Value, step: Value) -> PyResult<Value> {
    let slice = SliceObject::new(thread, start, stop, step)?;
    protocol::getitem(thread, object, slice.value())
}

pub(super) extern "C" fn get_slice(thread: *mut Thread, object: Value, start: Value, stop: Value, step: Value) -> u64 {
    running!(thread);
    word(match subscript::load_slice(thread, object, &[start, stop, step]) {
        Ok(Some(part)) => Ok(part),
        Ok(None) => general_get(thread, object, start, stop, step),
        Err(raised) => Err(raised),
    })
}

pub(super) extern "C" fn set_slice(
    thread: *mut Thread,
    object: Value,
    start: Value,
    stop: Value,
    step: Value,
    value: Value,
) -> u64 {
    running!(thread);
    match subscript::store_slice(thread, object, &[start, stop, step], value) {
        Ok(false) => {}
        stored => return done(stored.map(|_| ())),
    }
    done(general_set(thread, object, [start, stop, step], value))
}

fn general_set(thread: &mut Thread, object: Value, [start, stop, step]: [Value; 3], value: Value) -> PyResult<()> {
    let slice = SliceObject::new(thread, start, stop, step)?;
    protocol::setitem(thread, object, slice.value(), Some(value))
}

/// The positions of a slice with bounds that are known to be small ints or None, and a step that is not zero.
#[inline(always)]
fn positions(list: Ref<ListObject>, start: Value, stop: Value, step: Value) -> Resolved {
    let (start, stop, length) = (start.as_small_int(), stop.as_small_int(), list.len());
    // Calls of their own, so that the usual steps are constants in them.
    match step.as_small_int() {
        None | Some(1) => Resolved::new(start, stop, 1, length),
        Some(-1) => Resolved::new(start, stop, -1, length),
        Some(step) => Resolved::new(start, stop, step, length),
    }
}

/// The same for a slice without a step.
#[inline(always)]
fn contiguous(list: Ref<ListObject>, [start, stop]: [Value; 2]) -> Resolved {
    Resolved::new(start.as_small_int(), stop.as_small_int(), 1, list.len())
}

/// Replaces a part of a list by the items of another, or of itself.
fn replace(thread: &mut Thread, list: Ref<ListObject>, part: Resolved, source: Ref<ListObject>) -> PyResult<()> {
    if source != list {
        return list.splice(thread, part.start, part.count, source.items());
    }
    let copy = ListObject::from_slice(thread, source.items())?;
    list.splice(thread, part.start, part.count, copy.items())
}

pub(super) extern "C" fn list_set_slice(
    thread: *mut Thread,
    list: Ref<ListObject>,
    start: Value,
    stop: Value,
    source: Ref<ListObject>,
) -> u64 {
    running!(thread);
    let part = contiguous(list, [start, stop]);
    done(replace(thread, list, part, source))
}

/// Words of a [`list_copy_slice`].
#[repr(C)]
pub(super) struct CopySlice {
    list: Ref<ListObject>,
    bounds: [Value; 2],
    source: Ref<ListObject>,
    taken: [Value; 3],
}

pub(super) extern "C" fn list_copy_slice(thread: *mut Thread, words: *const CopySlice) -> u64 {
    running!(thread);
    // SAFETY: compiled code passes the address of the words.
    let words = unsafe { &*words };
    let (list, source) = (words.list, words.source);
    let part = contiguous(list, words.bounds);
    let taken = positions(source, words.taken[0], words.taken[1], words.taken[2]);
    if part.count == taken.count && taken.step == -1 && source == list && taken.start + 1 == part.start + part.count {
        list.rearrange(|items| items[part.start..part.start + part.count].reverse());
        return 1;
    }
    if source != list
        && let Some(range) = taken.range()
    {
        return done(list.splice(thread, part.start, part.count, &source.items()[range]));
    }
    let copied = ListObject::of_slice(thread, source, taken);
    done(copied.and_then(|copied| list.splice(thread, part.start, part.count, copied.items())))
}

pub(super) extern "C" fn length(thread: *mut Thread, object: Value) -> u64 {
    running!(thread);
    word(protocol::len(thread, object).map(|length| Value::small_int(length as i64)))
}
