//! The interpreter loop.
//!
//! Rules of the loop: `pc` points at the instruction being executed and is stored into the frame before anything that
//! may raise, call or collect (`save!`); hot paths never panic and never check bounds, for the code is verified; a
//! handler that fails leaves its destination register alone and goes to `'raise`. Compare instructions look at the
//! next instruction and take the branch themselves if it is a conditional jump on their result.

use crate::{
    arithmetic, attribute, build, call, exceptions, generator, generator_native, import, iteration, names, pattern,
    subscript, trace,
};
use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{FRAME_HEADER_WORDS, Instr, NO_REG, Op};
use pyrs_object::core::{bool_value, core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::frame::{Activation, Frame, FrameFlags};
use pyrs_object::function::{CellObject, FunctionObject};
use pyrs_object::header::{Header, Ref};
use pyrs_object::iterator::{RangeIterator, SequenceIterator};
use pyrs_object::list::ListObject;
use pyrs_object::shape::Shape;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::thread::Thread;
use pyrs_object::tuple::TupleObject;
use pyrs_object::value::Value;
use std::sync::atomic::Ordering;

/// First argument's distance from a call block's base.
const H: usize = FRAME_HEADER_WORDS as usize;

/// Runs a frame with [`FrameFlags::ENTRY`] until it returns, yields or fails. The frame is the thread's innermost.
///
/// # Safety
/// `entry` is a live frame in the thread's register stack, with verified code and its arguments in place.
pub unsafe fn run(thread: &mut Thread, entry: *mut Frame) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { run_above(thread, entry, entry) }
}

/// As [`run`], where there are frames above the entry frame already.
///
/// # Safety
/// As for [`run`]; `frame` is the innermost frame.
pub unsafe fn run_above(thread: &mut Thread, entry: *mut Frame, frame: *mut Frame) -> PyResult<Value> {
    let activation = Activation {
        previous: thread.activation,
        entry,
        native_frame: thread.native_frame,
        native_site: thread.native_site,
    };
    thread.activation = &raw const activation;
    thread.native_frame = 0;
    // SAFETY: as promised by the caller.
    let result = unsafe { rounds(thread, frame, false) };
    thread.activation = activation.previous;
    thread.native_frame = activation.native_frame;
    thread.native_site = activation.native_site;
    result
}

/// As [`run`], for a frame whose instruction at `pc` has just raised (an exception thrown into a generator, or a
/// native frame that was rebuilt because of an exception).
///
/// # Safety
/// As for [`run`]; the thread has a pending exception.
pub unsafe fn run_raising(thread: &mut Thread, entry: *mut Frame) -> PyResult<Value> {
    let activation = Activation {
        previous: thread.activation,
        entry,
        native_frame: thread.native_frame,
        native_site: thread.native_site,
    };
    thread.activation = &raw const activation;
    thread.native_frame = 0;
    // SAFETY: as promised by the caller.
    let result = unsafe { rounds(thread, entry, true) };
    thread.activation = activation.previous;
    thread.native_frame = activation.native_frame;
    thread.native_site = activation.native_site;
    result
}

/// Runs the loop in the form that the thread needs, and in the other one when that changes.
#[inline(always)]
unsafe fn rounds(thread: &mut Thread, innermost: *mut Frame, raising: bool) -> PyResult<Value> {
    let (mut frame, mut raising) = (innermost, raising);
    loop {
        // SAFETY: as for `run`; a loop that is left for the other form has saved its state in the innermost frame.
        let result = unsafe {
            match thread.tracing.active.is_empty() {
                true => interpret::<false>(thread, frame, raising),
                false => interpret::<true>(thread, frame, raising),
            }
        };
        if !thread.tracing.switching {
            return result;
        }
        thread.tracing.switching = false;
        (frame, raising) = (thread.frame, false);
    }
}

