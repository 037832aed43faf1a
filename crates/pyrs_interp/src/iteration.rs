//! Iteration and unpacking.

use crate::generator::{self, Resumed};
use crate::generator_native;
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{Instr, Op};
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::generator::{GeneratorObject, GeneratorState};
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::value::Value;

/// Result of a `ForIter`.
pub enum Step {
    /// The next item.
    Item(Value),
    /// The iterator is exhausted.
    Done,
    /// A generator's frame was pushed; it will deliver the item.
    Frame,
}

/// A quick `ForIter` met another iterator: goes back to the generic form for good.
///
/// # Safety
/// `pc` points at a quick form of `ForIter`.
#[cold]
pub unsafe fn widen(pc: *mut Instr) {
    // SAFETY: as promised by the caller. A nonzero `x` keeps `for_iter` from quickening again.
    unsafe { *pc = (*pc).with_op(Op::ForIter).with_x(feedback::FOR_ANY) };
}

/// Feedback for iterators without a quick form.
fn plain_feedback(class: Ref<TypeObject>) -> u8 {
    let types = &core().types;
    if class == types.enumerate.get() {
        feedback::FOR_ENUMERATE
    } else if class == types.zip.get() {
        feedback::FOR_ZIP
    } else {
        feedback::FOR_ANY
    }
}

/// The generic `ForIter`.
///
/// # Safety
/// `frame` is live and `pc` points at its instruction.
#[inline(never)]
pub unsafe fn for_iter(thread: &mut Thread, frame: *mut Frame, pc: *mut Instr, iterator: Value) -> PyResult<Step> {
    // SAFETY: as promised by the caller.
    unsafe {
        let class = class_of(iterator);
        let types = &core().types;
        let seen = (*pc).x();
        if seen == 0 {
            let mut x = 0;
            let quick = if class == types.range_iterator.get() {
                Op::ForIterRange
            } else if class == types.list_iterator.get() {
                Op::ForIterList
            } else if class == types.tuple_iterator.get() {
                Op::ForIterTuple
            } else if class == types.generator.get() {
                Op::ForIterGenerator
            } else {
                x = plain_feedback(class);
                Op::ForIter
            };
            *pc = (*pc).with_op(quick).with_x(x);
        } else if seen != feedback::FOR_ANY && seen != plain_feedback(class) {
            *pc = (*pc).with_x(feedback::FOR_ANY);
        }
        if let Some(object) = iterator.downcast::<GeneratorObject>()
            && class == types.generator.get()
        {
            return match object.state.get() {
                GeneratorState::Closed => Ok(Step::Done),
                GeneratorState::Running => Err(generator::already_running(thread, object)),
                GeneratorState::Created | GeneratorState::Suspended => {
                    if let Some(result) = generator_native::resume(thread, object, none()) {
                        return Ok(match result? {
                            Resumed::Yielded(item) => Step::Item(item),
                            Resumed::Returned(_) => Step::Done,
                        });
                    }
                    generator::push_resumed(thread, frame, object, None, FrameFlags::FOR_ITER)?;
                    Ok(Step::Frame)
                }
            };
        }
        match protocol::next(thread, iterator)? {
            Some(item) => Ok(Step::Item(item)),
            None => Ok(Step::Done),
        }
    }
}

