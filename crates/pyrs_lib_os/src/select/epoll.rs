//! Objects of `select.epoll`.

use super::{Limit, descriptor};
use crate::invoke::{self, slot_signature};
use crate::os_error::{self, last_errno, last_os_error, os_error};
use crate::socket::seconds;
use pyrs_macros::pymethods;
use pyrs_object::convert::Signature;
use pyrs_object::header::Header;
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, heap_object, none, protocol};
use std::cell::Cell;

/// An epoll object.
#[repr(C)]
pub struct EpollObject {
    header: Header,
    /// Descriptor, or -1.
    fd: Cell<i64>,
}
heap_object!(EpollObject, "select.epoll", EPOLL_LAYOUT, []);

/// The class.
pub static EPOLL: NativeClass = NativeClass::new("select", "epoll", &EPOLL_LAYOUT)
    .flags(TypeFlags::HAS_FINALIZER)
    .methods(EpollMethods::TYPE_METHODS);

static NEW: Signature = slot_signature("epoll", &["sizehint", "flags"], 0, 0);

const DEFAULT_EVENTS: u32 = (libc::EPOLLIN | libc::EPOLLPRI | libc::EPOLLOUT) as u32;

impl EpollObject {
    fn open_fd(&self, thread: &mut Thread) -> PyResult<i32> {
        match self.fd.get() {
            fd if fd < 0 => Err(thread.value_error(format_args!("I/O operation on closed epoll object"))),
            fd => Ok(fd as i32),
        }
    }

    fn control(&self, thread: &mut Thread, operation: i32, fd: Value, events: u32) -> PyResult<()> {
        let epoll = self.open_fd(thread)?;
        let fd = descriptor(thread, fd)?;
        let mut event = libc::epoll_event { events, u64: fd as u64 };
        // SAFETY: the event lives during the call.
        if unsafe { libc::epoll_ctl(epoll, operation, fd, &mut event) } != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }
}

fn new_object(thread: &mut Thread, class: Ref<TypeObject>, fd: i32) -> PyResult<Value> {
    let this: Ref<EpollObject> = class.allocate_instance(thread)?;
    this.fd.set(fd.into());
    Ok(this.value())
}

/// Holds the methods of epoll objects.
pub struct EpollMethods;

