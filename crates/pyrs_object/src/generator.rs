//! Generators, coroutines and asynchronous generators: a suspended frame in the heap.
//!
//! While it runs, the frame is in the register stack like any other; suspending copies header and registers here.

use crate::code::CodeObject;
use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Field, Header, Ref};
use crate::layout::Layout;
use crate::str::StrObject;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use pyrs_bytecode::{CodeFlags, CodeTemplate, ExceptionEntry};
use std::cell::Cell;

/// Where a generator is in its life.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u64)]
pub enum GeneratorState {
    /// Not started. (Zero, as fresh memory is.)
    Created = 0,
    /// Suspended at a yield.
    Suspended,
    /// Running.
    Running,
    /// Finished or failed.
    Closed,
}

bitflags::bitflags! {
    /// What is known of an asynchronous generator beyond its state.
    #[derive(Clone, Copy)]
    pub struct AsyncFlags: u32 {
        /// The hooks of the thread were asked for.
        const HOOKED = 1;
        /// It ended, or `aclose()` began: the finalizer hook has nothing to do any more.
        const ENDED = 2;
        /// An awaitable of it is being awaited.
        const RUNNING = 4;
    }
}

/// How an iterator that was resumed has stopped.
pub enum Resumed {
    /// It yielded.
    Yielded(Value),
    /// It returned.
    Returned(Value),
}

/// Registers are kept and copied in units of so many words.
pub const COPY_UNIT: usize = 4;

/// Copies `count` registers, rounded up to [`COPY_UNIT`].
///
/// # Safety
/// Both sides have room for the rounded number of words and do not overlap.
#[inline(always)]
unsafe fn copy_registers(from: *const Option<Value>, to: *mut Option<Value>, count: usize) {
    // SAFETY: promised by the caller.
    unsafe {
        let units = count.div_ceil(COPY_UNIT);
        if units > 4 {
            return std::ptr::copy_nonoverlapping(from, to, units * COPY_UNIT);
        }
        // Word by word: a wider load would have to wait for the stores of single registers just before, and a call of
        // `memcpy` costs more than the copy.
        for unit in 0..units {
            for at in unit * COPY_UNIT..(unit + 1) * COPY_UNIT {
                let word = from.add(at).cast::<u64>().read_volatile();
                to.add(at).cast::<u64>().write_volatile(word);
            }
        }
    }
}

/// Native code of a resumption: `fn(thread, generator, value sent) -> value or 0`. The state tells yielding from returning.
pub type ResumeCode = extern "C" fn(*mut Thread, Ref<GeneratorObject>, Value) -> Option<Value>;

/// A generator, coroutine or asynchronous generator, by its class.
#[repr(C)]
pub struct GeneratorObject {
    header: Header,
    /// Registers kept behind the fixed part. Native code sets this and the flags as one word.
    register_count: Cell<u32>,
    /// Of asynchronous generators: [`AsyncFlags`].
    async_flags: Cell<AsyncFlags>,
    /// State.
    pub state: Cell<GeneratorState>,
    /// Index of the instruction to resume at: the one that suspended; execution goes on behind it.
    pub pc: Cell<usize>,
    /// The function.
    pub function: Field<Option<Value>>,
    /// The code.
    pub code: Field<Ref<CodeObject>>,
    /// The exception handled inside when it was suspended.
    pub handled: Field<Option<Value>>,
    /// The frame object, once somebody asked for it.
    pub frame_object: Field<Option<Value>>,
    /// `__name__`.
    pub name: Field<Ref<StrObject>>,
    /// `__qualname__`.
    pub qualname: Field<Value>,
    /// Of asynchronous generators: the finalizer hook. Of coroutines: where they were made (`cr_origin`).
    pub hook: Field<Option<Value>>,
    /// Address of its frame while it runs.
    pub frame: Cell<*mut crate::frame::Frame>,
}

