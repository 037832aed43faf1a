//! Calls, errors and polls.

use super::{done, word};
use crate::units::with;
use pyrs_abi::Site;
use pyrs_hir::builder::EntryPoint;
use pyrs_object::array::ValueArray;
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::frame::Frame;
use pyrs_object::frame_locals::Saved;
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
pub(super) extern "C" fn traceback(
    thread: *mut Thread,
    function: Ref<FunctionObject>,
    site: u64,
    window: *mut Frame,
) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    let site = Site(site);
    let known = with(|jit| {
        let unit = jit.units.get(site.unit())?;
        let is_loop = matches!(unit.entry_point, EntryPoint::Loop(_));
        Some((jit.code_of(site.unit() as u32), unit.sites.get(site.index())?, is_loop))
    });
    let (Some((code, site, is_loop)), Some(exception)) = (known.flatten(), thread.raised.take()) else {
        return 0;
    };
    if let Ok(entry) = TracebackObject::new(thread, exception.traceback.get(), code, site.pc) {
        entry.globals.set(entry, Some(function.globals.get().value()));
        let saved = Saved {
            // SAFETY: the window is that of the code.
            window: unsafe { Frame::registers(window) }.cast(),
            variables: &site.variables,
        };
        // Without memory for the variables, the entry goes without.
        let _ = keep_variables(thread, entry, saved, is_loop);
        exception.traceback.set(exception, Some(entry));
    }
    thread.raised = Some(exception);
    0
}

/// The variables of a native frame that is left go to its traceback entry; those of a loop to its interpreter frame too.
fn keep_variables(thread: &mut Thread, entry: Ref<TracebackObject>, saved: Saved, is_loop: bool) -> PyResult<()> {
    let code = entry.code.get();
    if !is_loop {
        let kept = ValueArray::new(thread, code.local_count.get() as usize)?;
        // SAFETY: the array has room for all variables.
        unsafe { saved.restore(thread, kept.as_words())? };
        entry.kept.set(entry, Some(kept));
        return Ok(());
    }
    let frame = thread.frame;
    // SAFETY: native code pushes no frames, so that the innermost is the one that the loop was entered from.
    unsafe {
        saved.restore(thread, Frame::registers(frame))?;
        pyrs_interp::frames::keep_variables(thread, entry, frame)
    }
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
