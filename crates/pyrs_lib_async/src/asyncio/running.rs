//! Which event loop and which task run on a thread. Both lie in the thread.

use super::state::{self, name};
use pyrs_object::{PyResult, Thread, Value, gil, none, protocol};

/// The running event loop, or that of the policy.
pub fn event_loop(thread: &mut Thread) -> PyResult<Value> {
    if let Some(running) = thread.running_loop {
        return Ok(running);
    }
    let policy = state::event_loop_policy(thread)?;
    let policy = protocol::call(thread, policy, &[])?;
    protocol::call_method(thread, policy, name::get_event_loop(), &[])
}

/// The running event loop; RuntimeError without one.
pub fn running_loop(thread: &mut Thread) -> PyResult<Value> {
    match thread.running_loop {
        Some(running) => Ok(running),
        None => Err(thread.runtime_error(format_args!("no running event loop"))),
    }
}

fn check_loop(thread: &mut Thread, event_loop: Value) -> PyResult<()> {
    if thread.running_loop == Some(event_loop) {
        return Ok(());
    }
    let shown = protocol::repr(thread, event_loop)?.to_string_lossy();
    Err(thread.runtime_error(format_args!("loop {shown} is not the running loop")))
}

/// Makes a task the running one of its event loop, which must be the running loop.
pub fn enter(thread: &mut Thread, event_loop: Value, task: Value) -> PyResult<()> {
    check_loop(thread, event_loop)?;
    if let Some(other) = thread.running_task {
        let task = protocol::repr(thread, task)?.to_string_lossy();
        let other = protocol::repr(thread, other)?.to_string_lossy();
        return Err(thread.runtime_error(format_args!(
            "Cannot enter into task {task} while another task {other} is being executed."
        )));
    }
    thread.running_task = Some(task);
    Ok(())
}

/// Undoes [`enter`].
pub fn leave(thread: &mut Thread, event_loop: Value, task: Value) -> PyResult<()> {
    check_loop(thread, event_loop)?;
    if thread.running_task != Some(task) {
        let other = thread.running_task.unwrap_or_else(none);
        let task = protocol::repr(thread, task)?.to_string_lossy();
        let other = protocol::repr(thread, other)?.to_string_lossy();
        return Err(thread.runtime_error(format_args!(
            "Invalid attempt to leave task {task} while task {other} is entered."
        )));
    }
    thread.running_task = None;
    Ok(())
}

/// Exchanges the running task; `None` is none.
pub fn swap(thread: &mut Thread, event_loop: Value, task: Option<Value>) -> PyResult<Option<Value>> {
    check_loop(thread, event_loop)?;
    Ok(std::mem::replace(&mut thread.running_task, task))
}

/// The running task of an event loop, on whichever thread it runs.
pub fn current_task(thread: &mut Thread, event_loop: Value) -> Option<Value> {
    if thread.running_loop == Some(event_loop) {
        return thread.running_task;
    }
    gil::threads().into_iter().find_map(|other| {
        // SAFETY: threads live at least as long as this thread's turn.
        let (running_loop, running_task) = unsafe { ((*other).running_loop, (*other).running_task) };
        running_task.filter(|_| running_loop == Some(event_loop))
    })
}