/// `UnpackSequence`.
///
/// # Safety
/// `target` has room for `count` registers, and `pc` points at the instruction.
#[inline(never)]
pub unsafe fn unpack(
    thread: &mut Thread,
    pc: *mut Instr,
    source: Value,
    target: *mut Option<Value>,
    count: usize,
) -> PyResult<()> {
    // SAFETY: as promised by the caller.
    unsafe {
        if let Some(tuple) = source.downcast::<TupleObject>()
            && tuple.class() == core().types.tuple.get()
        {
            *pc = (*pc).with_op(Op::UnpackSequenceTuple);
            return unpack_slice(thread, tuple.items_unbound(), target, count);
        }
        *pc = (*pc).with_op(Op::UnpackSequence);
        if let Some(list) = source.downcast::<ListObject>()
            && list.class() == core().types.list.get()
        {
            if list.len() != count {
                return Err(wrong_length(thread, count, list.len(), true));
            }
            for (i, item) in list.items().iter().enumerate() {
                *target.add(i) = Some(*item);
            }
            return Ok(());
        }
        let iterator = unpackable(thread, source)?;
        // Items go to a heap list first: registers must keep their old values if the iterator fails.
        let items = ListObject::with_capacity(thread, count)?;
        while items.len() < count {
            match protocol::next(thread, iterator)? {
                Some(item) => items.push(thread, item)?,
                None => return Err(wrong_length(thread, count, items.len(), false)),
            }
        }
        if protocol::next(thread, iterator)?.is_some() {
            return Err(too_many(thread, count));
        }
        for (i, item) in items.items().iter().enumerate() {
            *target.add(i) = Some(*item);
        }
        Ok(())
    }
}

fn unpackable(thread: &mut Thread, source: Value) -> PyResult<Value> {
    let class = class_of(source);
    let refuses = class.lookup(core().names.iter.get()) == Some(none());
    if class.slot(|s| s.iter).is_none() && class.slot(|s| s.getitem).is_none() && !refuses {
        let name = class.name_for_message();
        return Err(thread.type_error(format_args!("cannot unpack non-iterable {name} object")));
    }
    protocol::iter(thread, source)
}

/// # Safety
/// `target` has room for `count` registers.
unsafe fn unpack_slice(thread: &mut Thread, items: &[Value], target: *mut Option<Value>, count: usize) -> PyResult<()> {
    if items.len() != count {
        return Err(wrong_length(thread, count, items.len(), true));
    }
    for (i, item) in items.iter().enumerate() {
        // SAFETY: as promised by the caller.
        unsafe { *target.add(i) = Some(*item) };
    }
    Ok(())
}

#[cold]
fn wrong_length(thread: &mut Thread, expected: usize, got: usize, sized: bool) -> pyrs_object::errors::Raised {
    if got < expected {
        return thread.value_error(format_args!(
            "not enough values to unpack (expected {expected}, got {got})"
        ));
    }
    if sized {
        return thread.value_error(format_args!(
            "too many values to unpack (expected {expected}, got {got})"
        ));
    }
    too_many(thread, expected)
}

#[cold]
fn too_many(thread: &mut Thread, expected: usize) -> pyrs_object::errors::Raised {
    thread.value_error(format_args!("too many values to unpack (expected {expected})"))
}

/// `UnpackEx`.
///
/// # Safety
/// `target` has room for `before + 1 + after` registers.
#[inline(never)]
pub unsafe fn unpack_ex(
    thread: &mut Thread,
    source: Value,
    target: *mut Option<Value>,
    before: usize,
    after: usize,
) -> PyResult<()> {
    let iterator = unpackable(thread, source)?;
    let all = ListObject::with_capacity(thread, before + after)?;
    while let Some(item) = protocol::next(thread, iterator)? {
        all.push(thread, item)?;
    }
    if all.len() < before + after {
        let (needed, got) = (before + after, all.len());
        return Err(thread.value_error(format_args!(
            "not enough values to unpack (expected at least {needed}, got {got})"
        )));
    }
    let rest_end = all.len() - after;
    let rest = ListObject::with_capacity(thread, rest_end - before)?;
    for i in before..rest_end {
        if let Some(item) = all.get(i) {
            rest.push(thread, item)?;
        }
    }
    // SAFETY: as promised by the caller.
    unsafe {
        for i in 0..before {
            *target.add(i) = all.get(i);
        }
        *target.add(before) = Some(rest.value());
        for i in 0..after {
            *target.add(before + 1 + i) = all.get(rest_end + i);
        }
    }
    Ok(())
}
