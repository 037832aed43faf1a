//! Objects of `select.poll()`: a dict of descriptors and the events to wait for.

use super::{Limit, descriptor};
use crate::os_error::{self, last_errno, os_error};
use crate::socket::seconds;
use pyrs_macros::pymethods;
use pyrs_object::dict::DictObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Ref, Thread, Value, heap_object, int, none, protocol};
use std::cell::Cell;

/// A poll object.
#[repr(C)]
pub struct PollObject {
    header: Header,
    events: Field<Option<Ref<DictObject>>>,
    polling: Cell<u64>,
}
heap_object!(PollObject, "select.poll", POLL_LAYOUT, [events]);

/// The class.
pub static POLL: NativeClass = NativeClass::new("select", "poll", &POLL_LAYOUT).methods(PollMethods::TYPE_METHODS);

/// A new object.
pub fn new(thread: &mut Thread) -> PyResult<Value> {
    let events = DictObject::new(thread)?;
    let this: Ref<PollObject> = POLL.get().allocate_instance(thread)?;
    this.events.set(this, Some(events));
    Ok(this.value())
}

fn events_of(thread: &mut Thread, this: Ref<PollObject>) -> PyResult<Ref<DictObject>> {
    match this.events.get() {
        Some(events) => Ok(events),
        None => Err(thread.system_error(format_args!("poll object without descriptors"))),
    }
}

fn mask(thread: &mut Thread, value: Option<Value>) -> PyResult<i64> {
    let Some(value) = value else {
        return Ok(i64::from(libc::POLLIN | libc::POLLPRI | libc::POLLOUT));
    };
    let number = protocol::index(thread, value)?;
    match int::as_i64(number) {
        Some(number) if number < 0 => Err(thread.value_error(format_args!("Cannot convert negative int"))),
        Some(number) if number < 1 << 16 => Ok(number),
        _ => Err(thread.overflow_error(format_args!("Python int too large to convert to C unsigned short"))),
    }
}

/// Holds the methods of poll objects.
pub struct PollMethods;

#[pymethods]
impl PollMethods {
    /// Register a file descriptor with the polling object.
    #[method(name = "register")]
    fn add(thread: &mut Thread, this: Ref<PollObject>, fd: Value, eventmask: Option<Value>) -> PyResult<()> {
        let fd = descriptor(thread, fd)?;
        let mask = mask(thread, eventmask)?;
        let events = events_of(thread, this)?;
        events.set(thread, Value::small_int(fd.into()), Value::small_int(mask))
    }

    /// Modify an already registered file descriptor.
    #[method]
    fn modify(thread: &mut Thread, this: Ref<PollObject>, fd: Value, eventmask: Value) -> PyResult<()> {
        let fd = Value::small_int(descriptor(thread, fd)?.into());
        let mask = mask(thread, Some(eventmask))?;
        let events = events_of(thread, this)?;
        if events.get(thread, fd)?.is_none() {
            return Err(os_error(thread, libc::ENOENT, None));
        }
        events.set(thread, fd, Value::small_int(mask))
    }

    /// Remove a file descriptor being tracked by the polling object.
    #[method]
    fn unregister(thread: &mut Thread, this: Ref<PollObject>, fd: Value) -> PyResult<()> {
        let fd = Value::small_int(descriptor(thread, fd)?.into());
        let events = events_of(thread, this)?;
        match events.remove(thread, fd)? {
            Some(_) => Ok(()),
            None => Err(thread.key_error(fd)),
        }
    }

    /// Polls the registered file descriptors, for at most so many milliseconds.
    ///
    /// Returns a list of the descriptors that are ready, with their events.
    #[method]
    fn poll(thread: &mut Thread, this: Ref<PollObject>, timeout: Option<Value>) -> PyResult<Value> {
        let limit = match timeout.filter(|timeout| *timeout != none()) {
            Some(timeout) => match seconds(thread, timeout)? {
                Some(milliseconds) if milliseconds >= 0.0 => Limit::after(milliseconds / 1e3),
                _ => Limit(None),
            },
            None => Limit(None),
        };
        if this.polling.replace(1) != 0 {
            return Err(thread.runtime_error(format_args!("concurrent poll() invocation")));
        }
        let result = poll_all(thread, this, limit);
        this.polling.set(0);
        result
    }
}

fn poll_all(thread: &mut Thread, this: Ref<PollObject>, limit: Limit) -> PyResult<Value> {
    let events = events_of(thread, this)?;
    let mut entries = Vec::with_capacity(events.len());
    let mut position = 0;
    while let Some((at, fd, mask)) = events.next_entry(position) {
        if let (Some(fd), Some(mask)) = (int::as_i64(fd), int::as_i64(mask)) {
            entries.push(libc::pollfd {
                fd: fd as i32,
                events: mask as i16,
                revents: 0,
            });
        }
        position = at + 1;
    }
    loop {
        let time = limit.milliseconds();
        let (start, count) = (entries.as_mut_ptr(), entries.len() as libc::nfds_t);
        // SAFETY: so many entries, alive during the call.
        let (ready, errno) = thread.blocking(|| unsafe { (libc::poll(start, count, time), last_errno()) });
        if ready > 0 || (ready == 0 && (limit.is_over() || time == 0)) {
            break;
        }
        if ready < 0 {
            if errno != libc::EINTR {
                return Err(os_error(thread, errno, None));
            }
            os_error::poll(thread)?;
        }
    }
    let list = ListObject::with_capacity(thread, 0)?;
    for entry in entries.iter().filter(|entry| entry.revents != 0) {
        let events = i64::from(entry.revents as u16);
        let row = TupleObject::from_slice(thread, &[Value::small_int(entry.fd.into()), Value::small_int(events)])?;
        list.push(thread, row.value())?;
    }
    Ok(list.value())
}
