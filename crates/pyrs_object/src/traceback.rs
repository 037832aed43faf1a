//! Traceback objects: a linked list, outermost frame first, made while an exception unwinds.

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

/// One entry of a traceback.
#[repr(C)]
pub struct TracebackObject {
    header: Header,
    /// The entry of the frame that was called from here.
    pub next: Field<Option<Ref<TracebackObject>>>,
    /// The code.
    pub code: Field<Ref<CodeObject>>,
    /// The frame object, or empty: it is made when somebody asks.
    pub frame: Field<Option<Value>>,
    /// Without a frame object: the registers of the variables of the frame, which has ended.
    pub kept: Field<Option<Ref<ValueArray>>>,
    /// Without a frame object: the namespace of module and class code.
    pub namespace: Field<Option<Value>>,
    /// The globals of the frame's function.
    pub globals: Field<Option<Value>>,
    /// Without a frame object: the frame, as long as it runs. It knows the entry in turn, and tells it when it ends.
    pub live: Cell<*mut Frame>,
    /// Index of the instruction.
    pub pc: Cell<u32>,
    /// Index of the last instruction that the frame has executed.
    pub last_pc: Cell<u32>,
    /// Line number, or 0 to look it up by `pc`.
    pub line: Cell<u32>,
}
heap_object!(
    TracebackObject,
    "traceback",
    TRACEBACK_LAYOUT,
    [next, code, frame, kept, namespace, globals]
);

impl TracebackObject {
    /// A new entry in front of `next`.
    pub fn new(
        thread: &mut Thread,
        next: Option<Ref<TracebackObject>>,
        code: Ref<CodeObject>,
        pc: u32,
    ) -> PyResult<Ref<TracebackObject>> {
        let shape = core().types.traceback.get().root_shape();
        let entry = thread.allocate::<TracebackObject>(shape, std::mem::size_of::<TracebackObject>())?;
        entry.next.set(entry, next);
        entry.code.set(entry, code);
        entry.pc.set(pc);
        entry.last_pc.set(pc);
        Ok(entry)
    }

    /// The line number.
    pub fn line(&self) -> u32 {
        match self.line.get() {
            0 => self.code.get().line_of(self.pc.get() as usize),
            line => line,
        }
    }
}
