//! Dead temporaries: values left in registers that no instruction will read again.
//!
//! The collector takes the register stack as it is, so that a value may seem to live on after its last use. Where a
//! program can tell (a view that keeps a buffer from being resized, `gc.collect()`), the temporaries that are dead by
//! the bytecode's liveness are emptied first. Named variables stay: they live until they are rebound, as in CPython.
//! Absent: temporaries of suspended generators and of native code.

use pyrs_bytecode::liveness;
use pyrs_bytecode::operands::{block_length, for_each_use};
use pyrs_bytecode::{Instr, Op};
use pyrs_object::frame::Frame;
use pyrs_object::function::NativeFunctionObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// Words above the innermost frame that are emptied too: calls that have ended have left them.
const ABOVE: usize = 64;

/// Empties the dead temporaries of all interpreter frames of the thread.
pub fn clear(thread: &mut Thread) {
    // SAFETY: the chain holds the live frames of the thread, each at its current instruction; the words above the last
    // one are free.
    unsafe {
        let top = thread.stack_end();
        let free = (thread.stack_limit.offset_from(top)).clamp(0, ABOVE as isize);
        std::ptr::write_bytes(top, 0, free as usize);
        let mut limit = top.cast::<Frame>();
        let mut frame = thread.frame;
        while !frame.is_null() {
            clear_frame(frame, limit as usize);
            limit = frame;
            frame = (*frame).previous;
        }
    }
}

/// # Safety
/// `frame` is a live frame; what lies at `limit` and above belongs to others.
unsafe fn clear_frame(frame: *mut Frame, limit: usize) {
    // SAFETY: as promised by the caller.
    unsafe {
        let Some(code) = (*frame).code else { return };
        let template = code.template();
        let instructions = &template.instructions;
        let (count, locals) = (code.register_count(), code.local_count.get() as usize);
        let pc = Frame::pc_index(frame);
        let live = liveness::compute(instructions, &template.exception_table, count, locals);
        let (Some(mut live), Some(&instr)) = (live.into_iter().nth(pc), instructions.get(pc)) else {
            return;
        };
        for_each_use(instr, |range| range.iter().for_each(|r| live.insert(r as usize)));
        let registers = Frame::registers(frame);
        if is_call(instr) {
            // A receiver may have been put in front of the arguments.
            let after = instr.b() as usize + block_length(instr) as usize;
            if after < count && moves_arguments(*registers.add(instr.b() as usize)) {
                live.insert(after);
            }
        }
        for register in locals..count {
            let word = registers.add(register);
            if word as usize >= limit {
                break;
            }
            if !live.contains(register) {
                *word = None;
            }
        }
    }
}

/// Whether a callee takes its arguments one register further up than they were passed.
fn moves_arguments(callee: Option<Value>) -> bool {
    callee.is_some_and(|callee| {
        callee
            .downcast::<NativeFunctionObject>()
            .is_none_or(|native| native.is_bound())
    })
}

fn is_call(instr: Instr) -> bool {
    matches!(
        instr.op().base(),
        Op::Call | Op::CallKw | Op::CallMethod | Op::CallMethodKw | Op::CallEx
    )
}
