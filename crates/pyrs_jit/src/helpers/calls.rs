//! Calls, errors and polls.

use super::{done, word};
use crate::units::with;
use pyrs_abi::Site;
use pyrs_object::core::{core, none};
use pyrs_object::function::{Args, FunctionObject, NativeDef};
use pyrs_object::header::Ref;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;

/// The arguments that compiled code has stored.
///
/// # Safety
/// `memory` holds `count` values.
unsafe fn arguments<'a>(memory: *const Value, count: u64) -> Args<'a> {
    // SAFETY: as promised by the caller.
    Args::positional_only(unsafe { std::slice::from_raw_parts(memory, count as usize) })
}

pub(super) extern "C" fn call(thread: *mut Thread, callee: Value, count: u64, memory: *const Value) -> u64 {
    // SAFETY: compiled code passes the running thread and an array of `count` values on its stack.
    let (thread, args) = unsafe { (&mut *thread, arguments(memory, count)) };
    word(protocol::call_args(thread, callee, args))
}

pub(super) extern "C" fn call_native(
    thread: *mut Thread,
    definition: &'static NativeDef,
    count: u64,
    memory: *const Value,
) -> u64 {
    // SAFETY: as above.
    let (thread, args) = unsafe { (&mut *thread, arguments(memory, count)) };
    word((definition.function)(thread, args))
}

/// Adds the function's entry to the pending exception's traceback.
pub(super) extern "C" fn traceback(thread: *mut Thread, function: Ref<FunctionObject>, site: u64) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    let Some(code) = with(|jit| jit.code_of(Site(site).unit() as u32)) else {
        return 0;
    };
    if let Some(exception) = thread.raised.take() {
        let pc = Site(site).index() as u32;
        if let Ok(entry) = TracebackObject::new(thread, exception.traceback.get(), code, pc) {
            entry.globals.set(entry, Some(function.globals.get().value()));
            exception.traceback.set(exception, Some(entry));
        }
        thread.raised = Some(exception);
    }
    0
}

pub(super) extern "C" fn recursion_error(thread: *mut Thread, _function: Value) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    let _ = if thread.depth >= thread.recursion_limit {
        thread.recursion_error(format_args!("maximum recursion depth exceeded"))
    } else {
        protocol::native_stack_overflow(thread)
    };
    0
}

pub(super) extern "C" fn check_init(thread: *mut Thread, result: Value) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    if result == none() {
        return 1;
    }
    let name = class_of(result).name_for_message();
    let _ = thread.type_error(format_args!("__init__() should return None, not '{name}'"));
    0
}

pub(super) extern "C" fn poll(thread: *mut Thread) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    match core().hooks.poll.get() {
        Some(poll) => done(poll(thread)),
        None => 1,
    }
}
