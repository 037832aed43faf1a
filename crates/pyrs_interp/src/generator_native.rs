//! Generators whose resumptions are native code: entering it, and taking over from it.
//!
//! Native code reads and writes the generator's registers in the heap object and pushes no frame. It is entered only for
//! generators without an exception of their own in hand and without a frame object: those two are the interpreter's.

use crate::generator::Resumed;
use pyrs_object::core::core;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Activation, Frame, FrameFlags};
use pyrs_object::frame_object::FrameObject;
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::{GeneratorObject, GeneratorState};
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// `fn(thread, generator, value sent) -> value or 0`.
type ResumeCode = extern "C" fn(*mut Thread, Ref<GeneratorObject>, Value) -> Option<Value>;

/// Resumes by native code; `None` if there is none for where the generator waits.
#[inline]
pub fn resume(thread: &mut Thread, object: Ref<GeneratorObject>, sent: Value) -> Option<PyResult<Resumed>> {
    let code = match entry(object) {
        Some(code) => code,
        None => warm_up(thread, object)?,
    };
    if object.handled.get().is_some() || object.frame_object.get().is_some() {
        return None;
    }
    let activation = Activation {
        previous: thread.activation,
        entry: std::ptr::null_mut(),
        native_frame: thread.native_frame,
        native_site: thread.native_site,
    };
    thread.activation = &raw const activation;
    thread.native_frame = 0;
    let result = code(thread, object, sent);
    thread.activation = activation.previous;
    thread.native_frame = activation.native_frame;
    thread.native_site = activation.native_site;
    Some(match result {
        None => Err(thread.raised()),
        Some(value) if object.state.get() == GeneratorState::Suspended => Ok(Resumed::Yielded(value)),
        Some(value) => Ok(Resumed::Returned(value)),
    })
}

#[inline(always)]
fn entry(object: Ref<GeneratorObject>) -> Option<ResumeCode> {
    let entries = object.code.get().resume_entries.get();
    if entries.is_null() {
        return None;
    }
    // SAFETY: the table has an entry for each instruction; entries are code of this type, kept while they are set.
    unsafe { std::mem::transmute(*entries.add(object.pc.get())) }
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
    entry(object)
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
