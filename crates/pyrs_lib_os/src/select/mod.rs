//! The module `select`: waiting for many descriptors, by `select`, `poll` and `epoll`.

mod epoll;
mod poll;

use crate::invoke;
use pyrs_macros::pymodule;
use pyrs_object::{PyResult, Thread, Value, int, protocol};
use std::time::{Duration, Instant};

/// The descriptor of an argument: an int, or an object with `fileno()`.
pub(crate) fn descriptor(thread: &mut Thread, value: Value) -> PyResult<i32> {
    let number = if int::is_int(value) {
        value
    } else {
        let Some(fileno) = invoke::attribute_optional(thread, value, "fileno")? else {
            return Err(thread.type_error(format_args!("argument must be an int, or have a fileno() method.")));
        };
        let number = protocol::call(thread, fileno, &[])?;
        if !int::is_int(number) {
            return Err(thread.type_error(format_args!("fileno() returned a non-integer")));
        }
        number
    };
    let fd = int::as_i64(number).and_then(|fd| i32::try_from(fd).ok());
    match fd {
        Some(fd) if fd >= 0 => Ok(fd),
        Some(fd) => Err(thread.value_error(format_args!("file descriptor cannot be a negative integer ({fd})"))),
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
    }
}

/// Until when to wait.
#[derive(Clone, Copy)]
struct Limit(Option<Instant>);

impl Limit {
    /// Some seconds from now, for ever if they are too many.
    fn after(seconds: f64) -> Limit {
        let duration = Duration::try_from_secs_f64(seconds).ok();
        Limit(duration.and_then(|duration| Instant::now().checked_add(duration)))
    }

    /// Milliseconds left, for the system: -1 for ever.
    fn milliseconds(self) -> i32 {
        match self.0 {
            None => -1,
            Some(end) => {
                let left = end.saturating_duration_since(Instant::now());
                left.as_nanos().div_ceil(1_000_000).min(i32::MAX as u128) as i32
            }
        }
    }

    fn is_over(self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }
}

