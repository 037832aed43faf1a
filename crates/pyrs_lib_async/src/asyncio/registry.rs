//! The tasks that there are: a list through the tasks themselves, which does not keep them alive, and two sets.
//!
//! Invariant: a task is in the list while its `listed` says so, and the collector's hook takes dead ones out before
//! their memory is used again. Tasks of other classes are in a `weakref.WeakSet`.

use super::future;
use super::state::{self, StateObject, name, state};
use super::task::TaskObject;
use pyrs_object::gc::Liveness;
use pyrs_object::list::ListObject;
use pyrs_object::set::SetObject;
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

/// Has dead tasks taken out of the list.
pub fn watch(thread: &mut Thread, state: Ref<StateObject>) {
    // SAFETY: the state is kept by a static root, and objects do not move.
    unsafe { thread.heap().add_weak_hook(drop_dead, state.as_ptr().cast()) };
}

unsafe fn drop_dead(context: *mut (), liveness: &Liveness) {
    // SAFETY: the context is the state; the tasks of the list were live when the collection started.
    unsafe {
        let state = &*(context as *const StateObject);
        let old = if liveness.is_full() {
            std::ptr::null_mut()
        } else {
            state.first_old_task.get()
        };
        let mut next = state.first_task.get();
        while let Some(task) = next.as_ref().filter(|_| next != old) {
            next = task.next.get();
            if !liveness.is_live((&raw const *task).cast()) {
                unlink(state, task);
            }
        }
        state.first_old_task.set(state.first_task.get());
    }
}

fn unlink(state: &StateObject, task: &TaskObject) {
    let (previous, next) = (task.previous.get(), task.next.get());
    if std::ptr::eq(state.first_old_task.get(), task) {
        state.first_old_task.set(next);
    }
    // SAFETY: neighbours in the list are tasks whose memory is intact: see the module's invariant.
    unsafe {
        match previous.as_ref() {
            Some(previous) => previous.next.set(next),
            None => state.first_task.set(next),
        }
        if let Some(next) = next.as_ref() {
            next.previous.set(previous);
        }
    }
    task.previous.set(std::ptr::null_mut());
    task.next.set(std::ptr::null_mut());
    task.listed.set(0);
}

/// Enters a task of this module.
pub fn add(task: Ref<TaskObject>) {
    if task.listed.get() != 0 {
        return;
    }
    let state = state();
    let first = state.first_task.get();
    task.next.set(first);
    // SAFETY: the first task of the list is live or not swept yet.
    if let Some(first) = unsafe { first.as_ref() } {
        first.previous.set(task.as_ptr());
    }
    state.first_task.set(task.as_ptr());
    task.listed.set(1);
}

/// Takes a task of this module off.
pub fn remove(task: Ref<TaskObject>) {
    if task.listed.get() != 0 {
        unlink(&state(), &task);
    }
}

fn foreign_tasks(thread: &mut Thread) -> PyResult<Value> {
    let state = state();
    if let Some(tasks) = state.foreign_tasks.get() {
        return Ok(tasks);
    }
    let weak_set = state::weak_set(thread)?;
    let tasks = protocol::call(thread, weak_set, &[])?;
    state.foreign_tasks.set(state, Some(tasks));
    Ok(tasks)
}

/// `_register_task`.
pub fn register(thread: &mut Thread, task: Value) -> PyResult<()> {
    if let Some(task) = task.downcast::<TaskObject>() {
        add(task);
        return Ok(());
    }
    let tasks = foreign_tasks(thread)?;
    protocol::call_method(thread, tasks, name::add(), &[task]).map(|_| ())
}

/// `_unregister_task`.
pub fn unregister(thread: &mut Thread, task: Value) -> PyResult<()> {
    if let Some(task) = task.downcast::<TaskObject>() {
        remove(task);
        return Ok(());
    }
    let tasks = foreign_tasks(thread)?;
    protocol::call_method(thread, tasks, name::discard(), &[task]).map(|_| ())
}

/// `_register_eager_task`.
pub fn register_eager(thread: &mut Thread, task: Value) -> PyResult<()> {
    match state().eager_tasks.get() {
        Some(tasks) => tasks.add(thread, task).map(|_| ()),
        None => Ok(()),
    }
}

/// `_unregister_eager_task`.
pub fn unregister_eager(thread: &mut Thread, task: Value) -> PyResult<()> {
    match state().eager_tasks.get() {
        Some(tasks) => tasks.remove(thread, task).map(|_| ()),
        None => Ok(()),
    }
}

/// The tasks of an event loop that are not done.
pub fn all_tasks(thread: &mut Thread, event_loop: Value) -> PyResult<Ref<SetObject>> {
    let candidates = ListObject::with_capacity(thread, 0)?;
    if let Some(eager) = state().eager_tasks.get() {
        let mut position = 0;
        while let Some((at, task)) = eager.next_key(position) {
            position = at + 1;
            candidates.push(thread, task)?;
        }
    }
    if let Some(foreign) = state().foreign_tasks.get() {
        protocol::for_each(thread, foreign, |thread, task| candidates.push(thread, task))?;
    }
    let mut next = state().first_task.get();
    // SAFETY: the list holds tasks that are live or not swept yet; a collection takes out those that it finds dead, and
    // the one at hand is live on this stack.
    while let Some(task) = unsafe { next.as_ref() } {
        // SAFETY: as above.
        let task = unsafe { Ref::<TaskObject>::from_address((&raw const *task) as u64) };
        candidates.push(thread, task.value())?;
        next = task.next.get();
    }
    let found = SetObject::new(thread)?;
    let mut index = 0;
    while let Some(task) = candidates.get(index) {
        index += 1;
        let done = protocol::call_method(thread, task, name::done(), &[])?;
        if !protocol::truth(thread, done)? && future::loop_of_any(thread, task)? == event_loop {
            found.add(thread, task)?;
        }
    }
    Ok(found)
}
