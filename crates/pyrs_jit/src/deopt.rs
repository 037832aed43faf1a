//! Leaving compiled code: the interpreter frame is rebuilt from the window and run to its end.
//!
//! An exit taken too often is noted, and the unit is given up, so that the next version does without the guard.

use crate::frames;
use crate::units::{Jit, with};
use pyrs_abi::{DeoptReason, Site};
use pyrs_hir::builder::EntryPoint;
use pyrs_interp::call::{CONTINUE, CONTINUE_RAISING};
use pyrs_interp::{dispatch, generator, generator_native};
use pyrs_object::code::CodeObject;
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Frame, FrameFlags};
use pyrs_object::generator::GeneratorObject;
use pyrs_object::header::Ref;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// What is needed of an exit.
struct Leaving {
    code: Ref<CodeObject>,
    pc: usize,
    raising: bool,
    entry: EntryPoint,
    registers: Vec<u16>,
}

impl Jit {
    fn leave(&mut self, site: Site) -> Option<Leaving> {
        let number = site.unit();
        let unit = self.units.get_mut(number)?;
        let exit = unit.exits.get(site.index())?.clone();
        let entry = unit.entry_point;
        let hits = unit.hits.get_mut(site.index())?;
        *hits += 1;
        let often = *hits >= self.config.max_exits;
        let code = self.code_of(number as u32);
        self.counters.deopts[exit.reason as usize] += 1;
        if self.config.log {
            let name = code.qualname.get().to_string_lossy();
            eprintln!("jit: left {name} at {} for {}", exit.pc, exit.reason.name());
        }
        if exit.reason == DeoptReason::Stress {
            self.stress_counter.set(self.config.deopt_every);
        } else if often {
            self.give_up(number as u32, code, exit.pc, exit.reason);
        }
        Some(Leaving {
            code,
            pc: exit.pc as usize,
            raising: exit.raising,
            entry,
            registers: exit.registers,
        })
    }

    fn give_up(&mut self, unit: u32, code: Ref<CodeObject>, pc: u32, reason: DeoptReason) {
        if matches!(
            reason,
            DeoptReason::Raised | DeoptReason::Invalidated | DeoptReason::Suspended
        ) {
            return;
        }
        // The interpreter has noted meanwhile what it saw at these; only if that did not help is the guard avoided.
        let learned = matches!(
            reason,
            DeoptReason::WrongShape
                | DeoptReason::WrongValue
                | DeoptReason::NotInt
                | DeoptReason::NotFloat
                | DeoptReason::Overflow
                | DeoptReason::Unreached
        );
        let info = self.info(code);
        let first = info.seen.insert((pc, reason));
        // A further version with the same exit would be no better.
        let changes = first && learned || info.avoided.insert((pc, reason));
        if changes && self.units[unit as usize].invalid.get() == 0 {
            self.counters.abandoned_units += 1;
            self.invalidate(unit);
        }
    }
}

/// Rebuilds the frame of an exit and runs it. Called by compiled code, whose result this is.
///
/// # Safety
/// `thread` is the running thread, `window` the native frame's window in which the exit's registers are stored, and
/// `owner` the function of the unit, or the generator that it was resumed for.
pub(crate) unsafe extern "C" fn deopt(thread: *mut Thread, site: u64, window: *const Frame, owner: Value) -> u64 {
    // SAFETY: as promised by the caller.
    let thread = unsafe { &mut *thread };
    let Some(leaving) = with(|jit| jit.leave(Site(site))).flatten() else {
        thread.depth -= 1;
        let _ = thread.system_error(format_args!("compiled code left through an unknown exit"));
        return 0;
    };
    let depth = thread.depth - 1;
    if matches!(leaving.entry, EntryPoint::Loop(_)) {
        thread.depth = depth;
        // SAFETY: native code pushes no frames, so that the innermost is the one that the loop was entered from.
        return unsafe { continue_in(thread.frame, &leaving, window) };
    }
    (thread.native_frame, thread.native_site) = frames::caller_of(thread.native_frame);
    // SAFETY: the words above all frames are free; room is checked.
    let result = unsafe { resume(thread, &leaving, window, owner) };
    thread.depth = depth;
    result.map_or(0, Value::bits)
}

/// Puts the registers back into the frame that a loop was entered from: the interpreter goes on in it.
///
/// # Safety
/// `frame` is a frame of the exit's code, `window` holds the exit's registers.
unsafe fn continue_in(frame: *mut Frame, leaving: &Leaving, window: *const Frame) -> u64 {
    // SAFETY: as promised by the caller.
    unsafe {
        fill(Frame::registers(frame), leaving, window);
        (*frame).pc = leaving.code.instructions_ptr().add(leaving.pc);
    }
    if leaving.raising { CONTINUE_RAISING } else { CONTINUE }
}

/// Fills a frame's registers from the window; those that are not live are empty.
///
/// # Safety
/// As for [`continue_in`].
unsafe fn fill(registers: *mut Option<Value>, leaving: &Leaving, window: *const Frame) {
    // SAFETY: as promised by the caller: both have all registers of the code.
    unsafe {
        let words = Frame::registers(window as *mut Frame);
        std::ptr::write_bytes(registers, 0, leaving.code.register_count());
        for &register in &leaving.registers {
            *registers.add(register as usize) = *words.add(register as usize);
        }
    }
}

unsafe fn resume(thread: &mut Thread, leaving: &Leaving, window: *const Frame, owner: Value) -> PyResult<Value> {
    let code = leaving.code;
    let generator = match leaving.entry {
        EntryPoint::Resume(_) => owner.downcast::<GeneratorObject>(),
        EntryPoint::Call | EntryPoint::Loop(_) => None,
    };
    // SAFETY: as for `deopt`.
    unsafe {
        let frame = thread.stack_end().cast::<Frame>();
        let registers = Frame::registers(frame);
        let count = code.register_count();
        if registers.add(count).cast::<u64>() >= thread.stack_limit {
            if let Some(generator) = generator {
                generator::end(generator);
            }
            return Err(thread.recursion_error(format_args!("maximum recursion depth exceeded")));
        }
        let caller = thread.frame;
        frame.write(Frame {
            function: Some(owner),
            previous: caller,
            code: Some(code),
            pc: code.instructions_ptr().add(leaving.pc),
            special: None,
            object: None,
            flags: FrameFlags::ENTRY,
        });
        fill(registers, leaving, window);
        if let Some(generator) = generator {
            generator_native::adopt(thread, generator, frame);
        }
        thread.frame = frame;
        let result = match leaving.raising {
            true => dispatch::run_raising(thread, frame),
            false => dispatch::run(thread, frame),
        };
        thread.frame = caller;
        result
    }
}
