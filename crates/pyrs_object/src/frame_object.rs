//! Frame objects: what Python code sees of a frame (`sys._getframe`, `tb_frame`, `gi_frame`), made when asked for.
//!
//! While the frame runs, `frame` points to it; when it ends, the interpreter copies what can still be read: the registers
//! of the variables, of which a dict is made only when somebody asks.

use crate::array::ValueArray;
use crate::code::CodeObject;
use crate::core::core;
use crate::errors::PyResult;
use crate::frame::Frame;
use crate::header::{Field, Header, Ref};
use crate::heap_object;
use crate::thread::Thread;
use crate::value::Value;
use std::cell::Cell;

bitflags::bitflags! {
    /// What tracing knows of a frame.
    #[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
    pub struct TraceFlags: u32 {
        /// Its call was told, or need not be.
        const TOLD = 1;
        /// Its call is being told: it stands at its definition.
        const BEGINNING = 2;
        /// `f_trace_lines` is false.
        const NO_LINES = 4;
        /// `f_trace_opcodes` is true.
        const OPCODES = 8;
    }
}

/// A Python-visible frame.
#[repr(C)]
pub struct FrameObject {
    header: Header,
    /// `f_code`.
    pub code: Field<Ref<CodeObject>>,
    /// The function.
    pub function: Field<Option<Value>>,
    /// `f_back`, as far as it was known when the object was made.
    pub back: Field<Option<Value>>,
    /// `f_globals`.
    pub globals: Field<Option<Value>>,
    /// The namespace of module and class code, or a snapshot of the locals that somebody asked for once the frame had
    /// ended.
    pub locals: Field<Option<Value>>,
    /// The registers of the variables, once the frame has ended.
    pub kept: Field<Option<Ref<ValueArray>>>,
    /// `f_trace`.
    pub trace: Field<Option<Value>>,
    /// The generator whose frame it is, once it was asked for it.
    pub generator: Field<Option<Value>>,
    /// The live frame, or null once it has ended (or if it is a native one).
    pub frame: Cell<*mut Frame>,
    /// Index of the last instruction executed, once the frame has ended.
    pub pc: Cell<usize>,
    /// What tracing knows of the frame.
    pub trace_flags: Cell<TraceFlags>,
    /// The line that a trace function was told last.
    pub trace_line: Cell<u32>,
    /// The instruction before which it was asked last.
    pub trace_pc: Cell<u32>,
    _pad: u32,
}
heap_object!(
    FrameObject,
    "frame",
    FRAME_OBJECT_LAYOUT,
    [code, function, back, globals, locals, kept, trace, generator]
);

impl FrameObject {
    /// A frame object.
    pub fn new(thread: &mut Thread, code: Ref<CodeObject>) -> PyResult<Ref<FrameObject>> {
        let shape = core().types.frame.get().root_shape();
        let object = thread.allocate::<FrameObject>(shape, std::mem::size_of::<FrameObject>())?;
        object.code.set(object, code);
        Ok(object)
    }
}
