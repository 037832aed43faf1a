//! Starting threads, and what becomes of what they raise.

use super::handle::{self, HandleObject};
use pyrs_object::core::{core, none};
use pyrs_object::dict::DictObject;
use pyrs_object::errors::PyResult;
use pyrs_object::function::Args;
use pyrs_object::gc::RootVec;
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::value::Value;
use pyrs_object::{gil, int, protocol};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bytes of a thread's name that the system keeps.
pub(super) const LONGEST_NAME: usize = 15;
/// Stack of a new thread where none was asked for: what Linux gives main threads.
const DEFAULT_STACK: usize = 8 << 20;
/// Deeper native recursion than this must be possible: it holds the reserve of [`Thread::native_stack_exhausted`].
const SMALLEST_STACK: i64 = 53_248;
/// What a stack has besides the bytes asked for.
const STACK_RESERVE: usize = pyrs_object::thread::NATIVE_STACK_RESERVE + (256 << 10);

/// Bytes asked for by `stack_size`, or 0.
static STACK_SIZE: AtomicUsize = AtomicUsize::new(0);
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Threads that run.
pub(super) fn running() -> usize {
    RUNNING.load(Ordering::Relaxed)
}

/// Returns the stack size of new threads and sets it.
pub(super) fn stack_size(thread: &mut Thread, size: Option<i64>) -> PyResult<i64> {
    let old = STACK_SIZE.load(Ordering::Relaxed) as i64;
    if let Some(size) = size {
        if size != 0 && size < SMALLEST_STACK {
            return Err(thread.value_error(format_args!("size must be at least {SMALLEST_STACK} bytes")));
        }
        STACK_SIZE.store(size as usize, Ordering::Relaxed);
    }
    Ok(old)
}

/// Names the calling thread for the system.
pub(super) fn set_name(name: &str) {
    let mut text: Vec<u8> = name.bytes().filter(|byte| *byte != 0).take(LONGEST_NAME).collect();
    text.push(0);
    // SAFETY: text that ends with a zero byte.
    unsafe { libc::prctl(libc::PR_SET_NAME, text.as_ptr()) };
}

/// Raises SystemExit.
pub(super) fn exit(thread: &mut Thread) -> PyResult<Value> {
    let exception = protocol::call(thread, core().types.system_exit.get().value(), &[])?;
    match exception.downcast() {
        Some(exception) => Err(thread.raise(exception)),
        None => Ok(none()),
    }
}

fn is_callable(value: Value) -> bool {
    class_of(value).slot(|s| s.call).is_some()
}

/// Words of what a thread takes along: function, arguments, keywords and handle, the last two perhaps 0.
fn begin(thread: &mut Thread, words: [u64; 4]) -> PyResult<u64> {
    let mut values = RootVec::new(thread.heap());
    values.extend_from_slice(&words);
    let size = match STACK_SIZE.load(Ordering::Relaxed) {
        0 => DEFAULT_STACK,
        size => size + STACK_RESERVE,
    };
    match gil::start(thread, size, values, live) {
        Ok(ident) => {
            RUNNING.fetch_add(1, Ordering::Relaxed);
            Ok(ident)
        }
        Err(_) => Err(thread.runtime_error(format_args!("can't start new thread"))),
    }
}

/// `start_new_thread(function, args[, kwargs])`.
pub(super) fn start_new_thread(thread: &mut Thread, args: Args) -> PyResult<Value> {
    if args.names().is_some() {
        return Err(thread.type_error(format_args!("start_new_thread() takes no keyword arguments")));
    }
    let (function, arguments, keywords) = match args.positional() {
        [function, arguments] => (*function, *arguments, None),
        [function, arguments, keywords] => (*function, *arguments, Some(*keywords)),
        other => {
            let (limit, count) = if other.len() < 2 {
                ("least 2", other.len())
            } else {
                ("most 3", other.len())
            };
            return Err(thread.type_error(format_args!(
                "start_new_thread expected at {limit} arguments, got {count}"
            )));
        }
    };
    if !is_callable(function) {
        return Err(thread.type_error(format_args!("first arg must be callable")));
    }
    if arguments.downcast::<TupleObject>().is_none() {
        return Err(thread.type_error(format_args!("2nd arg must be a tuple")));
    }
    if keywords.is_some_and(|keywords| keywords.downcast::<DictObject>().is_none()) {
        return Err(thread.type_error(format_args!("optional 3rd arg must be a dictionary")));
    }
    let keywords = keywords.map_or(0, Value::bits);
    let ident = begin(thread, [function.bits(), arguments.bits(), keywords, 0])?;
    int::from_u64(thread, ident)
}

