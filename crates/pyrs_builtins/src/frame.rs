//! `traceback` and `frame` objects.

use pyrs_macros::pymethods;
use pyrs_object::code::CodeObject;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::dict::DictObject;
use pyrs_object::frame::Frame;
use pyrs_object::frame_locals;
use pyrs_object::frame_object::{FrameObject, TraceFlags};
use pyrs_object::function::FunctionObject;
use pyrs_object::generator::{GeneratorObject, GeneratorState};
use pyrs_object::str::StrObject;
use pyrs_object::traceback::TracebackObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none};

fn next_of(thread: &mut Thread, value: Value, expected: &str) -> PyResult<Option<Ref<TracebackObject>>> {
    if value == none() {
        return Ok(None);
    }
    match value.downcast() {
        Some(next) => Ok(Some(next)),
        None => {
            let class = class_of(value).name_for_message();
            Err(thread.type_error(format_args!("expected {expected}, got '{class}'")))
        }
    }
}

/// A value for an attribute that is a bool and cannot be deleted.
fn switch_of(thread: &mut Thread, value: Option<Value>) -> PyResult<bool> {
    match value.and_then(pyrs_object::int::as_bool) {
        Some(switch) => Ok(switch),
        None if value.is_none() => Err(thread.type_error(format_args!("can't delete numeric/char attribute"))),
        None => Err(thread.type_error(format_args!("attribute value type must be bool"))),
    }
}

/// The methods of `traceback`.
pub struct TracebackMethods;

/// Create a new traceback object.
#[pymethods]
impl TracebackMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        static SIGNATURE: Signature =
            Signature::of_slot("traceback", &["tb_next", "tb_frame", "tb_lasti", "tb_lineno"], 4);
        let [next, frame, lasti, line] = bind_slot(thread, &SIGNATURE, args)?;
        let next = next_of(thread, next.unwrap_or_else(none), "traceback object or None")?;
        let frame = frame.unwrap_or_else(none);
        let Some(frame) = frame.downcast::<FrameObject>() else {
            let class = class_of(frame).name_for_message();
            return Err(thread.type_error(format_args!(
                "traceback() argument 'tb_frame' must be frame, not {class}"
            )));
        };
        let lasti = pyrs_object::protocol::index_clamped(thread, lasti.unwrap_or_else(none))?;
        let line = pyrs_object::protocol::index_clamped(thread, line.unwrap_or_else(none))?;
        let pc = u32::try_from(lasti / 2 - 1).unwrap_or(0);
        let entry = TracebackObject::new(thread, next, frame.code.get(), pc)?;
        entry.frame.set(entry, Some(frame.value()));
        entry.globals.set(entry, frame.globals.get());
        entry.line.set(u32::try_from(line).unwrap_or(0));
        Ok(entry.value())
    }

    #[getter]
    fn tb_next(_thread: &mut Thread, this: Ref<TracebackObject>) -> Option<Ref<TracebackObject>> {
        this.next.get()
    }

    #[setter]
    fn set_tb_next(thread: &mut Thread, this: Ref<TracebackObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("can't delete tb_next attribute")));
        };
        let next = next_of(thread, value, "traceback object")?;
        let mut walk = next;
        while let Some(entry) = walk {
            if entry == this {
                return Err(thread.value_error(format_args!("traceback loop detected")));
            }
            walk = entry.next.get();
        }
        this.next.set(this, next);
        Ok(())
    }

    /// Made when asked for, if the frame had no object.
    #[getter(kind = "member")]
    fn tb_frame(thread: &mut Thread, this: Ref<TracebackObject>) -> PyResult<Value> {
        if let Some(frame) = this.frame.get() {
            return Ok(frame);
        }
        let live = this.live.get();
        if !live.is_null()
            && let Some(frame_object) = core().hooks.frame_object.get()
        {
            return Ok(frame_object(thread, live)?.value());
        }
        let frame = FrameObject::new(thread, this.code.get())?;
        frame.globals.set(frame, this.globals.get());
        frame.kept.set(frame, this.kept.get());
        frame.locals.set(frame, this.namespace.get());
        frame.pc.set(this.last_pc.get() as usize);
        this.frame.set(this, Some(frame.value()));
        Ok(frame.value())
    }

    #[getter]
    fn tb_lineno(_thread: &mut Thread, this: Ref<TracebackObject>) -> Option<Value> {
        Some(Value::small_int(this.line().into())).filter(|_| this.line() != 0)
    }

    #[getter]
    fn tb_lasti(_thread: &mut Thread, this: Ref<TracebackObject>) -> u32 {
        2 * this.pc.get() + 2
    }

    #[method]
    fn __dir__(thread: &mut Thread, _this: Ref<TracebackObject>) -> PyResult<Value> {
        let list = pyrs_object::list::ListObject::with_capacity(thread, 4)?;
        for name in ["tb_frame", "tb_next", "tb_lasti", "tb_lineno"] {
            let name = StrObject::intern(thread, name)?;
            list.push(thread, name.value())?;
        }
        Ok(list.value())
    }
}

