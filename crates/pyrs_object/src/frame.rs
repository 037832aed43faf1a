//! Interpreter frames: a header of [`FRAME_HEADER_WORDS`] words in the register stack, followed by the window of
//! registers. A call block of the caller becomes the callee's header and first registers, so a call copies nothing.
//!
//! Invariant: `pc` is that of the instruction being executed whenever anything outside the interpreter loop can look.

use crate::code::CodeObject;
use crate::header::Ref;
use crate::thread::Thread;
use crate::value::Value;
use pyrs_bytecode::{FRAME_HEADER_WORDS, Instr};

bitflags::bitflags! {
    /// Properties of a frame. Zero in the plain case, so that returning tests one word.
    #[derive(Clone, Copy, PartialEq, Eq, Debug)]
    #[repr(transparent)]
    pub struct FrameFlags: u64 {
        /// Returning leaves the interpreter loop: the frame was entered from native code or the runtime.
        const ENTRY = 1;
        /// The call constructs an object: its result is the instance in `special`.
        const CONSTRUCTOR = 2;
        /// Runs a generator or coroutine, which `special` holds.
        const GENERATOR = 4;
        /// Was resumed by a `ForIter` instruction of the frame below, which gets exhaustion without an exception.
        const FOR_ITER = 8;
        /// Was resumed by a `Send` instruction of the frame below.
        const SEND = 16;
        /// Native code has run the frame to its end: an exception goes straight to the caller.
        const UNWOUND = 32;
        /// A generator that only waits for the one that it delegates to, whose frame is the next: this is the header alone,
        /// the registers are still in the generator.
        const DELEGATING = 64;
    }
}

/// Header of an interpreter frame. The registers follow.
#[repr(C)]
pub struct Frame {
    /// The function (a call block's callee), or a generator's function.
    pub function: Option<Value>,
    /// The caller's frame, if it is an interpreter frame of the same loop or an outer one.
    pub previous: *mut Frame,
    /// The code.
    pub code: Option<Ref<CodeObject>>,
    /// The instruction being executed, or the one to resume at.
    pub pc: *const Instr,
    /// The namespace (module and class code), the instance (constructor) or the generator.
    pub special: Option<Value>,
    /// The Python frame object, once somebody asked for it.
    pub object: Option<Value>,
    /// Properties.
    pub flags: FrameFlags,
}

const _: () = assert!(std::mem::size_of::<Frame>() == 8 * FRAME_HEADER_WORDS as usize);

impl Frame {
    /// First register.
    ///
    /// # Safety
    /// `frame` is a live frame.
    #[inline(always)]
    pub unsafe fn registers(frame: *mut Frame) -> *mut Option<Value> {
        // SAFETY: the window follows the header.
        unsafe { frame.add(1).cast() }
    }

    /// First word above the window.
    ///
    /// # Safety
    /// `frame` is a live frame with its code set.
    #[inline(always)]
    pub unsafe fn end(frame: *mut Frame) -> *mut u64 {
        // SAFETY: as promised by the caller.
        unsafe {
            let count = (*frame).code.map_or(0, |code| code.register_count());
            frame.add(1).cast::<u64>().add(count)
        }
    }

    /// Index of the instruction being executed.
    ///
    /// # Safety
    /// `frame` is a live frame with its code set.
    #[inline]
    pub unsafe fn pc_index(frame: *const Frame) -> usize {
        // SAFETY: `pc` points into the code's instructions.
        unsafe {
            let Some(code) = (*frame).code else { return 0 };
            (*frame).pc.offset_from(code.instructions_ptr()).max(0) as usize
        }
    }
}

/// One run of the interpreter loop, or of native code that the runtime has entered, for walks over interpreter and native frames.
#[repr(C)]
pub struct Activation {
    /// The run below.
    pub previous: *const Activation,
    /// Its outermost frame; null if this is a run of a generator's native code, which has none.
    pub entry: *mut Frame,
    /// [`crate::thread::Thread::native_frame`] when it began.
    pub native_frame: usize,
    /// [`crate::thread::Thread::native_site`] when it began.
    pub native_site: usize,
}

/// Enters native code from the runtime, so that walks find the native code that called the runtime.
#[inline(always)]
pub fn run_native<R>(thread: &mut Thread, run: impl FnOnce(&mut Thread) -> R) -> R {
    if thread.native_frame == 0 {
        let result = run(thread);
        thread.native_frame = 0;
        return result;
    }
    let activation = Activation {
        previous: thread.activation,
        entry: std::ptr::null_mut(),
        native_frame: thread.native_frame,
        native_site: thread.native_site,
    };
    thread.activation = &raw const activation;
    thread.native_frame = 0;
    let result = run(thread);
    thread.activation = activation.previous;
    thread.native_frame = activation.native_frame;
    thread.native_site = activation.native_site;
    result
}