/// Layout of [`GeneratorObject`].
pub static GENERATOR_LAYOUT: Layout = Layout {
    name: "generator",
    trace: {
        unsafe fn trace(object: *mut u8, visitor: &mut pyrs_gc::Visitor) {
            // SAFETY: called for generators only.
            unsafe {
                let this = &*(object as *const GeneratorObject);
                for word in [
                    this.function.bits(),
                    this.code.bits(),
                    this.handled.bits(),
                    this.frame_object.bits(),
                    this.name.bits(),
                    this.qualname.bits(),
                    this.hook.bits(),
                ] {
                    visitor.visit(word);
                }
                if this.state.get() != GeneratorState::Closed {
                    // Registers may hold interior words of abandoned call blocks. Those of a generator that has ended
                    // are garbage.
                    let registers = this.registers() as *const u64;
                    visitor.visit_conservative(registers, registers.add(this.register_count()));
                }
            }
        }
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for generators only.
            let this = unsafe { &*(object as *const GeneratorObject) };
            GeneratorObject::size_for(this.register_count())
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: {
        unsafe fn wants(object: *const u8) -> bool {
            // SAFETY: called for generators only.
            let this = unsafe { &*(object as *const GeneratorObject) };
            let types = &core().types;
            match this.state.get() {
                GeneratorState::Created => this.header.shape() != types.generator.get().root_shape(),
                GeneratorState::Suspended => {
                    this.header.shape() == types.async_generator.get().root_shape() || this.is_guarded()
                }
                GeneratorState::Closed | GeneratorState::Running => false,
            }
        }
        Some(wants)
    },
};
crate::heap_object!(@impl GeneratorObject, GENERATOR_LAYOUT);

impl GeneratorObject {
    /// The class of what a call of the code makes.
    #[inline]
    pub fn class_for(code: Ref<CodeObject>) -> Ref<TypeObject> {
        let flags = code.code_flags();
        let types = &core().types;
        if flags.contains(CodeFlags::COROUTINE) {
            types.coroutine.get()
        } else if flags.contains(CodeFlags::ASYNC_GENERATOR) {
            types.async_generator.get()
        } else {
            types.generator.get()
        }
    }

    /// A generator object (coroutine, asynchronous generator: by the code's flags) with all registers empty.
    #[inline]
    pub fn new(
        thread: &mut Thread,
        code: Ref<CodeObject>,
        function: Option<Value>,
        name: Ref<StrObject>,
        qualname: Value,
    ) -> PyResult<Ref<GeneratorObject>> {
        let class = Self::class_for(code);
        let registers = code.register_count();
        let size = GeneratorObject::size_for(registers);
        let object = thread.allocate::<GeneratorObject>(class.root_shape(), size)?;
        object.register_count.set(registers as u32);
        object.code.set(object, code);
        object.function.set(object, function);
        object.name.set(object, name);
        object.qualname.set(object, qualname);
        let types = &core().types;
        if class == types.async_generator.get() || has_guards(code) {
            // SAFETY: a fresh object of this heap.
            unsafe { thread.heap().finalizer_register(object.as_ptr().cast()) };
        }
        if class == types.coroutine.get() {
            note_coroutine(thread, object);
        }
        Ok(object)
    }

    /// Whether the generator waits inside of a `try` or `with`: code is to be run when it is closed.
    fn is_guarded(&self) -> bool {
        let pc = self.pc.get();
        let template = self.code.get().template();
        let covers = |entry: &&ExceptionEntry| (entry.start as usize..entry.end as usize).contains(&pc);
        let entry = template.exception_table.iter().find(covers);
        entry.is_some_and(|entry| entry.handler as usize != whole_handler(template))
    }

    /// Byte offset of the number of kept registers, and of the flags as the upper half of the word.
    pub const REGISTER_COUNT_OFFSET: usize = std::mem::offset_of!(GeneratorObject, register_count);
    /// Bytes of an object with so many registers.
    pub const fn size_for(registers: usize) -> usize {
        std::mem::size_of::<GeneratorObject>() + 8 * registers.next_multiple_of(COPY_UNIT)
    }

    /// Byte offset of the first kept register.
    pub const REGISTERS_OFFSET: usize = std::mem::size_of::<GeneratorObject>();

    /// First kept register.
    #[inline(always)]
    pub fn registers(&self) -> *mut Option<Value> {
        // SAFETY: the registers follow the fixed part.
        unsafe { (self as *const Self).add(1) as *mut Option<Value> }
    }

    /// Whether all of the flags are set.
    pub fn has(&self, flags: AsyncFlags) -> bool {
        self.async_flags.get().contains(flags)
    }

    /// Sets or clears flags.
    pub fn set_flags(&self, flags: AsyncFlags, on: bool) {
        let mut all = self.async_flags.get();
        all.set(flags, on);
        self.async_flags.set(all);
    }

    /// Number of registers.
    #[inline(always)]
    pub fn register_count(&self) -> usize {
        self.register_count.get() as usize
    }

    /// Takes the first registers of a frame over; the others stay empty.
    ///
    /// # Safety
    /// There are at least `count` registers at `from`, and no more than the code has.
    #[inline]
    pub unsafe fn save_locals(&self, from: *const Option<Value>, count: usize) {
        // SAFETY: promised by the caller.
        unsafe {
            std::ptr::copy_nonoverlapping(from, self.registers(), count);
            pyrs_gc::write_barrier((&raw const *self).cast_mut().cast());
        }
    }

    /// Takes the registers of a frame over.
    ///
    /// # Safety
    /// There are at least as many registers at `from`, and words that may be read up to the next [`COPY_UNIT`].
    #[inline(always)]
    pub unsafe fn save_registers(&self, from: *const Option<Value>) {
        // SAFETY: promised by the caller; the object is made with room for whole units.
        unsafe {
            copy_registers(from, self.registers(), self.register_count());
            pyrs_gc::write_barrier((&raw const *self).cast_mut().cast());
        }
    }

    /// Gives the registers to a frame.
    ///
    /// # Safety
    /// There is room for as many registers at `to`, rounded up to [`COPY_UNIT`].
    #[inline(always)]
    pub unsafe fn load_registers(&self, to: *mut Option<Value>) {
        // SAFETY: promised by the caller; the object is made with room for whole units.
        unsafe { copy_registers(self.registers(), to, self.register_count()) };
    }
}

/// The handler of the whole body of a generator, which turns StopIteration into RuntimeError: the last two instructions.
fn whole_handler(template: &CodeTemplate) -> usize {
    template.instructions.len().wrapping_sub(2)
}

/// Whether code has a `try` or `with`: generators of it may have something to do when they are closed, and are registered
/// with the collector when they are made.
#[inline]
pub fn has_guards(code: Ref<CodeObject>) -> bool {
    let template = code.template();
    template.exception_table.len() > 1
        && template
            .exception_table
            .iter()
            .any(|entry| entry.handler as usize != whole_handler(template))
}

/// Makes a new coroutine the thread's newest. The one before is registered with the collector if it has not started yet,
/// so that it warns when it is never awaited: most coroutines are awaited at once and never registered.
fn note_coroutine(thread: &mut Thread, object: Ref<GeneratorObject>) {
    let before = thread.newest_coroutine.replace(object.value());
    if let Some(before) = before.and_then(|value| value.downcast::<GeneratorObject>())
        && before.state.get() == GeneratorState::Created
        && !has_guards(before.code.get())
    {
        // SAFETY: an object of this heap, registered only now: each is the newest once.
        unsafe { thread.heap().finalizer_register(before.as_ptr().cast()) };
    }
}

impl Ref<GeneratorObject> {
    /// Native code that goes on where a waiting generator is. Generators with an exception of their own in hand or a frame
    /// object are the interpreter's.
    #[inline(always)]
    pub fn native_code(self) -> Option<ResumeCode> {
        let entries = self.code.get().resume_entries.get();
        if entries.is_null() || self.handled.get().is_some() || self.frame_object.get().is_some() {
            return None;
        }
        // SAFETY: the table has an entry for each instruction; entries are code of this type, kept while they are set.
        unsafe { std::mem::transmute(*entries.add(self.pc.get())) }
    }

    /// Runs the native code of a waiting generator.
    #[inline(always)]
    pub fn run_native(self, thread: &mut Thread, code: ResumeCode, sent: Value) -> PyResult<Value> {
        match crate::frame::run_native(thread, |thread| code(thread, self, sent)) {
            Some(value) => Ok(value),
            None => Err(thread.raised()),
        }
    }
}
