//! What waits for a safe point: signal handlers, callbacks of weak references and finalizers (`__del__`) of dead objects.
//!
//! The collector only queues them, for it runs inside an allocation. It raises `Thread::poll`, and the next loop
//! iteration or call looks here.

use crate::hooks;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::gc::Heap;
use pyrs_object::gil;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::{TypeFlags, class_of};
use pyrs_object::value::Value;
use std::sync::atomic::Ordering;

/// Makes the heap tell the running thread when something waits.
pub(crate) fn install(heap: &Heap) {
    core().hooks.poll.set(Some(poll));
    core().hooks.unraisable.set(Some(hooks::unraisable));
    // SAFETY: the hook needs no context.
    unsafe { heap.set_after_collection(after_collection, std::ptr::null_mut()) };
}

unsafe fn after_collection(_context: *mut ()) {
    // SAFETY: the thread whose turn it is lives; it is the one that collects.
    let Some(thread) = (unsafe { gil::current().as_mut() }) else {
        return;
    };
    if thread.heap().has_pending() {
        thread.poll.store(1, Ordering::Relaxed);
    }
}

/// The poll hook.
fn poll(thread: &mut Thread) -> PyResult<()> {
    thread.poll.store(0, Ordering::Relaxed);
    gil::yield_turn(thread);
    run(thread);
    crate::faulthandler::run_pending(thread);
    pyrs_lib_os::signal::run_pending(thread)
}

/// Runs what waits. Exceptions go to `sys.stderr`, as nobody could catch them.
pub(crate) fn run(thread: &mut Thread) {
    let pending = thread.raised.take();
    pyrs_builtins::weakref::run_callbacks(thread, |thread, source| report(thread, source, "weakref callback "));
    let dead = thread.heap().take_finalizable();
    for index in 0..dead.len() {
        // SAFETY: the queue holds live objects of this heap.
        if let Some(object) = dead.get(index).and_then(|word| unsafe { Value::from_bits(word) }) {
            finalize(thread, object);
        }
    }
    thread.raised = pending;
}

/// Runs what waits at the end of a program, and the finalizers of what is alive, in the order in which it was made. The
/// streams are left out: they are flushed later.
pub(crate) fn run_all(thread: &mut Thread) {
    run(thread);
    let living = thread.heap().take_registered();
    for index in 0..living.len() {
        // SAFETY: registered objects are live, and kept by the vector.
        let Some(object) = living.get(index).and_then(|word| unsafe { Value::from_bits(word) }) else {
            continue;
        };
        let layout = object.as_object().map(|header| header.shape().layout());
        let native = layout.is_none_or(|layout| layout.wants_finalizer.is_none());
        if class_of(object).has(TypeFlags::HEAP) || !native {
            finalize(thread, object);
        }
    }
    if let Some(coroutine) = thread.newest_coroutine.take() {
        finalize(thread, coroutine);
    }
}

fn finalize(thread: &mut Thread, object: Value) {
    if let Some(finalize) = class_of(object).slot(|s| s.finalize) {
        pyrs_object::finalized::note(object);
        finalize(thread, object);
        if thread.raised.is_some() {
            let method = class_of(object).lookup(core().names.del.get());
            report(thread, method.unwrap_or(object), "deallocator ");
        }
    }
}

/// Prints an exception that cannot be raised.
fn report(thread: &mut Thread, source: Value, kind: &str) {
    let Some(exception) = thread.take_raised() else { return };
    let what = match protocol::repr(thread, source) {
        Ok(text) => text.to_string_lossy(),
        Err(_) => {
            thread.take_raised();
            "an object whose repr() failed".to_owned()
        }
    };
    hooks::unraisable(
        thread,
        exception,
        &format!("Exception ignored while calling {kind}{what}:\n"),
    );
}