/// The loop. Its traced form looks before each instruction what there is to tell; see [`trace`].
#[inline(never)]
unsafe fn interpret<const TRACED: bool>(thread: &mut Thread, innermost: *mut Frame, raising: bool) -> PyResult<Value> {
    // SAFETY: all pointer arithmetic below stays inside the frame's window and the code's instructions, which the
    // verifier has checked; register words read as values hold values, as the compiler guarantees.
    unsafe {
        let mut frame = innermost;
        let mut regs: *mut Option<Value> = Frame::registers(frame);
        let mut pc: *mut Instr = (*frame).pc as *mut Instr;
        thread.frame = frame;
        let mut pending = raising;

        macro_rules! reg {
            ($index:expr) => {
                *regs.add($index as usize)
            };
        }
        macro_rules! val {
            ($index:expr) => {
                (*regs.add($index as usize)).unwrap_unchecked()
            };
        }
        macro_rules! save {
            () => {
                (*frame).pc = pc
            };
        }
        // Takes up the state that a callee or a slow path has put into `thread.frame`.
        macro_rules! reload {
            () => {{
                frame = thread.frame;
                regs = Frame::registers(frame);
                pc = (*frame).pc as *mut Instr;
            }};
        }
        macro_rules! code {
            () => {
                (*frame).code.unwrap_unchecked()
            };
        }
        macro_rules! caches {
            () => {
                code!().caches.get().unwrap_unchecked()
            };
        }

        'outer: loop {
            if pending {
                match exceptions::unwind(thread, frame) {
                    exceptions::Unwound::Handler => reload!(),
                    exceptions::Unwound::Left => return Err(thread.raised()),
                }
            }
            // Goes to the unwinder.
            macro_rules! raise {
                () => {{
                    pending = true;
                    continue 'outer;
                }};
            }
            // Result of a slow path.
            macro_rules! check {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(_) => raise!(),
                    }
                };
            }
            // Leaves for the other form of the loop if the thread needs it now; the frame's `pc` says where to go on.
            macro_rules! switch_form {
                () => {
                    if thread.tracing.active.is_empty() == TRACED {
                        thread.tracing.switching = true;
                        return Ok(none());
                    }
                };
            }
            loop {
                if TRACED {
                    save!();
                    switch_form!();
                    check!(trace::before(thread, frame));
                    switch_form!();
                }
                let instr = *pc;
                let (a, b, c) = (instr.a(), instr.b(), instr.c());
                macro_rules! next {
                    () => {{
                        pc = pc.add(1);
                        continue;
                    }};
                }
                macro_rules! set {
                    ($value:expr) => {{
                        let value: Value = $value;
                        reg!(a) = Some(value);
                        next!()
                    }};
                }
                // An instruction whose result a slow path computes.
                macro_rules! slow {
                    ($result:expr) => {{
                        save!();
                        let value: Value = check!($result);
                        reg!(a) = Some(value);
                        next!()
                    }};
                }
                macro_rules! jump {
                    ($instr:expr) => {{
                        pc = pc.offset(1 + $instr.bc() as isize);
                        continue;
                    }};
                }
                macro_rules! note_branch {
                    ($at:expr, $taken:expr) => {
                        let bit = if $taken {
                            feedback::BRANCH_TAKEN
                        } else {
                            feedback::BRANCH_NOT_TAKEN
                        };
                        let word = *$at;
                        if word.x() & bit == 0 {
                            *$at = word.with_x(word.x() | bit);
                        }
                    };
                }
                // Stores a comparison's result and takes a conditional jump that follows.
                macro_rules! compared {
                    ($holds:expr) => {{
                        let holds: bool = $holds;
                        reg!(a) = Some(bool_value(holds));
                        let follow = pc.add(1);
                        let jump = *follow;
                        let wants = match std::mem::transmute::<u8, Op>(jump.op_byte()) {
                            Op::JumpIfFalse | Op::JumpIfFalseBool => false,
                            Op::JumpIfTrue | Op::JumpIfTrueBool => true,
                            _ => {
                                pc = follow;
                                continue;
                            }
                        };
                        if jump.a() != a {
                            pc = follow;
                            continue;
                        }
                        note_branch!(follow, holds == wants);
                        pc = if holds == wants {
                            follow.offset(1 + jump.bc() as isize)
                        } else {
                            follow.add(1)
                        };
                        continue;
                    }};
                }
                macro_rules! binary {
                    ($op:ident) => {{
                        let (x, y) = (val!(b), val!(c));
                        slow!(arithmetic::binary_adaptive(thread, pc, BinaryOp::$op, x, y))
                    }};
                }
                macro_rules! inplace {
                    ($op:ident) => {{
                        let (x, y) = (val!(b), val!(c));
                        slow!(arithmetic::inplace_adaptive(
                            thread,
                            pc,
                            BinaryOp::$op,
                            x,
                            y
                        ))
                    }};
                }
                // Quick int arithmetic; `$checked` yields the result word or None on overflow.
                macro_rules! int_op {
                    ($op:ident, $miss:ident, |$x:ident, $y:ident| $checked:expr) => {{
                        let ($x, $y) = (val!(b).bits(), val!(c).bits());
                        if $x & $y & 1 != 0
                            && let Some(word) = $checked
                        {
                            reg!(a) = Value::from_bits(word as u64);
                            next!()
                        }
                        let (x, y) = (val!(b), val!(c));
                        slow!(arithmetic::$miss(thread, pc, BinaryOp::$op, x, y))
                    }};
                }
                macro_rules! imm_op {
                    ($op:ident, $checked:ident, $miss:ident) => {{
                        let x = val!(b).bits();
                        if x & 1 != 0
                            && let Some(word) = (x as i64).$checked((instr.imm() as i64) << 1)
                        {
                            reg!(a) = Value::from_bits(word as u64);
                            next!()
                        }
                        let (x, y) = (val!(b), Value::small_int(instr.imm() as i64));
                        slow!(arithmetic::$miss(thread, pc, BinaryOp::$op, x, y))
                    }};
                }
                macro_rules! imm_generic {
                    ($op:ident, $adaptive:ident) => {{
                        let (x, y) = (val!(b), Value::small_int(instr.imm() as i64));
                        slow!(arithmetic::$adaptive(thread, pc, BinaryOp::$op, x, y))
                    }};
                }
                macro_rules! float_op {
                    ($op:ident, $miss:ident, $apply:tt) => {{
                        let (x, y) = (val!(b), val!(c));
                        if let (Some(p), Some(q)) = (x.as_immediate_float(), y.as_immediate_float())
                            && let Some(value) = Value::try_immediate_float(p $apply q)
                        {
                            set!(value)
                        }
                        slow!(arithmetic::$miss(thread, pc, BinaryOp::$op, x, y))
                    }};
                }
                macro_rules! compare {
                    ($op:ident) => {{
                        let (x, y) = (val!(b), val!(c));
                        save!();
                        let result = check!(arithmetic::compare_adaptive(
                            thread,
                            pc,
                            CompareOp::$op,
                            x,
                            y
                        ));
                        set!(result)
                    }};
                }
                macro_rules! compare_int {
                    ($op:ident, $apply:tt) => {{
                        let (x, y) = (val!(b).bits(), val!(c).bits());
                        if x & y & 1 != 0 {
                            compared!((x as i64) $apply (y as i64))
                        }
                        let (x, y) = (val!(b), val!(c));
                        slow!(arithmetic::compare_miss(thread, pc, CompareOp::$op, x, y))
                    }};
                }
                macro_rules! compare_imm {
                    ($op:ident) => {{
                        let x = val!(b);
                        let y = Value::small_int(instr.imm() as i64);
                        slow!(arithmetic::compare_adaptive(
                            thread,
                            pc,
                            CompareOp::$op,
                            x,
                            y
                        ))
                    }};
                }
                macro_rules! compare_imm_int {
                    ($op:ident, $apply:tt) => {{
                        let x = val!(b).bits();
                        let y = (instr.imm() as i64) << 1 | 1;
                        if x & 1 != 0 {
                            compared!((x as i64) $apply y)
                        }
                        let y = Value::small_int(instr.imm() as i64);
                        let x = val!(b);
                        slow!(arithmetic::compare_miss(thread, pc, CompareOp::$op, x, y))
                    }};
                }
                macro_rules! compare_float {
                    ($op:ident, $apply:tt) => {{
                        let (x, y) = (val!(b), val!(c));
                        if let (Some(p), Some(q)) = (x.as_immediate_float(), y.as_immediate_float()) {
                            compared!(p $apply q)
                        }
                        slow!(arithmetic::compare_miss(thread, pc, CompareOp::$op, x, y))
                    }};
                }
                // Takes what other code has given; it may have begun or ended tracing.
                macro_rules! returned {
                    ($value:expr) => {{
                        reg!(a) = Some($value);
                        pc = pc.add(1);
                        save!();
                        switch_form!();
                        continue;
                    }};
                }
                // After a call that may have pushed a frame.
                macro_rules! called {
                    ($result:expr) => {{
                        save!();
                        match check!($result) {
                            call::Called::Frame => {
                                switch_form!();
                                reload!();
                                continue;
                            }
                            call::Called::Value(value) => returned!(value),
                        }
                    }};
                }

                match std::mem::transmute::<u8, Op>(instr.op_byte()) {
                    Op::Nop => next!(),
                    Op::Move => {
                        reg!(a) = reg!(b);
                        next!()
                    }
                    Op::LoadConst => set!(code!().constant(instr.bc() as usize)),
                    Op::LoadInt => set!(Value::small_int(instr.bc() as i64)),
                    Op::CheckBound => {
                        if reg!(a).is_none() {
                            save!();
                            let name = code!().name_at(b as usize);
                            check!(names::unbound_local(thread, name));
                        }
                        next!()
                    }
                    Op::ClearLocal => {
                        reg!(a) = None;
                        next!()
                    }
                    Op::LoadCommon => slow!(names::load_common(thread, instr.bc() as u32)),
                    // ---- names
                    Op::LoadGlobalCached | Op::LoadNameCached => {
                        let entry = caches!().first_entry(c as usize);
                        let function = (*frame).function.unwrap_unchecked().cast_unchecked::<FunctionObject>();
                        if function.globals.get().version() == entry.version
                            && (entry.version2 == 0 || function.builtins.get().version() == entry.version2)
                        {
                            reg!(a) = *entry.address;
                            next!()
                        }
                        slow!(names::load_global(thread, frame, pc))
                    }
                    Op::LoadGlobal => slow!(names::load_global(thread, frame, pc)),
                    Op::LoadName => slow!(names::load_name(thread, frame, pc)),
                    Op::StoreGlobal => {
                        save!();
                        check!(names::store_global(thread, frame, c as usize, val!(a)));
                        next!()
                    }
                    Op::StoreName => {
                        save!();
                        check!(names::store_name(thread, frame, c as usize, val!(a)));
                        next!()
                    }
                    Op::DeleteGlobal => {
                        save!();
                        check!(names::delete_global(thread, frame, b as usize));
                        next!()
                    }
                    Op::DeleteName => {
                        save!();
                        check!(names::delete_name(thread, frame, b as usize));
                        next!()
                    }
                    Op::LoadNamespace => slow!(names::namespace(thread, frame)),
                    Op::LoadFromDictOrGlobals => {
                        slow!(names::load_from_dict_or_globals(thread, frame, val!(b), c as usize))
                    }
                    Op::LoadFromDictOrDeref => {
                        slow!(names::load_from_dict_or_deref(
                            thread,
                            frame,
                            val!(a),
                            val!(b),
                            c as usize
                        ))
                    }
                    // ---- cells
                    Op::MakeCell => {
                        save!();
                        let cell = check!(CellObject::new(thread, reg!(a)));
                        set!(cell.value())
                    }
                    Op::CopyFreeVars => {
                        let function = (*frame).function.unwrap_unchecked().cast_unchecked::<FunctionObject>();
                        let closure = function.closure.get().unwrap_unchecked();
                        for (i, cell) in closure.items().iter().enumerate().take(b as usize) {
                            reg!(a as usize + i) = Some(*cell);
                        }
                        next!()
                    }
                    Op::LoadDeref => match val!(b).cast_unchecked::<CellObject>().content.get() {
                        Some(value) => set!(value),
                        None => slow!(names::empty_cell(thread, frame, b, c as usize)),
                    },
                    Op::StoreDeref => {
                        let cell = val!(a).cast_unchecked::<CellObject>();
                        cell.content.set(cell, Some(val!(b)));
                        next!()
                    }
                    Op::DeleteDeref => {
                        let cell = val!(a).cast_unchecked::<CellObject>();
                        if cell.content.get().is_none() {
                            save!();
                            check!(names::empty_cell(thread, frame, a, b as usize));
                        }
                        cell.content.set(cell, None);
                        next!()
                    }
                    // ---- attributes
                    Op::LoadAttrSlot => {
                        let object = val!(b);
                        let entry = caches!().first_entry(c as usize);
                        if let Some(header) = object.as_object()
                            && Some(header.shape()) == entry.shape
                            && let Some(value) = slot_at(header, entry.offset)
                        {
                            set!(value)
                        }
                        called!(attribute::load_miss(thread, frame, pc, object))
                    }
                    Op::LoadAttrType => {
                        let object = val!(b);
                        let entry = caches!().first_entry(c as usize);
                        if entry.owner == Some(object)
                            && let Some(header) = object.as_object()
                            && attribute::is_valid_for_class(entry, object, header.shape())
                        {
                            reg!(a) = entry.target;
                            next!()
                        }
                        called!(attribute::load_miss(thread, frame, pc, object))
                    }
                    Op::LoadAttr => called!(attribute::load_or_call(thread, frame, pc, val!(b))),
                    Op::StoreAttrSlot => {
                        let (object, value) = (val!(a), val!(b));
                        let entry = caches!().first_entry(c as usize);
                        if let Some(header) = object.as_object()
                            && Some(header.shape()) == entry.shape
                        {
                            store_slot(header, entry.offset, value);
                            next!()
                        }
                        save!();
                        check!(attribute::store(thread, frame, pc, object, value));
                        next!()
                    }
                    Op::StoreAttrAdd => {
                        let (object, value) = (val!(a), val!(b));
                        let entry = caches!().first_entry(c as usize);
                        if let Some(header) = object.as_object()
                            && Some(header.shape()) == entry.shape
                            && header.shape().instance_class().version.get() as u64 == entry.version
                        {
                            store_slot(header, entry.offset, value);
                            header.set_shape(entry.target.unwrap_unchecked().cast_unchecked::<Shape>());
                            next!()
                        }
                        save!();
                        check!(attribute::store(thread, frame, pc, object, value));
                        next!()
                    }
                    Op::StoreAttr => {
                        save!();
                        check!(attribute::store(thread, frame, pc, val!(a), val!(b)));
                        next!()
                    }
                    Op::DeleteAttr => {
                        save!();
                        let name = code!().name_at(b as usize);
                        check!(pyrs_object::protocol::setattr(thread, val!(a), name, None));
                        next!()
                    }
                    Op::LoadMethodCached => {
                        let object = val!(b);
                        let entry = caches!().first_entry(c as usize);
                        if let Some(header) = object.as_object()
                            && Some(header.shape()) == entry.shape
                            && header.shape().instance_class().version.get() as u64 == entry.version
                        {
                            reg!(a) = entry.target;
                            reg!(a as usize + H) = Some(object);
                            next!()
                        }
                        save!();
                        check!(attribute::load_method(thread, frame, pc, object));
                        next!()
                    }
                    Op::LoadMethod => {
                        save!();
                        check!(attribute::load_method(thread, frame, pc, val!(b)));
                        next!()
                    }
                    Op::LoadSuperAttr => {
                        slow!(attribute::load_super(
                            thread,
                            frame,
                            pc,
                            val!(b),
                            val!(b + 1),
                            val!(b + 2)
                        ))
                    }
                    Op::LoadSuperMethod => {
                        save!();
                        let (callee, class, receiver) = (val!(b), val!(b + 1), val!(b + 2));
                        check!(attribute::load_super_method(thread, frame, pc, callee, class, receiver));
                        next!()
                    }
                    // ---- subscripts
                    Op::LoadSubscrList => {
                        let (object, key) = (val!(b), val!(c));
                        if let Some(header) = object.as_object()
                            && header.shape() == core().types.list.get().root_shape()
                            && let Some(index) = key.as_small_int()
                        {
                            let list = header.cast::<ListObject>();
                            let index = if index < 0 {
                                index.wrapping_add(list.len() as i64)
                            } else {
                                index
                            };
                            if let Some(item) = list.get(index as usize) {
                                set!(item)
                            }
                        }
                        slow!(subscript::load_miss(thread, pc, object, key))
                    }
                    Op::LoadSubscrTuple => {
                        let (object, key) = (val!(b), val!(c));
                        if let Some(header) = object.as_object()
                            && header.shape() == core().types.tuple.get().root_shape()
                            && let Some(index) = key.as_small_int()
                        {
                            let tuple = header.cast::<TupleObject>();
                            let index = if index < 0 {
                                index.wrapping_add(tuple.len() as i64)
                            } else {
                                index
                            };
                            if let Some(item) = tuple.items().get(index as usize) {
                                set!(*item)
                            }
                        }
                        slow!(subscript::load_miss(thread, pc, object, key))
                    }
                    Op::LoadSubscrDict => slow!(subscript::load_dict(thread, pc, val!(b), val!(c))),
                    Op::LoadSubscr => called!(subscript::load(thread, frame, pc, val!(b), val!(c))),
                    Op::StoreSubscrList => {
                        let (object, key, value) = (val!(a), val!(b), val!(c));
                        if let Some(header) = object.as_object()
                            && header.shape() == core().types.list.get().root_shape()
                            && let Some(index) = key.as_small_int()
                        {
                            let list = header.cast::<ListObject>();
                            let index = if index < 0 {
                                index.wrapping_add(list.len() as i64)
                            } else {
                                index
                            };
                            if (index as usize) < list.len() {
                                list.set(index as usize, value);
                                next!()
                            }
                        }
                        save!();
                        check!(subscript::store_miss(thread, pc, object, key, value));
                        next!()
                    }
                    Op::StoreSubscrDict => {
                        save!();
                        check!(subscript::store_dict(thread, pc, val!(a), val!(b), val!(c)));
                        next!()
                    }
                    Op::StoreSubscr => {
                        save!();
                        check!(subscript::store(thread, pc, val!(a), val!(b), val!(c)));
                        next!()
                    }
                    Op::DeleteSubscr => {
                        save!();
                        check!(pyrs_object::protocol::setitem(thread, val!(a), val!(b), None));
                        next!()
                    }
                    // ---- arithmetic
                    Op::BinaryAddInt => {
                        int_op!(Add, binary_miss, |x, y| (x as i64).checked_add((y - 1) as i64))
                    }
                    Op::InplaceAddInt => {
                        int_op!(Add, inplace_miss, |x, y| (x as i64).checked_add((y - 1) as i64))
                    }
                    Op::BinarySubInt => {
                        int_op!(Sub, binary_miss, |x, y| (x as i64).checked_sub((y - 1) as i64))
                    }
                    Op::InplaceSubInt => {
                        int_op!(Sub, inplace_miss, |x, y| (x as i64).checked_sub((y - 1) as i64))
                    }
                    Op::BinaryMulInt => {
                        int_op!(Mul, binary_miss, |x, y| ((x - 1) as i64)
                            .checked_mul(y as i64 >> 1)
                            .map(|w| w | 1))
                    }
                    Op::InplaceMulInt => {
                        int_op!(Mul, inplace_miss, |x, y| ((x - 1) as i64)
                            .checked_mul(y as i64 >> 1)
                            .map(|w| w | 1))
                    }
                    Op::BinaryFloorDivInt => int_op!(FloorDiv, binary_miss, |x, y| arithmetic::floor_div_words(x, y)),
                    Op::BinaryModInt => int_op!(Mod, binary_miss, |x, y| arithmetic::modulo_words(x, y)),
                    Op::BinaryAndInt => int_op!(And, binary_miss, |x, y| Some(x & y)),
                    Op::BinaryOrInt => int_op!(Or, binary_miss, |x, y| Some(x | y)),
                    Op::BinaryXorInt => int_op!(Xor, binary_miss, |x, y| Some(x ^ y | 1)),
                    Op::BinaryLShiftInt => int_op!(LShift, binary_miss, |x, y| arithmetic::left_shift_words(x, y)),
                    Op::BinaryRShiftInt => int_op!(RShift, binary_miss, |x, y| arithmetic::right_shift_words(x, y)),
                    Op::BinaryAddFloat => float_op!(Add, binary_float, +),
                    Op::BinarySubFloat => float_op!(Sub, binary_float, -),
                    Op::BinaryMulFloat => float_op!(Mul, binary_float, *),
                    Op::InplaceAddFloat => float_op!(Add, inplace_float, +),
                    Op::InplaceSubFloat => float_op!(Sub, inplace_float, -),
                    Op::InplaceMulFloat => float_op!(Mul, inplace_float, *),
                    Op::BinaryTrueDivFloat => {
                        // The immediate form excludes zero, so that a divisor in it needs no test.
                        float_op!(TrueDiv, binary_float, /)
                    }
                    Op::BinaryAddImmInt => imm_op!(Add, checked_add, binary_miss),
                    Op::BinarySubImmInt => imm_op!(Sub, checked_sub, binary_miss),
                    Op::InplaceAddImmInt => imm_op!(Add, checked_add, inplace_miss),
                    Op::InplaceSubImmInt => imm_op!(Sub, checked_sub, inplace_miss),
                    Op::BinaryAddImm => imm_generic!(Add, binary_adaptive),
                    Op::BinarySubImm => imm_generic!(Sub, binary_adaptive),
                    Op::InplaceAddImm => imm_generic!(Add, inplace_adaptive),
                    Op::InplaceSubImm => imm_generic!(Sub, inplace_adaptive),
                    Op::BinaryAdd => binary!(Add),
                    Op::BinarySub => binary!(Sub),
                    Op::BinaryMul => binary!(Mul),
                    Op::BinaryTrueDiv => binary!(TrueDiv),
                    Op::BinaryFloorDiv => binary!(FloorDiv),
                    Op::BinaryMod => binary!(Mod),
                    Op::BinaryPow => binary!(Pow),
                    Op::BinaryMatMul => binary!(MatMul),
                    Op::BinaryLShift => binary!(LShift),
                    Op::BinaryRShift => binary!(RShift),
                    Op::BinaryAnd => binary!(And),
                    Op::BinaryOr => binary!(Or),
                    Op::BinaryXor => binary!(Xor),
                    Op::InplaceAdd => inplace!(Add),
                    Op::InplaceSub => inplace!(Sub),
                    Op::InplaceMul => inplace!(Mul),
                    Op::InplaceTrueDiv => inplace!(TrueDiv),
                    Op::InplaceFloorDiv => inplace!(FloorDiv),
                    Op::InplaceMod => inplace!(Mod),
                    Op::InplacePow => inplace!(Pow),
                    Op::InplaceMatMul => inplace!(MatMul),
                    Op::InplaceLShift => inplace!(LShift),
                    Op::InplaceRShift => inplace!(RShift),
                    Op::InplaceAnd => inplace!(And),
                    Op::InplaceOr => inplace!(Or),
                    Op::InplaceXor => inplace!(Xor),
                    // ---- comparisons
                    Op::CompareEqInt => compare_int!(Eq, ==),
                    Op::CompareNeInt => compare_int!(Ne, !=),
                    Op::CompareLtInt => compare_int!(Lt, <),
                    Op::CompareLeInt => compare_int!(Le, <=),
                    Op::CompareGtInt => compare_int!(Gt, >),
                    Op::CompareGeInt => compare_int!(Ge, >=),
                    Op::CompareEqImmInt => compare_imm_int!(Eq, ==),
                    Op::CompareNeImmInt => compare_imm_int!(Ne, !=),
                    Op::CompareLtImmInt => compare_imm_int!(Lt, <),
                    Op::CompareLeImmInt => compare_imm_int!(Le, <=),
                    Op::CompareGtImmInt => compare_imm_int!(Gt, >),
                    Op::CompareGeImmInt => compare_imm_int!(Ge, >=),
                    Op::CompareLtFloat => compare_float!(Lt, <),
                    Op::CompareLeFloat => compare_float!(Le, <=),
                    Op::CompareGtFloat => compare_float!(Gt, >),
                    Op::CompareGeFloat => compare_float!(Ge, >=),
                    Op::CompareEq => compare!(Eq),
                    Op::CompareNe => compare!(Ne),
                    Op::CompareLt => compare!(Lt),
                    Op::CompareLe => compare!(Le),
                    Op::CompareGt => compare!(Gt),
                    Op::CompareGe => compare!(Ge),
                    Op::CompareEqImm => compare_imm!(Eq),
                    Op::CompareNeImm => compare_imm!(Ne),
                    Op::CompareLtImm => compare_imm!(Lt),
                    Op::CompareLeImm => compare_imm!(Le),
                    Op::CompareGtImm => compare_imm!(Gt),
                    Op::CompareGeImm => compare_imm!(Ge),
                    Op::CompareIs => compared!(val!(b) == val!(c)),
                    Op::CompareIsNot => compared!(val!(b) != val!(c)),
                    Op::Contains => {
                        save!();
                        let found = check!(pyrs_object::protocol::contains(thread, val!(c), val!(b)));
                        compared!(found)
                    }
                    Op::NotContains => {
                        save!();
                        let found = check!(pyrs_object::protocol::contains(thread, val!(c), val!(b)));
                        compared!(!found)
                    }
                    Op::UnaryNot => {
                        save!();
                        let truth = check!(pyrs_object::protocol::truth(thread, val!(b)));
                        compared!(!truth)
                    }
                    Op::UnaryNeg => slow!(arithmetic::unary(thread, pc, UnaryOp::Neg, val!(b))),
                    Op::UnaryPos => slow!(arithmetic::unary(thread, pc, UnaryOp::Pos, val!(b))),
                    Op::UnaryInvert => slow!(arithmetic::unary(thread, pc, UnaryOp::Invert, val!(b))),
                    // ---- control
                    Op::Jump => jump!(instr),
                    Op::LoopJump => {
                        let code = code!();
                        let budget = code.loop_budget.get() - 1;
                        code.loop_budget.set(budget);
                        if budget >= 0 && thread.poll.load(Ordering::Relaxed) == 0 {
                            jump!(instr)
                        }
                        save!();
                        match check!(call::loop_slow(thread, frame, pc)) {
                            None if (*frame).pc == pc => jump!(instr),
                            None => reload!(),
                            Some(result) => match call::leave(thread, frame, result) {
                                call::Left::Loop => reload!(),
                                call::Left::Run(value) => return Ok(value),
                                call::Left::Failed => return Err(thread.raised()),
                            },
                        }
                    }
                    Op::JumpIfFalseBool => {
                        let value = val!(a);
                        if value == core().false_.get().value() {
                            note_branch!(pc, true);
                            jump!(instr)
                        }
                        if value == core().true_.get().value() {
                            note_branch!(pc, false);
                            next!()
                        }
                        save!();
                        let truth = check!(arithmetic::branch_condition(thread, pc, value));
                        note_branch!(pc, !truth);
                        if truth { next!() } else { jump!(instr) }
                    }
                    Op::JumpIfTrueBool => {
                        let value = val!(a);
                        if value == core().true_.get().value() {
                            note_branch!(pc, true);
                            jump!(instr)
                        }
                        if value == core().false_.get().value() {
                            note_branch!(pc, false);
                            next!()
                        }
                        save!();
                        let truth = check!(arithmetic::branch_condition(thread, pc, value));
                        note_branch!(pc, truth);
                        if truth { jump!(instr) } else { next!() }
                    }
                    Op::JumpIfFalse => {
                        save!();
                        let truth = check!(arithmetic::branch_condition(thread, pc, val!(a)));
                        note_branch!(pc, !truth);
                        if truth { next!() } else { jump!(instr) }
                    }
                    Op::JumpIfTrue => {
                        save!();
                        let truth = check!(arithmetic::branch_condition(thread, pc, val!(a)));
                        note_branch!(pc, truth);
                        if truth { jump!(instr) } else { next!() }
                    }
                    Op::JumpIfNone => {
                        let taken = val!(a) == none();
                        note_branch!(pc, taken);
                        if taken { jump!(instr) } else { next!() }
                    }
                    Op::JumpIfNotNone => {
                        let taken = val!(a) != none();
                        note_branch!(pc, taken);
                        if taken { jump!(instr) } else { next!() }
                    }
                    Op::GetIter => slow!(pyrs_object::protocol::iter(thread, val!(b))),
                    Op::ForIterRange => {
                        if let Some(header) = val!(b).as_object()
                            && header.shape() == core().types.range_iterator.get().root_shape()
                        {
                            match header.cast::<RangeIterator>().advance() {
                                Some(item) => {
                                    reg!(a) = Some(item);
                                    pc = pc.add(2);
                                    continue;
                                }
                                None => next!(),
                            }
                        }
                        iteration::widen(pc);
                    }
                    Op::ForIterList => {
                        if let Some(header) = val!(b).as_object()
                            && header.shape() == core().types.list_iterator.get().root_shape()
                        {
                            match header.cast::<SequenceIterator>().next_of_list() {
                                Some(item) => {
                                    reg!(a) = Some(item);
                                    pc = pc.add(2);
                                    continue;
                                }
                                None => next!(),
                            }
                        }
                        iteration::widen(pc);
                    }
                    Op::ForIterTuple => {
                        if let Some(header) = val!(b).as_object()
                            && header.shape() == core().types.tuple_iterator.get().root_shape()
                        {
                            match header.cast::<SequenceIterator>().next_of_tuple() {
                                Some(item) => {
                                    reg!(a) = Some(item);
                                    pc = pc.add(2);
                                    continue;
                                }
                                None => next!(),
                            }
                        }
                        iteration::widen(pc);
                    }
                    Op::ForIter | Op::ForIterGenerator => {
                        save!();
                        match check!(iteration::for_iter(thread, frame, pc, val!(b))) {
                            iteration::Step::Item(item) => {
                                reg!(a) = Some(item);
                                pc = pc.add(2);
                                continue;
                            }
                            iteration::Step::Done => next!(),
                            iteration::Step::Frame => reload!(),
                        }
                    }
                    Op::Return => {
                        let value = val!(a);
                        if (*frame).flags.is_empty() && (*frame).object.is_none() {
                            frame = (*frame).previous;
                            thread.frame = frame;
                            thread.depth -= 1;
                            regs = Frame::registers(frame);
                            pc = (*frame).pc as *mut Instr;
                            reg!((*pc).a()) = Some(value);
                            pc = pc.add(1);
                            continue;
                        }
                        save!();
                        match call::leave(thread, frame, value) {
                            call::Left::Loop => reload!(),
                            call::Left::Run(value) => return Ok(value),
                            call::Left::Failed => return Err(thread.raised()),
                        }
                    }
                    // ---- calls
                    Op::CallFunction | Op::CallMethodFunction => {
                        let block = regs.add(b as usize);
                        let entry = caches!().first_entry(c as usize);
                        let receiver = (instr.op_byte() == Op::CallMethodFunction as u8) as usize;
                        if *block == entry.target && (receiver == 0 || (*block.add(H)).is_some()) {
                            let function = (*block).unwrap_unchecked().cast_unchecked::<FunctionObject>();
                            let code = function.code.get();
                            let count = instr.x() as usize + receiver;
                            if code.simple_argcount.get() as usize == count && (TRACED || code.entry.get().is_null()) {
                                save!();
                                if (*code.instructions_ptr()).op_byte() == Op::ReturnGenerator as u8 {
                                    // A generator needs no frame yet.
                                    let arguments = build::values(block.add(H), count);
                                    let object = check!(generator_native::create(thread, function, arguments));
                                    set!(object.value())
                                }
                                if call::push_simple(thread, block, code, count) {
                                    frame = thread.frame;
                                    regs = Frame::registers(frame);
                                    pc = code.instructions_ptr();
                                    continue;
                                }
                                check!(call::push_failed(thread));
                            }
                        }
                        called!(call::call(thread, frame, pc))
                    }
                    Op::Call | Op::CallMethod | Op::CallKw | Op::CallMethodKw => called!(call::call(thread, frame, pc)),
                    Op::CallNative | Op::CallMethodNative => {
                        let block = regs.add(b as usize);
                        let entry = caches!().first_entry(c as usize);
                        let receiver = (instr.op_byte() == Op::CallMethodNative as u8) as usize;
                        if *block == entry.target && (receiver == 0 || (*block.add(H)).is_some()) {
                            save!();
                            let value = check!(call::call_native(thread, block, instr.x() as usize + receiver));
                            returned!(value)
                        }
                        called!(call::call(thread, frame, pc))
                    }
                    Op::CallClass => {
                        let block = regs.add(b as usize);
                        called!(call::call_class(thread, frame, pc, block))
                    }
                    Op::CallEx => called!(call::call_ex(thread, frame, regs.add(b as usize))),
                    Op::Intrinsic => slow!(build::intrinsic(thread, frame, c as u32, val!(b))),
                    Op::Intrinsic2 => slow!(build::intrinsic2(thread, instr.x() as u32, val!(b), val!(c))),
                    // ---- building
                    Op::BuildTuple => slow!(build::tuple(thread, regs.add(b as usize), c as usize)),
                    Op::BuildList => slow!(build::list(thread, regs.add(b as usize), c as usize)),
                    Op::BuildSet => slow!(build::set(thread, regs.add(b as usize), c as usize)),
                    Op::BuildMap => slow!(build::map(thread, regs.add(b as usize), c as usize)),
                    Op::BuildString => slow!(build::string(thread, regs.add(b as usize), c as usize)),
                    Op::BuildSlice => {
                        subscript::quicken_slice(pc);
                        slow!(build::slice(thread, regs.add(b as usize), c as usize))
                    }
                    Op::BuildSliceLoad => {
                        save!();
                        let (subscript, bounds) = (*pc.add(1), regs.add(b as usize));
                        if let Some(part) = check!(subscript::load_slice(
                            thread,
                            val!(subscript.b()),
                            build::values(bounds, c as usize)
                        )) {
                            reg!(subscript.a()) = Some(part);
                            pc = pc.add(2);
                            continue;
                        }
                        slow!(build::slice(thread, bounds, c as usize))
                    }
                    Op::BuildSliceStore => {
                        save!();
                        let (subscript, bounds) = (*pc.add(1), regs.add(b as usize));
                        let (object, items) = (val!(subscript.a()), val!(subscript.c()));
                        if check!(subscript::store_slice(
                            thread,
                            object,
                            build::values(bounds, c as usize),
                            items
                        )) {
                            pc = pc.add(2);
                            continue;
                        }
                        slow!(build::slice(thread, bounds, c as usize))
                    }
                    Op::ListAppend => {
                        save!();
                        check!(val!(a).cast_unchecked::<ListObject>().push(thread, val!(b)));
                        next!()
                    }
                    Op::SetAdd => {
                        save!();
                        check!(
                            val!(a)
                                .cast_unchecked::<pyrs_object::set::SetObject>()
                                .add(thread, val!(b))
                        );
                        next!()
                    }
                    Op::MapAdd => {
                        save!();
                        let dict = val!(a).cast_unchecked::<pyrs_object::dict::DictObject>();
                        check!(dict.set(thread, val!(b), val!(c)));
                        next!()
                    }
                    Op::ListExtend => {
                        save!();
                        check!(build::list_extend(thread, val!(a), val!(b)));
                        next!()
                    }
                    Op::SetUpdate => {
                        save!();
                        check!(build::set_update(thread, val!(a), val!(b)));
                        next!()
                    }
                    Op::DictUpdate => {
                        save!();
                        check!(build::dict_update(thread, val!(a), val!(b)));
                        next!()
                    }
                    Op::DictMerge => {
                        save!();
                        check!(build::dict_merge(thread, val!(a), val!(b), val!(c)));
                        next!()
                    }
                    Op::FormatValue => {
                        let spec = if c == NO_REG { None } else { Some(val!(c)) };
                        slow!(build::format_value(thread, val!(b), instr.x(), spec))
                    }
                    Op::BuildInterpolation => {
                        slow!(build::interpolation(
                            thread,
                            val!(b),
                            val!(b + 1),
                            instr.x(),
                            val!(b + 2)
                        ))
                    }
                    Op::BuildTemplate => slow!(build::template(thread, val!(b), val!(c))),
                    Op::UnpackSequenceTuple => {
                        if let Some(header) = val!(b).as_object()
                            && header.shape() == core().types.tuple.get().root_shape()
                        {
                            let items = header.cast::<TupleObject>().items_unbound();
                            if items.len() == c as usize {
                                for (i, item) in items.iter().enumerate() {
                                    reg!(a as usize + i) = Some(*item);
                                }
                                next!()
                            }
                        }
                        save!();
                        check!(iteration::unpack(thread, pc, val!(b), regs.add(a as usize), c as usize));
                        next!()
                    }
                    Op::UnpackSequence => {
                        save!();
                        check!(iteration::unpack(thread, pc, val!(b), regs.add(a as usize), c as usize));
                        next!()
                    }
                    Op::UnpackEx => {
                        save!();
                        let (before, after) = ((c & 255) as usize, (c >> 8) as usize);
                        check!(iteration::unpack_ex(
                            thread,
                            val!(b),
                            regs.add(a as usize),
                            before,
                            after
                        ));
                        next!()
                    }
                    // ---- patterns
                    Op::MatchMapping => set!(pattern::is_mapping(val!(b))),
                    Op::MatchSequence => set!(pattern::is_sequence(val!(b))),
                    Op::MatchKeys => slow!(pattern::keys(thread, val!(b), val!(c))),
                    Op::MatchClass => {
                        slow!(pattern::class(thread, val!(b), val!(b + 1), c as usize, val!(b + 2)))
                    }
                    Op::GetLen => {
                        save!();
                        let length = check!(pyrs_object::protocol::len(thread, val!(b)));
                        set!(Value::small_int(length as i64))
                    }
                    // ---- functions, imports
                    Op::MakeFunction => slow!(build::function(thread, frame, instr.bc() as usize)),
                    Op::SetFunctionAttr => {
                        build::set_function_attribute(val!(a), val!(b), instr.x() as u32);
                        next!()
                    }
                    Op::ImportName => slow!(import::import_name(thread, frame, c as usize, val!(b), val!(b + 1))),
                    Op::ImportFrom => slow!(import::import_from(thread, frame, val!(b), c as usize)),
                    // ---- exceptions
                    Op::Raise => {
                        save!();
                        let exception = if instr.x() == 0 { None } else { Some(val!(a)) };
                        let cause = if instr.x() == 2 { Some(val!(b)) } else { None };
                        let _ = exceptions::raise(thread, exception, cause);
                        raise!()
                    }
                    Op::Reraise => {
                        save!();
                        let _ = exceptions::reraise(thread, val!(a));
                        raise!()
                    }
                    Op::PushExc => {
                        let previous = exceptions::push_handled(thread, frame, val!(b));
                        set!(previous)
                    }
                    Op::PopExc => {
                        exceptions::pop_handled(thread, frame, val!(a));
                        next!()
                    }
                    Op::MatchExc => {
                        save!();
                        let matches = check!(exceptions::matches(thread, val!(b), val!(c)));
                        compared!(matches)
                    }
                    Op::MatchExcStar => {
                        save!();
                        let (matching, rest) = check!(exceptions::match_star(thread, val!(b), val!(c)));
                        reg!(a) = Some(matching);
                        reg!(a + 1) = Some(rest);
                        next!()
                    }
                    Op::EndExcStar => slow!(exceptions::end_star(thread, val!(b), val!(c))),
                    // ---- with
                    Op::LoadSpecial => {
                        save!();
                        let (method, receiver) = check!(attribute::load_special(thread, val!(b), c as u32));
                        reg!(a) = Some(method);
                        reg!(a + 1) = receiver;
                        next!()
                    }
                    Op::CallPair => called!(call::call_pair(thread, frame, val!(b), reg!(b + 1), &[])),
                    Op::CallExit => {
                        save!();
                        let exception = if c == NO_REG { None } else { Some(val!(c)) };
                        let args = exceptions::exit_arguments(exception);
                        called!(call::call_pair(thread, frame, val!(b), reg!(b + 1), &args))
                    }
                    // ---- generators
                    Op::ReturnGenerator => {
                        if (*frame).flags.contains(FrameFlags::GENERATOR) {
                            // Resumed for the first time: the value sent is in place.
                            next!()
                        }
                        save!();
                        let object = check!(generator::create(thread, frame));
                        match call::leave(thread, frame, object) {
                            call::Left::Loop => reload!(),
                            call::Left::Run(value) => return Ok(value),
                            call::Left::Failed => return Err(thread.raised()),
                        }
                    }
                    Op::Yield => {
                        save!();
                        match generator::suspend(thread, frame, val!(b)) {
                            call::Left::Loop => reload!(),
                            call::Left::Run(value) => return Ok(value),
                            call::Left::Failed => return Err(thread.raised()),
                        }
                    }
                    Op::GetYieldFromIter => slow!(generator::yield_from_iter(thread, frame, val!(b))),
                    Op::Send => {
                        save!();
                        match check!(generator::send_step(thread, frame, val!(b), val!(c))) {
                            generator::Sent::Yielded(value) => {
                                reg!(a) = Some(value);
                                pc = pc.add(2);
                                continue;
                            }
                            generator::Sent::Returned(value) => set!(value),
                            generator::Sent::Frame => reload!(),
                        }
                    }
                    Op::GetAwaitable => slow!(generator::awaitable(thread, val!(b), instr.x())),
                    Op::GetAIter => slow!(generator::async_iter(thread, val!(b))),
                    Op::GetANext => slow!(generator::async_next(thread, val!(b))),
                    Op::EndAsyncFor => {
                        save!();
                        check!(exceptions::end_async_for(thread, val!(a)));
                        next!()
                    }
                }
            }
        }
    }
}

/// Reads an inline slot.
///
/// # Safety
/// `offset` is that of an inline slot of the object's shape.
#[inline(always)]
pub unsafe fn slot_at(object: Ref<Header>, offset: u32) -> Option<Value> {
    // SAFETY: as promised by the caller.
    unsafe {
        *object
            .as_ptr()
            .cast::<u8>()
            .add(offset as usize)
            .cast::<Option<Value>>()
    }
}

/// Writes an inline slot.
///
/// # Safety
/// As for [`slot_at`].
#[inline(always)]
pub unsafe fn store_slot(object: Ref<Header>, offset: u32, value: Value) {
    // SAFETY: as promised by the caller.
    unsafe {
        let address = object.as_ptr().cast::<u8>();
        *address.add(offset as usize).cast::<Option<Value>>() = Some(value);
        pyrs_object::gc::write_barrier(address);
    }
}