#[pymodule(name = "select")]
pub(crate) mod module {
    use super::{Limit, descriptor, epoll, poll};
    use crate::os_error::{self, last_errno, os_error};
    use crate::socket::seconds as socket_seconds;
    use pyrs_object::core::core;
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::tuple::TupleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value, int, protocol};

    #[attr]
    fn error(_thread: &mut Thread) -> Value {
        core().types.os_error.get().value()
    }

    fn collect(thread: &mut Thread, objects: Value) -> PyResult<(Ref<ListObject>, Vec<i32>)> {
        let list = ListObject::with_capacity(thread, 4)?;
        let mut descriptors = Vec::new();
        if pyrs_object::type_object::class_of(objects).slot(|s| s.iter).is_none()
            && pyrs_object::type_object::class_of(objects)
                .slot(|s| s.getitem)
                .is_none()
        {
            return Err(thread.type_error(format_args!("arguments 1-3 must be sequences")));
        }
        protocol::for_each(thread, objects, |thread: &mut Thread, object| {
            let fd = descriptor(thread, object)?;
            if fd as usize >= libc::FD_SETSIZE {
                return Err(thread.value_error(format_args!("filedescriptor out of range in select()")));
            }
            descriptors.push(fd);
            list.push(thread, object)
        })?;
        Ok((list, descriptors))
    }

    fn set_of(descriptors: &[i32]) -> libc::fd_set {
        // SAFETY: all zeros are an empty set, and every descriptor was checked to be in range.
        unsafe {
            let mut set: libc::fd_set = std::mem::zeroed();
            for &fd in descriptors {
                libc::FD_SET(fd, &mut set);
            }
            set
        }
    }

    /// Wait until one or more file descriptors are ready for some kind of I/O.
    #[function]
    fn select(
        thread: &mut Thread,
        rlist: Value,
        wlist: Value,
        xlist: Value,
        timeout: Option<Value>,
    ) -> PyResult<Value> {
        let seconds = match timeout {
            Some(timeout) => match socket_seconds(thread, timeout) {
                Ok(seconds) => seconds,
                Err(raised) if !thread.raised_is(core().types.type_error.get()) => return Err(raised),
                Err(_) => {
                    thread.take_raised();
                    return Err(thread.type_error(format_args!("timeout must be a float or None")));
                }
            },
            None => None,
        };
        if seconds.is_some_and(|seconds| seconds < 0.0) {
            return Err(thread.value_error(format_args!("timeout must be non-negative")));
        }
        let limit = seconds.map_or(Limit(None), Limit::after);
        let all = [
            collect(thread, rlist)?,
            collect(thread, wlist)?,
            collect(thread, xlist)?,
        ];
        let highest = all.iter().flat_map(|(_, fds)| fds).max().map_or(0, |fd| fd + 1);
        let mut sets;
        loop {
            sets = [set_of(&all[0].1), set_of(&all[1].1), set_of(&all[2].1)];
            let left = limit
                .0
                .map(|end| end.saturating_duration_since(std::time::Instant::now()));
            let mut time = left.map(|left| libc::timeval {
                tv_sec: left.as_secs() as _,
                tv_usec: left.subsec_micros() as _,
            });
            let time = time.as_mut().map_or(std::ptr::null_mut(), std::ptr::from_mut);
            let [read, write, except] = &mut sets;
            // SAFETY: sets and time live during the call.
            let (ready, errno) =
                thread.blocking(|| unsafe { (libc::select(highest, read, write, except, time), last_errno()) });
            if ready >= 0 {
                break;
            }
            if errno != libc::EINTR {
                return Err(os_error(thread, errno, None));
            }
            os_error::poll(thread)?;
            if limit.is_over() {
                sets = [set_of(&[]), set_of(&[]), set_of(&[])];
                break;
            }
        }
        let result = TupleObject::with_length(thread, 3)?;
        for (index, (objects, descriptors)) in all.iter().enumerate() {
            let ready = ListObject::with_capacity(thread, 0)?;
            for (position, &fd) in descriptors.iter().enumerate() {
                // SAFETY: the descriptor was checked to be in range.
                if unsafe { libc::FD_ISSET(fd, &sets[index]) }
                    && let Some(object) = objects.get(position)
                {
                    ready.push(thread, object)?;
                }
            }
            result.initialise_item(index, ready.value());
        }
        Ok(result.value())
    }

    /// Returns a polling object.
    #[function(name = "poll")]
    fn new_poll(thread: &mut Thread) -> PyResult<Value> {
        poll::new(thread)
    }

    macro_rules! constants {
        ($($name:ident)*) => { &[$((stringify!($name), libc::$name as i64)),*] };
    }

    static CONSTANTS: &[(&str, i64)] = constants! {
        POLLIN POLLPRI POLLOUT POLLERR POLLHUP POLLNVAL POLLRDNORM POLLRDBAND POLLWRNORM POLLWRBAND POLLRDHUP
        EPOLLIN EPOLLOUT EPOLLPRI EPOLLERR EPOLLHUP EPOLLRDHUP EPOLLET EPOLLONESHOT EPOLLEXCLUSIVE EPOLLRDNORM
        EPOLLRDBAND EPOLLWRNORM EPOLLWRBAND EPOLLMSG EPOLLWAKEUP EPOLL_CLOEXEC PIPE_BUF
    };

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, value) in CONSTANTS {
            // Event sets are unsigned, though the highest bit makes them negative in C.
            let value = int::from_i64(thread, if *value < 0 { *value & 0xffff_ffff } else { *value })?;
            dict.set_str(thread, name, value)?;
        }
        dict.set_str(thread, "POLLMSG", Value::small_int(0x400))?;
        poll::POLL.create(thread)?;
        let class = epoll::EPOLL.create(thread)?;
        dict.set_str(thread, "epoll", class.value())
    }
}

pub use module::MODULE;
