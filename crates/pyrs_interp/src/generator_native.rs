//! Generators whose resumptions are native code: entering it, and taking over from it.
//!
//! Native code reads and writes the generator's registers in the heap object and pushes no frame. It is entered only for
//! generators without an exception of their own in hand and without a frame object: those two are the interpreter's.

use crate::generator::Resumed;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::frame_object::FrameObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::{GeneratorObject, GeneratorState, ResumeCode};
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// Resumes by native code; `None` if there is none for where the generator waits.
#[inline]
pub fn resume(thread: &mut Thread, object: Ref<GeneratorObject>, sent: Value) -> Option<PyResult<Resumed>> {
    if !thread.tracing.active.is_empty() {
        return None;
    }
    let code = match object.native_code() {
        Some(code) => code,
        None => warm_up(thread, object)?,
    };
    Some(
        object
            .run_native(thread, code, sent)
            .map(|value| match object.state.get() {
                GeneratorState::Suspended => Resumed::Yielded(value),
                _ => Resumed::Returned(value),
            }),
    )
}

/// Counts a resumption without native code, and asks the JIT for some when there were enough.
fn warm_up(thread: &mut Thread, object: Ref<GeneratorObject>) -> Option<ResumeCode> {
    let code = object.code.get();
    let budget = code.resume_budget.get().saturating_sub(1);
    code.resume_budget.set(budget);
    if budget >= 0 {
        return None;
    }
    let Some(hook) = core().hooks.resume_hot.get() else {
        code.resume_budget.set(i32::MAX);
        return None;
    };
    code.resume_budget.set(core().call_budget.get());
    hook(thread, object);
    object.native_code()
}

/// What the call of a generator function makes, without a frame: arguments need no binding.
pub fn create(
    thread: &mut Thread,
    function: Ref<FunctionObject>,
    arguments: &[Value],
) -> PyResult<Ref<GeneratorObject>> {
    let code = function.code.get();
    let (name, qualname) = (function.name.get(), function.qualname.get());
    let object = GeneratorObject::new(thread, code, Some(function.value()), name, qualname)?;
    debug_assert!(arguments.len() <= object.register_count());
    // SAFETY: parameters are the first registers of the code; the object is new, but for the collector it may be old already.
    unsafe {
        std::ptr::copy_nonoverlapping(arguments.as_ptr(), object.registers().cast::<Value>(), arguments.len());
        pyrs_object::gc::write_barrier(object.as_ptr().cast());
    }
    if thread.origin_depth != 0 {
        crate::generator_end::record_origin(thread, object, 0)?;
    }
    Ok(object)
}

/// Makes a frame that was rebuilt from native code the frame of its generator, which is running.
///
/// # Safety
/// `frame` is above all other frames and has its registers and code.
pub unsafe fn adopt(thread: &mut Thread, object: Ref<GeneratorObject>, frame: *mut Frame) {
    // SAFETY: as promised by the caller.
    unsafe {
        (*frame).function = object.function.get();
        (*frame).special = Some(object.value());
        (*frame).object = object.frame_object.get();
        (*frame).flags |= FrameFlags::GENERATOR;
        if let Some(frame_object) = (*frame).object.and_then(|v| v.downcast::<FrameObject>()) {
            frame_object.frame.set(frame);
        }
    }
    object.frame.set(frame);
    // The frame gives this back when it is left; native code runs without an exception of its own.
    object.handled.set(object, thread.handled);
}
