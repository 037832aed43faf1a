//! What waits for a safe point: signal handlers, callbacks of weak references and finalizers (`__del__`) of dead objects.
//!
//! The collector only queues them, for it runs inside an allocation. It raises `Thread::poll`, and the next loop
//! iteration or call looks here.

use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::gc::Heap;
use pyrs_object::protocol;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;
use std::sync::atomic::Ordering;

/// Makes the heap tell `thread` when something waits.
pub(crate) fn install(heap: &Heap, thread: &mut Thread) {
    core().hooks.poll.set(Some(poll));
    // SAFETY: the thread is boxed and lives as long as the heap is used.
    unsafe { heap.set_after_collection(after_collection, (thread as *mut Thread).cast()) };
}

unsafe fn after_collection(thread: *mut ()) {
    // SAFETY: the context that `install` gave.
    let thread = unsafe { &mut *thread.cast::<Thread>() };
    if thread.heap().has_pending() {
        thread.poll.store(1, Ordering::Relaxed);
    }
}

/// The poll hook.
fn poll(thread: &mut Thread) -> PyResult<()> {
    thread.poll.store(0, Ordering::Relaxed);
    run(thread);
    pyrs_lib_os::signal::run_pending(thread)
}

/// Runs what waits. Exceptions go to `sys.stderr`, as nobody could catch them.
pub(crate) fn run(thread: &mut Thread) {
    let pending = thread.raised.take();
    pyrs_builtins::weakref::run_callbacks(thread, report);
    let dead = thread.heap().take_finalizable();
    for index in 0..dead.len() {
        // SAFETY: the queue holds live objects of this heap.
        let Some(object) = dead.get(index).and_then(|word| unsafe { Value::from_bits(word) }) else {
            continue;
        };
        if let Some(finalize) = class_of(object).slot(|s| s.finalize) {
            finalize(thread, object);
            if thread.raised.is_some() {
                report(thread, object);
            }
        }
    }
    thread.raised = pending;
}

/// Prints an exception that cannot be raised.
fn report(thread: &mut Thread, source: Value) {
    let Some(exception) = thread.take_raised() else { return };
    let what = match protocol::repr(thread, source) {
        Ok(text) => text.to_string_lossy(),
        Err(_) => {
            thread.take_raised();
            "an object whose repr() failed".to_owned()
        }
    };
    crate::traceback::write_error(thread, &format!("Exception ignored while calling {what}:\n"));
    crate::traceback::show(thread, exception);
}
