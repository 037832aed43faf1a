//! Making, ending and driving generators.

use super::word;
use pyrs_interp::generator::{self, Sent};
use pyrs_interp::generator_native;
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

pub(super) extern "C" fn make_generator(
    thread: *mut Thread,
    function: Ref<FunctionObject>,
    count: u64,
    memory: *const Value,
) -> u64 {
    // SAFETY: compiled code passes the running thread and an array of `count` values, the parameters of the function.
    let (thread, arguments) = unsafe { (&mut *thread, std::slice::from_raw_parts(memory, count as usize)) };
    word(generator_native::create(thread, function, arguments).map(|object| object.value()))
}

pub(super) extern "C" fn delegate_iter(thread: *mut Thread, object: Value, in_coroutine: u64) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    word(generator::delegate_iter(thread, object, in_coroutine != 0))
}

pub(super) extern "C" fn awaitable(thread: *mut Thread, object: Value, context: u64) -> u64 {
    // SAFETY: compiled code passes the running thread.
    let thread = unsafe { &mut *thread };
    word(generator::awaitable(thread, object, context as u8))
}

pub(super) extern "C" fn close_generator(generator: Ref<GeneratorObject>) {
    generator::end(generator);
}

pub(super) extern "C" fn send(thread: *mut Thread, iterator: Value, sent: Value, returned: *mut u64) -> u64 {
    // SAFETY: compiled code passes the running thread, and the address of a word on its stack.
    let (thread, returned) = unsafe { (&mut *thread, &mut *returned) };
    match generator::send_value(thread, iterator, sent) {
        Ok(Sent::Yielded(value)) => {
            *returned = 0;
            value.bits()
        }
        Ok(Sent::Returned(value)) => {
            *returned = 1;
            value.bits()
        }
        Ok(Sent::Frame) => {
            let _ = thread.system_error(format_args!("a delegate's frame was pushed from native code"));
            0
        }
        Err(_) => 0,
    }
}