/// Index of the instruction that the frame is at.
fn pc_of(frame: Ref<FrameObject>) -> usize {
    let live = frame.frame.get();
    if live.is_null() {
        return frame.pc.get();
    }
    // SAFETY: the pointer is reset when the frame ends.
    unsafe { Frame::pc_index(live) }
}

/// The methods of `frame`.
pub struct FrameMethods;

#[pymethods]
impl FrameMethods {
    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let Some(frame) = this.downcast::<FrameObject>() else {
            return Err(thread.type_error(format_args!("frame expected")));
        };
        let code = frame.code.get();
        let text = format!(
            "<frame at {:#x}, file '{}', line {}, code {}>",
            this.bits(),
            code.filename.get().to_string_lossy(),
            code.line_of(pc_of(frame)),
            code.name.get().to_string_lossy()
        );
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[getter]
    fn f_code(_thread: &mut Thread, this: Ref<FrameObject>) -> Ref<CodeObject> {
        this.code.get()
    }

    #[getter]
    fn f_back(_thread: &mut Thread, this: Ref<FrameObject>) -> Option<Value> {
        this.back.get()
    }

    #[getter]
    fn f_globals(_thread: &mut Thread, this: Ref<FrameObject>) -> Option<Value> {
        let function = this.function.get().and_then(|f| f.downcast::<FunctionObject>());
        this.globals.get().or_else(|| function.map(|f| f.globals.get().value()))
    }

    #[getter]
    fn f_builtins(_thread: &mut Thread, this: Ref<FrameObject>) -> Ref<DictObject> {
        let function = this.function.get().and_then(|f| f.downcast::<FunctionObject>());
        function.map_or_else(|| core().builtins.get(), |f| f.builtins.get())
    }

    /// The namespace of module and class code, else a snapshot of the variables.
    #[getter]
    fn f_locals(thread: &mut Thread, this: Ref<FrameObject>) -> PyResult<Value> {
        if let Some(locals) = this.locals.get() {
            return Ok(locals);
        }
        if !this.code.get().is_optimized()
            && let Some(globals) = Self::f_globals(thread, this)
        {
            return Ok(globals);
        }
        let live = this.frame.get();
        let locals = DictObject::new(thread)?;
        let generator = this.generator.get().and_then(|g| g.downcast::<GeneratorObject>());
        if live.is_null()
            && let Some(kept) = this.kept.get()
        {
            // SAFETY: the registers that the frame had.
            unsafe { frame_locals::fill(thread, locals, this.code.get(), kept.as_words())? };
            this.locals.set(this, Some(locals.value()));
            return Ok(locals.value());
        }
        let registers = match generator {
            _ if !live.is_null() => {
                if let Some(update) = core().hooks.update_registers.get() {
                    update(thread, live)?;
                }
                // SAFETY: the pointer is reset when the frame ends.
                unsafe { Frame::registers(live) }
            }
            Some(generator) if generator.state.get() != GeneratorState::Closed => generator.registers(),
            _ => return Ok(locals.value()),
        };
        // SAFETY: the window of the frame, or what a waiting generator has kept of it.
        unsafe { frame_locals::fill(thread, locals, this.code.get(), registers)? };
        Ok(locals.value())
    }

