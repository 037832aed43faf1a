//! `_thread._ThreadHandle`: what one thread knows of another's life; and the threads that the end of the program waits
//! for.

use super::futex::{self, Patience};
use crate::static_root::StaticRoot;
use pyrs_macros::pymethods;
use pyrs_object::convert::OptionalNone;
use pyrs_object::errors::PyResult;
use pyrs_object::header::{Header, Ref};
use pyrs_object::heap_object;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::value::Value;
use pyrs_object::{Args, int};
use std::cell::Cell;
use std::sync::atomic::{AtomicU32, Ordering};

const NOT_STARTED: u32 = 0;
const RUNNING: u32 = 1;
const DONE: u32 = 2;

/// A handle.
#[repr(C)]
pub struct HandleObject {
    header: Header,
    state: AtomicU32,
    ident: Cell<u64>,
}
heap_object!(HandleObject, "_thread._ThreadHandle", HANDLE_LAYOUT, []);

pub(super) static HANDLE: NativeClass = NativeClass::new("_thread", "_ThreadHandle", &HANDLE_LAYOUT)
    .flags(TypeFlags::HAS_WEAKREF)
    .methods(HandleMethods::TYPE_METHODS);

/// A list of the handles of threads that are no daemons.
static AWAITED: StaticRoot = StaticRoot::new();

impl HandleObject {
    /// Whether the thread may still be started.
    pub(super) fn is_fresh(&self) -> bool {
        self.state.load(Ordering::Relaxed) == NOT_STARTED
    }

    fn is_done(&self) -> bool {
        self.state.load(Ordering::Relaxed) == DONE
    }

    /// The thread runs.
    pub(super) fn set_running(&self, ident: u64) {
        self.ident.set(ident);
        self.state.store(RUNNING, Ordering::Relaxed);
    }

    /// The thread could not be started.
    pub(super) fn set_fresh(&self) {
        self.state.store(NOT_STARTED, Ordering::Relaxed);
    }

    /// The thread has ended.
    pub(super) fn set_done(&self) {
        self.state.store(DONE, Ordering::Relaxed);
        futex::wake(&self.state, i32::MAX);
    }
}

/// A handle of a thread that was not started yet.
pub(super) fn new_handle(thread: &mut Thread) -> PyResult<Ref<HandleObject>> {
    HANDLE.get().allocate_instance(thread)
}

fn awaited(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
    if let Some(list) = AWAITED.get().and_then(|list| list.downcast()) {
        return Ok(list);
    }
    let list = ListObject::with_capacity(thread, 4)?;
    AWAITED.set(thread, Some(list.value()));
    Ok(list)
}

/// The end of the program waits for this thread.
pub(super) fn await_at_end(thread: &mut Thread, handle: Ref<HandleObject>) -> PyResult<()> {
    awaited(thread)?.push(thread, handle.value())
}

/// The end of the program does not wait for a thread any more.
pub(super) fn forget(thread: &mut Thread, handle: Ref<HandleObject>) {
    let Some(list) = AWAITED.get().and_then(|list| list.downcast::<ListObject>()) else {
        return;
    };
    let position = list.items().iter().position(|other| *other == handle.value());
    if let Some(position) = position
        && list.splice(thread, position, 1, &[]).is_err()
    {
        thread.take_raised();
    }
}

/// Waits for all threads that are no daemons.
pub(super) fn wait_for_all(thread: &mut Thread) -> PyResult<()> {
    loop {
        let others = awaited(thread)?;
        let own = thread.ident;
        let next = others
            .items()
            .iter()
            .filter_map(|handle| handle.downcast::<HandleObject>())
            .find(|handle| !handle.is_done() && handle.ident.get() != own);
        let Some(handle) = next else { return Ok(()) };
        wait(thread, handle, Patience::Endless)?;
    }
}

fn wait(thread: &mut Thread, handle: Ref<HandleObject>, patience: Patience) -> PyResult<()> {
    while !handle.is_done() {
        let state = handle.state.load(Ordering::Relaxed);
        if !patience.wait(thread, &handle.state, state)? {
            break;
        }
    }
    Ok(())
}

fn handle_of(thread: &mut Thread, this: Value) -> PyResult<Ref<HandleObject>> {
    match this.downcast() {
        Some(handle) => Ok(handle),
        None => Err(thread.type_error(format_args!("a thread handle is required"))),
    }
}

fn check_started(thread: &mut Thread, this: Ref<HandleObject>) -> PyResult<()> {
    if this.is_fresh() {
        return Err(thread.runtime_error(format_args!("thread not started")));
    }
    Ok(())
}

struct HandleMethods;

#[pymethods]
impl HandleMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let _ = args;
        match class.downcast::<TypeObject>() {
            Some(_) => Ok(new_handle(thread)?.value()),
            None => Err(thread.type_error(format_args!("a class is required"))),
        }
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let ident = handle_of(thread, this)?.ident.get();
        let text = format!("<_thread._ThreadHandle object: ident={ident}>");
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter]
    fn ident(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let ident = handle_of(thread, this)?.ident.get();
        int::from_u64(thread, ident)
    }

    /// Wait until the thread has ended, for at most some seconds.
    #[method]
    fn join(thread: &mut Thread, this: Ref<HandleObject>, timeout: OptionalNone<f64>) -> PyResult<()> {
        let patience = match timeout.0 {
            Some(seconds) => Patience::from_seconds(thread, seconds)?,
            None => Patience::Endless,
        };
        check_started(thread, this)?;
        if this.ident.get() == thread.ident && !this.is_done() {
            return Err(thread.runtime_error(format_args!("Cannot join current thread")));
        }
        wait(thread, this, patience)
    }

    /// Whether the thread has ended.
    #[method]
    fn is_done(_thread: &mut Thread, this: Ref<HandleObject>) -> PyResult<bool> {
        Ok(HandleObject::is_done(&this))
    }

    /// Say that the thread has ended.
    #[method]
    fn _set_done(thread: &mut Thread, this: Ref<HandleObject>) -> PyResult<()> {
        check_started(thread, this)?;
        HandleObject::set_done(&this);
        Ok(())
    }
}