/// select.epoll(sizehint=-1, flags=0)
///
/// Returns an epolling object.
#[pymethods]
impl EpollMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let [size, flags] = invoke::bind(thread, &NEW, args)?;
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("__new__() needs a class")));
        };
        if let Some(size) = size {
            let size = protocol::index_i64(thread, size)?;
            if size <= 0 && size != -1 {
                return Err(thread.value_error(format_args!("negative sizehint")));
            }
        }
        if let Some(flags) = flags {
            let flags = protocol::index_i64(thread, flags)?;
            if flags & !i64::from(libc::EPOLL_CLOEXEC) != 0 {
                return Err(thread.os_error_plain(format_args!("invalid flags")));
            }
        }
        // SAFETY: plain numbers.
        let fd = unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) };
        if fd < 0 {
            return Err(last_os_error(thread, None));
        }
        new_object(thread, class, fd)
    }

    #[slot]
    fn finalize(_thread: &mut Thread, this: Value) {
        if let Some(this) = this.downcast::<EpollObject>() {
            let fd = this.fd.replace(-1);
            if fd >= 0 {
                // SAFETY: the descriptor is the object's own.
                unsafe { libc::close(fd as i32) };
            }
        }
    }

    /// Create an epoll object from a given control fd.
    #[classmethod]
    fn fromfd(thread: &mut Thread, class: Ref<TypeObject>, fd: i32) -> PyResult<Value> {
        new_object(thread, class, fd)
    }

    /// True if the epoll handler is closed.
    #[getter]
    fn closed(_thread: &mut Thread, this: Ref<EpollObject>) -> PyResult<Value> {
        Ok(bool_value(this.fd.get() < 0))
    }

    /// Close the epoll control file descriptor.
    #[method]
    fn close(thread: &mut Thread, this: Ref<EpollObject>) -> PyResult<()> {
        let fd = this.fd.replace(-1);
        // SAFETY: the descriptor is the object's own.
        if fd >= 0 && thread.blocking(|| unsafe { libc::close(fd as i32) }) != 0 {
            return Err(last_os_error(thread, None));
        }
        Ok(())
    }

    /// Return the epoll control file descriptor.
    #[method]
    fn fileno(thread: &mut Thread, this: Ref<EpollObject>) -> PyResult<i32> {
        this.open_fd(thread)
    }

    /// Registers a new fd, or raises an OSError if it is registered already.
    #[method(name = "register", keywords = "fd, eventmask")]
    fn add(thread: &mut Thread, this: Ref<EpollObject>, fd: Value, eventmask: Option<u32>) -> PyResult<()> {
        let events = eventmask.unwrap_or(DEFAULT_EVENTS);
        this.control(thread, libc::EPOLL_CTL_ADD, fd, events)
    }

    /// Modify event mask for a registered file descriptor.
    #[method(keywords = "fd, eventmask")]
    fn modify(thread: &mut Thread, this: Ref<EpollObject>, fd: Value, eventmask: u32) -> PyResult<()> {
        this.control(thread, libc::EPOLL_CTL_MOD, fd, eventmask)
    }

    /// Remove a registered file descriptor from the epoll object.
    #[method(keywords = "fd")]
    fn unregister(thread: &mut Thread, this: Ref<EpollObject>, fd: Value) -> PyResult<()> {
        this.control(thread, libc::EPOLL_CTL_DEL, fd, 0)
    }

    /// Wait for events on the epoll object, for at most so many seconds.
    ///
    /// Returns a list of the descriptors that are ready, with their events.
    #[method(
        keywords = "timeout, maxevents",
        signature = "($self, /, timeout=None, maxevents=-1)"
    )]
    fn poll(
        thread: &mut Thread,
        this: Ref<EpollObject>,
        timeout: Option<Value>,
        maxevents: Option<i32>,
    ) -> PyResult<Value> {
        let epoll = this.open_fd(thread)?;
        let limit = match timeout.filter(|timeout| *timeout != none()) {
            Some(timeout) => match seconds(thread, timeout)? {
                Some(seconds) if seconds >= 0.0 => Limit::after(seconds),
                _ => Limit(None),
            },
            None => Limit(None),
        };
        let count = match maxevents.unwrap_or(-1) {
            -1 => 1023,
            count if count <= 0 => {
                return Err(thread.value_error(format_args!("maxevents must be greater than 0, got {count}")));
            }
            count => count,
        };
        let mut events = vec![libc::epoll_event { events: 0, u64: 0 }; count as usize];
        let ready = loop {
            let time = limit.milliseconds();
            let start = events.as_mut_ptr();
            // SAFETY: room for so many events.
            let (ready, errno) =
                thread.blocking(|| unsafe { (libc::epoll_wait(epoll, start, count, time), last_errno()) });
            if ready > 0 || (ready == 0 && (limit.is_over() || time == 0)) {
                break ready as usize;
            }
            if ready < 0 {
                if errno != libc::EINTR {
                    return Err(os_error(thread, errno, None));
                }
                os_error::poll(thread)?;
            }
        };
        let list = ListObject::with_capacity(thread, ready)?;
        for event in events.iter().take(ready) {
            // The structure is packed: its fields are copied.
            let (fd, mask) = (event.u64, event.events);
            let row = [Value::small_int(fd as i64), Value::small_int(mask.into())];
            let row = TupleObject::from_slice(thread, &row)?;
            list.push(thread, row.value())?;
        }
        Ok(list.value())
    }

    /// Return the object itself.
    #[method]
    fn __enter__(thread: &mut Thread, this: Ref<EpollObject>) -> PyResult<Value> {
        this.open_fd(thread)?;
        Ok(this.value())
    }

    /// Close the object.
    #[method]
    fn __exit__(
        thread: &mut Thread,
        this: Ref<EpollObject>,
        _kind: Option<Value>,
        _value: Option<Value>,
        _traceback: Option<Value>,
    ) -> PyResult<()> {
        EpollMethods::close(thread, this)
    }
}