    #[getter]
    fn f_lineno(_thread: &mut Thread, this: Ref<FrameObject>) -> Option<Value> {
        let code = this.code.get();
        if this.trace_flags.get().contains(TraceFlags::BEGINNING) {
            return Some(Value::small_int(code.template().first_line.into()));
        }
        let line = match code.line_of(pc_of(this)) {
            // The end of the code, or it has yet to begin.
            0 => match this.trace_line.get() {
                0 => code.template().first_line,
                line => line,
            },
            line => line,
        };
        (line != 0).then(|| Value::small_int(line.into()))
    }

    /// Only a trace function may say where to go on, which is not supported yet.
    #[setter(name = "f_lineno")]
    fn set_f_lineno(thread: &mut Thread, _this: Ref<FrameObject>, value: Option<Value>) -> PyResult<()> {
        let Some(value) = value else {
            return Err(thread.type_error(format_args!("cannot delete attribute")));
        };
        if !pyrs_object::int::is_int(value) {
            return Err(thread.value_error(format_args!("lineno must be an integer")));
        }
        if !thread.tracing.inside {
            return Err(thread.value_error(format_args!("f_lineno can only be set in a trace function")));
        }
        Err(thread.not_implemented_error(format_args!("setting f_lineno is not supported yet")))
    }

    /// Where the frame stands, in the numbers of `co_lines`: 0 is the place where a call begins.
    #[getter]
    fn f_lasti(_thread: &mut Thread, this: Ref<FrameObject>) -> usize {
        if this.trace_flags.get().contains(TraceFlags::BEGINNING) {
            return 0;
        }
        2 * pc_of(this) + 2
    }

    #[getter]
    fn f_generator(_thread: &mut Thread, this: Ref<FrameObject>) -> Option<Value> {
        this.generator.get()
    }

    #[getter]
    fn f_trace(_thread: &mut Thread, this: Ref<FrameObject>) -> Option<Value> {
        this.trace.get()
    }

    #[setter]
    fn set_f_trace(_thread: &mut Thread, this: Ref<FrameObject>, value: Option<Value>) -> PyResult<()> {
        this.trace.set(this, value.filter(|v| *v != none()));
        Ok(())
    }

    #[getter]
    fn f_trace_lines(_thread: &mut Thread, this: Ref<FrameObject>) -> bool {
        !this.trace_flags.get().contains(TraceFlags::NO_LINES)
    }

    #[setter]
    fn set_f_trace_lines(thread: &mut Thread, this: Ref<FrameObject>, value: Option<Value>) -> PyResult<()> {
        let lines = switch_of(thread, value)?;
        let mut flags = this.trace_flags.get();
        flags.set(TraceFlags::NO_LINES, !lines);
        this.trace_flags.set(flags);
        Ok(())
    }

    #[getter]
    fn f_trace_opcodes(_thread: &mut Thread, this: Ref<FrameObject>) -> bool {
        this.trace_flags.get().contains(TraceFlags::OPCODES)
    }

    #[setter]
    fn set_f_trace_opcodes(thread: &mut Thread, this: Ref<FrameObject>, value: Option<Value>) -> PyResult<()> {
        let opcodes = switch_of(thread, value)?;
        let mut flags = this.trace_flags.get();
        flags.set(TraceFlags::OPCODES, opcodes);
        this.trace_flags.set(flags);
        Ok(())
    }

    /// F.clear(): clear all references held by the frame
    #[method]
    fn clear(thread: &mut Thread, this: Ref<FrameObject>) -> PyResult<()> {
        if !this.frame.get().is_null() {
            return Err(thread.runtime_error(format_args!("cannot clear an executing frame")));
        }
        this.locals.set(this, None);
        this.kept.set(this, None);
        Ok(())
    }
}

/// Registers the classes.
pub fn register(thread: &mut Thread) -> PyResult<()> {
    TracebackMethods::register(thread, core().types.traceback.get())?;
    FrameMethods::register(thread, core().types.frame.get())
}