/// `start_joinable_thread(function, handle, daemon)`.
pub(super) fn start_joinable_thread(
    thread: &mut Thread,
    function: Value,
    handle: Option<Value>,
    daemon: bool,
) -> PyResult<Value> {
    if !is_callable(function) {
        return Err(thread.type_error(format_args!("thread function must be callable")));
    }
    let handle: Ref<HandleObject> = match handle.filter(|handle| *handle != none()) {
        None => handle::new_handle(thread)?,
        Some(handle) => match handle.downcast() {
            Some(handle) => handle,
            None => return Err(thread.type_error(format_args!("'handle' must be a _ThreadHandle"))),
        },
    };
    if !handle.is_fresh() {
        return Err(thread.runtime_error(format_args!("thread already started")));
    }
    if !daemon {
        handle::await_at_end(thread, handle)?;
    }
    let arguments = core().empty_tuple.get().value();
    // Set first: the thread may be done before this one goes on.
    handle.set_running(0);
    match begin(thread, [function.bits(), arguments.bits(), 0, handle.address()]) {
        Ok(ident) => {
            handle.set_running(ident);
            Ok(handle.value())
        }
        Err(raised) => {
            handle.set_fresh();
            handle::forget(thread, handle);
            Err(raised)
        }
    }
}

/// The life of a thread, in its turn.
fn live(thread: &mut Thread, values: &RootVec) {
    // SAFETY: the words are values or 0.
    let at = |index: usize| values.get(index).and_then(|word| unsafe { Value::from_bits(word) });
    let (Some(function), Some(arguments)) = (at(0), at(1)) else {
        return;
    };
    if let Err(_raised) = call(thread, function, arguments, at(2)) {
        report(thread, function);
    }
    RUNNING.fetch_sub(1, Ordering::Relaxed);
    if let Some(handle) = at(3).and_then(|handle| handle.downcast::<HandleObject>()) {
        handle::forget(thread, handle);
        handle.set_done();
    }
}

fn call(thread: &mut Thread, function: Value, arguments: Value, keywords: Option<Value>) -> PyResult<Value> {
    let Some(arguments) = arguments.downcast::<TupleObject>() else {
        return Err(thread.system_error(format_args!("thread without arguments")));
    };
    let Some(keywords) = keywords.and_then(|keywords| keywords.downcast::<DictObject>()) else {
        return protocol::call(thread, function, arguments.items_unbound());
    };
    let count = arguments.len() + keywords.len();
    let all = TupleObject::with_length(thread, count)?;
    let names = TupleObject::with_length(thread, keywords.len())?;
    for (index, value) in arguments.items().iter().enumerate() {
        all.initialise_item(index, *value);
    }
    let (mut position, mut index) = (0, 0);
    while let Some((found, key, value)) = keywords.next_entry(position) {
        names.initialise_item(index, key);
        all.initialise_item(arguments.len() + index, value);
        position = found + 1;
        index += 1;
    }
    protocol::call_args(thread, function, Args::new(all.items_unbound(), Some(names)))
}

/// Nobody can catch what a thread raises: SystemExit ends it quietly, anything else is printed.
fn report(thread: &mut Thread, function: Value) {
    let Some(exception) = thread.take_raised() else { return };
    if exception.class().is_subtype(core().types.system_exit.get()) {
        return;
    }
    let what = match protocol::repr(thread, function) {
        Ok(text) => text.to_string_lossy(),
        Err(_) => {
            thread.take_raised();
            "an object whose repr() failed".to_owned()
        }
    };
    if let Some(hook) = core().hooks.unraisable.get() {
        hook(
            thread,
            exception,
            &format!("Exception ignored in thread started by {what}:\n"),
        );
    }
}
