//! `SSLSession`: what a later connection needs to go on with the keys of an earlier one.

use super::context::ContextObject;
use super::ffi;
use pyrs_macros::pymethods;
use pyrs_object::bytes::BytesObject;
use pyrs_object::header::{Field, Header, Ref};
use pyrs_object::native_class::NativeClass;
use pyrs_object::slots::CompareOp;
use pyrs_object::{PyResult, Thread, Value, bool_value, heap_object, not_implemented};
use std::cell::Cell;

/// A session.
#[repr(C)]
pub struct SessionObject {
    header: Header,
    pointer: Cell<*mut ffi::SSL_SESSION>,
    /// The context that it belongs to.
    pub context: Field<Ref<ContextObject>>,
}
heap_object!(
    SessionObject,
    "_ssl.SSLSession",
    SESSION_LAYOUT,
    [context],
    drop = release
);

/// `_ssl.SSLSession`.
pub static SESSION: NativeClass =
    NativeClass::new("_ssl", "SSLSession", &SESSION_LAYOUT).methods(SessionMethods::TYPE_METHODS);

unsafe fn release(object: *mut u8) {
    // SAFETY: called for dead sessions only, once; null is ignored.
    unsafe {
        ffi::SSL_SESSION_free(
            (*(object as *const SessionObject))
                .pointer
                .replace(std::ptr::null_mut()),
        )
    };
}

/// An object for a session, which it takes over.
pub fn new(thread: &mut Thread, pointer: *mut ffi::SSL_SESSION, context: Ref<ContextObject>) -> PyResult<Value> {
    let made: PyResult<Ref<SessionObject>> = SESSION.get().allocate_instance(thread);
    match made {
        Ok(this) => {
            this.context.set(this, context);
            this.pointer.set(pointer);
            // SAFETY: the layout has a drop function, and the object is registered once.
            unsafe { thread.heap().register_drop(this.as_ptr().cast()) };
            Ok(this.value())
        }
        Err(raised) => {
            // SAFETY: the session was the caller's.
            unsafe { ffi::SSL_SESSION_free(pointer) };
            Err(raised)
        }
    }
}

impl SessionObject {
    /// OpenSSL's session.
    pub fn pointer(&self) -> *mut ffi::SSL_SESSION {
        self.pointer.get()
    }

    fn id(&self) -> Vec<u8> {
        let mut length = 0;
        // SAFETY: the session is open, and lends its identity.
        unsafe {
            let data = ffi::SSL_SESSION_get_id(self.pointer(), &mut length);
            match data.is_null() || length == 0 {
                true => Vec::new(),
                false => std::slice::from_raw_parts(data, length as usize).to_vec(),
            }
        }
    }
}

/// Holds the methods of sessions.
pub struct SessionMethods;

#[pymethods]
impl SessionMethods {
    #[slot]
    fn compare(_thread: &mut Thread, op: CompareOp, this: Value, other: Value) -> PyResult<Value> {
        let Some(this) = this.downcast::<SessionObject>() else {
            return Ok(not_implemented());
        };
        if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            return Ok(not_implemented());
        }
        let Some(other) = other.downcast::<SessionObject>() else {
            return Ok(not_implemented());
        };
        let same = this == other || this.id() == other.id();
        Ok(bool_value(same == (op == CompareOp::Eq)))
    }

    /// Whether there is a ticket.
    #[getter]
    fn has_ticket(_thread: &mut Thread, this: Ref<SessionObject>) -> bool {
        // SAFETY: the session is open.
        unsafe { ffi::SSL_SESSION_has_ticket(this.pointer()) != 0 }
    }

    /// The identity.
    #[getter]
    fn id(thread: &mut Thread, this: Ref<SessionObject>) -> PyResult<Value> {
        Ok(BytesObject::new(thread, &this.id())?.value())
    }

    /// How long the ticket is good for, in seconds.
    #[getter]
    fn ticket_lifetime_hint(_thread: &mut Thread, this: Ref<SessionObject>) -> u64 {
        // SAFETY: the session is open.
        unsafe { ffi::SSL_SESSION_get_ticket_lifetime_hint(this.pointer()) }
    }

    /// When it was made, in seconds since the epoch.
    #[getter]
    fn time(_thread: &mut Thread, this: Ref<SessionObject>) -> i64 {
        // SAFETY: the session is open.
        unsafe { ffi::SSL_SESSION_get_time(this.pointer()) }
    }

    /// How long it is good for, in seconds.
    #[getter]
    fn timeout(_thread: &mut Thread, this: Ref<SessionObject>) -> i64 {
        // SAFETY: the session is open.
        unsafe { ffi::SSL_SESSION_get_timeout(this.pointer()) }
    }
}
