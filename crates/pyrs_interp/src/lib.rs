//! The interpreter: frames, dispatch, inline caches and feedback, calls, unwinding, generators.
//!
//! One loop ([`dispatch`]) runs register bytecode; a Python-to-Python call pushes a frame and stays in the loop. Slow
//! paths are out of line, by family of instructions. The loop quickens instructions in place and fills inline caches,
//! which the JIT reads. Deliberately absent: anything about native code but the entry pointers in code objects.

pub mod arithmetic;
pub mod async_generator;
pub mod async_methods;
pub mod attribute;
pub mod bind;
pub mod build;
pub mod call;
pub mod dead_temporaries;
pub mod dispatch;
pub mod exceptions;
pub mod frames;
pub mod generator;
pub mod generator_end;
pub mod generator_methods;
pub mod generator_native;
pub mod import;
pub mod iteration;
pub mod names;
pub mod pattern;
pub mod subscript;
pub mod trace;

use pyrs_macros::pymethods;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::thread::Thread;
use pyrs_object::{Args, Value};

struct FunctionMethods;

#[pymethods]
impl FunctionMethods {
    #[slot]
    fn call(thread: &mut Thread, this: Value, args: Args) -> PyResult<Value> {
        call::call_function(thread, this, args)
    }
}

/// Fills the slots of functions and generators and the hooks that lower layers call.
pub fn install(thread: &mut Thread) -> PyResult<()> {
    let types = &core().types;
    FunctionMethods::register(thread, types.function.get())?;
    let mut slots = types.bound_method.get().slots.get();
    slots.call = Some(call::call_bound_method);
    types.bound_method.get().slots.set(slots);
    generator_methods::register(thread)?;
    core().hooks.run_code.set(Some(call::run_code));
    core().hooks.forget_temporaries.set(Some(dead_temporaries::clear));
    core().hooks.current_frame.set(Some(frames::current_frame));
    core().hooks.frame_object.set(Some(frames::live_object));
    core().hooks.update_registers.set(Some(frames::update_registers));
    Ok(())
}
