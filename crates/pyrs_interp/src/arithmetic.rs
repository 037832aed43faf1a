//! Binary, unary and comparison instructions off the hot path: computing, feedback and quickening.
//!
//! An instruction starts generic, notes the kinds of its operands in its feedback byte, and becomes a quick form when
//! they are two small ints or two floats. A quick form that meets other operands falls back for good (`POLYMORPHIC`);
//! the byte then tells the JIT all the kinds there were.

use pyrs_bytecode::op_table::feedback;
use pyrs_bytecode::{Instr, Op};
use pyrs_object::core::{bool_value, none};
use pyrs_object::errors::PyResult;
use pyrs_object::float;
use pyrs_object::protocol;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;

/// Feedback bits of two operands.
#[inline]
fn kinds(left: Value, right: Value) -> u8 {
    let kind = |value: Value, int: u8, float_bit: u8, other: u8| {
        if value.is_small_int() {
            int
        } else if float::as_f64(value).is_some() {
            float_bit
        } else {
            other
        }
    };
    kind(left, feedback::LEFT_INT, feedback::LEFT_FLOAT, feedback::LEFT_OTHER)
        | kind(right, feedback::RIGHT_INT, feedback::RIGHT_FLOAT, feedback::RIGHT_OTHER)
}

const BOTH_INT: u8 = feedback::LEFT_INT | feedback::RIGHT_INT;
const BOTH_FLOAT: u8 = feedback::LEFT_FLOAT | feedback::RIGHT_FLOAT;
const OTHER: u8 = feedback::LEFT_OTHER | feedback::RIGHT_OTHER;

/// The quick form of an instruction for operands of these kinds.
fn quick_form(op: Op, kinds: u8) -> Option<Op> {
    if kinds & BOTH_INT == BOTH_INT {
        return Some(match op {
            Op::BinaryAdd => Op::BinaryAddInt,
            Op::BinarySub => Op::BinarySubInt,
            Op::BinaryMul => Op::BinaryMulInt,
            Op::BinaryFloorDiv => Op::BinaryFloorDivInt,
            Op::BinaryMod => Op::BinaryModInt,
            Op::BinaryAnd => Op::BinaryAndInt,
            Op::BinaryOr => Op::BinaryOrInt,
            Op::BinaryXor => Op::BinaryXorInt,
            Op::BinaryLShift => Op::BinaryLShiftInt,
            Op::BinaryRShift => Op::BinaryRShiftInt,
            Op::InplaceAdd => Op::InplaceAddInt,
            Op::InplaceSub => Op::InplaceSubInt,
            Op::InplaceMul => Op::InplaceMulInt,
            Op::BinaryAddImm => Op::BinaryAddImmInt,
            Op::BinarySubImm => Op::BinarySubImmInt,
            Op::InplaceAddImm => Op::InplaceAddImmInt,
            Op::InplaceSubImm => Op::InplaceSubImmInt,
            Op::CompareEq => Op::CompareEqInt,
            Op::CompareNe => Op::CompareNeInt,
            Op::CompareLt => Op::CompareLtInt,
            Op::CompareLe => Op::CompareLeInt,
            Op::CompareGt => Op::CompareGtInt,
            Op::CompareGe => Op::CompareGeInt,
            Op::CompareEqImm => Op::CompareEqImmInt,
            Op::CompareNeImm => Op::CompareNeImmInt,
            Op::CompareLtImm => Op::CompareLtImmInt,
            Op::CompareLeImm => Op::CompareLeImmInt,
            Op::CompareGtImm => Op::CompareGtImmInt,
            Op::CompareGeImm => Op::CompareGeImmInt,
            _ => return None,
        });
    }
    if kinds & OTHER != 0 {
        return None;
    }
    Some(match op {
        Op::BinaryAdd => Op::BinaryAddFloat,
        Op::BinarySub => Op::BinarySubFloat,
        Op::BinaryMul => Op::BinaryMulFloat,
        Op::BinaryTrueDiv => Op::BinaryTrueDivFloat,
        Op::InplaceAdd => Op::InplaceAddFloat,
        Op::InplaceSub => Op::InplaceSubFloat,
        Op::InplaceMul => Op::InplaceMulFloat,
        Op::CompareLt if kinds & BOTH_FLOAT == BOTH_FLOAT => Op::CompareLtFloat,
        Op::CompareLe if kinds & BOTH_FLOAT == BOTH_FLOAT => Op::CompareLeFloat,
        Op::CompareGt if kinds & BOTH_FLOAT == BOTH_FLOAT => Op::CompareGtFloat,
        Op::CompareGe if kinds & BOTH_FLOAT == BOTH_FLOAT => Op::CompareGeFloat,
        _ => return None,
    })
}

/// Notes operand kinds; quickens an instruction that never left a quick form before.
///
/// # Safety
/// `pc` points at an instruction with a feedback byte.
unsafe fn learn(pc: *mut Instr, left: Value, right: Value) {
    // SAFETY: as promised by the caller.
    let instr = unsafe { *pc };
    let seen = instr.x();
    let kinds = kinds(left, right);
    let mut word = instr.with_x(seen | kinds);
    if seen & feedback::POLYMORPHIC == 0
        && let Some(quick) = quick_form(instr.op().base(), kinds)
    {
        word = word.with_op(quick);
    }
    // SAFETY: as above.
    unsafe { *pc = word };
}

/// A quick form met operands that it does not serve: notes them, and goes back to the generic form.
///
/// # Safety
/// `pc` points at an instruction with a feedback byte.
unsafe fn unlearn(pc: *mut Instr, left: Value, right: Value) {
    // SAFETY: as promised by the caller.
    unsafe {
        let instr = *pc;
        *pc = instr
            .with_op(instr.op().base())
            .with_x(instr.x() | kinds(left, right) | feedback::POLYMORPHIC);
    }
}

/// Computes on small ints and floats without a look at types; `None` for all else.
#[inline(always)]
fn number_fast(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> Option<PyResult<Value>> {
    if let (Some(x), Some(y)) = (left.as_small_int(), right.as_small_int()) {
        let result = match op {
            BinaryOp::Add => x + y,
            BinaryOp::Sub => x - y,
            BinaryOp::Mul => x.checked_mul(y)?,
            BinaryOp::And => x & y,
            BinaryOp::Or => x | y,
            BinaryOp::Xor => x ^ y,
            BinaryOp::TrueDiv if y != 0 && x.unsigned_abs() < 1 << 53 && y.unsigned_abs() < 1 << 53 => {
                return Some(float::from_f64(thread, x as f64 / y as f64));
            }
            _ => return None,
        };
        return Some(pyrs_object::int::from_i64(thread, result));
    }
    let (x, y) = (as_number(left)?, as_number(right)?);
    let result = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::TrueDiv if y != 0.0 => x / y,
        _ => return None,
    };
    Some(float::from_f64(thread, result))
}

/// A plain float, or a small int that a double holds exactly.
#[inline(always)]
fn as_number(value: Value) -> Option<f64> {
    if let Some(number) = value.as_immediate_float() {
        return Some(number);
    }
    match value.as_small_int() {
        Some(int) => (int.unsigned_abs() < 1 << 53).then_some(int as f64),
        None => {
            let object = value.downcast::<float::FloatObject>()?;
            (object.class() == pyrs_object::core::core().types.float.get()).then(|| object.number.get())
        }
    }
}

fn binary_any(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
    match number_fast(thread, op, left, right) {
        Some(result) => result,
        None => protocol::binary(thread, op, left, right),
    }
}

/// A generic binary instruction.
///
/// # Safety
/// `pc` points at an instruction with a feedback byte.
#[inline(never)]
pub unsafe fn binary_adaptive(
    thread: &mut Thread,
    pc: *mut Instr,
    op: BinaryOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { learn(pc, left, right) };
    binary_any(thread, op, left, right)
}

/// A generic in-place instruction.
///
/// # Safety
/// As for [`binary_adaptive`].
#[inline(never)]
pub unsafe fn inplace_adaptive(
    thread: &mut Thread,
    pc: *mut Instr,
    op: BinaryOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { learn(pc, left, right) };
    match number_fast(thread, op, left, right) {
        Some(result) => result,
        None => protocol::inplace(thread, op, left, right),
    }
}

/// A quick int form whose operands are no small ints, or whose result overflows.
///
/// # Safety
/// As for [`binary_adaptive`].
#[cold]
#[inline(never)]
pub unsafe fn binary_miss(
    thread: &mut Thread,
    pc: *mut Instr,
    op: BinaryOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { int_miss(pc, left, right) };
    binary_any(thread, op, left, right)
}

/// The same for in-place instructions.
///
/// # Safety
/// As for [`binary_adaptive`].
#[cold]
#[inline(never)]
pub unsafe fn inplace_miss(
    thread: &mut Thread,
    pc: *mut Instr,
    op: BinaryOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { int_miss(pc, left, right) };
    match number_fast(thread, op, left, right) {
        Some(result) => result,
        None => protocol::inplace(thread, op, left, right),
    }
}

/// # Safety
/// `pc` points at an instruction with a feedback byte.
unsafe fn int_miss(pc: *mut Instr, left: Value, right: Value) {
    // SAFETY: as promised by the caller.
    unsafe {
        if left.is_small_int() && right.is_small_int() {
            let instr = *pc;
            *pc = instr.with_x(instr.x() | feedback::OVERFLOW);
        } else {
            unlearn(pc, left, right);
        }
    }
}

/// A quick float form whose operands or result are not both immediate doubles.
///
/// # Safety
/// As for [`binary_adaptive`].
#[inline(never)]
pub unsafe fn binary_float(
    thread: &mut Thread,
    pc: *mut Instr,
    op: BinaryOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { float_miss(pc, left, right) };
    binary_any(thread, op, left, right)
}

/// The same for in-place instructions.
///
/// # Safety
/// As for [`binary_adaptive`].
#[inline(never)]
pub unsafe fn inplace_float(
    thread: &mut Thread,
    pc: *mut Instr,
    op: BinaryOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { float_miss(pc, left, right) };
    match number_fast(thread, op, left, right) {
        Some(result) => result,
        None => protocol::inplace(thread, op, left, right),
    }
}

/// # Safety
/// `pc` points at an instruction with a feedback byte.
unsafe fn float_miss(pc: *mut Instr, left: Value, right: Value) {
    let kinds = kinds(left, right);
    // SAFETY: as promised by the caller.
    unsafe {
        let instr = *pc;
        // Two ints are served by the quick form of true division only.
        if kinds & OTHER != 0 || (kinds == BOTH_INT && instr.op() != Op::BinaryTrueDivFloat) {
            unlearn(pc, left, right);
        } else if instr.x() & kinds != kinds {
            *pc = instr.with_x(instr.x() | kinds);
        }
    }
}

/// A generic comparison.
///
/// # Safety
/// As for [`binary_adaptive`].
#[inline(never)]
pub unsafe fn compare_adaptive(
    thread: &mut Thread,
    pc: *mut Instr,
    op: CompareOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { learn(pc, left, right) };
    compare_any(thread, op, left, right)
}

/// A quick comparison of other operands than its own.
///
/// # Safety
/// As for [`binary_adaptive`].
#[inline(never)]
pub unsafe fn compare_miss(
    thread: &mut Thread,
    pc: *mut Instr,
    op: CompareOp,
    left: Value,
    right: Value,
) -> PyResult<Value> {
    // SAFETY: as promised by the caller.
    unsafe { unlearn(pc, left, right) };
    compare_any(thread, op, left, right)
}

fn compare_any(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
    if let (Some(x), Some(y)) = (left.as_small_int(), right.as_small_int()) {
        return Ok(bool_value(op.holds(x.cmp(&y))));
    }
    if let (Some(x), Some(y)) = (as_number(left), as_number(right)) {
        let holds = match op {
            CompareOp::Lt => x < y,
            CompareOp::Le => x <= y,
            CompareOp::Eq => x == y,
            CompareOp::Ne => x != y,
            CompareOp::Gt => x > y,
            CompareOp::Ge => x >= y,
        };
        return Ok(bool_value(holds));
    }
    if let (Some(x), Some(y)) = (pyrs_object::str::as_str(left), pyrs_object::str::as_str(right)) {
        let plain = pyrs_object::core::core().types.str_.get();
        if x.class() == plain && y.class() == plain {
            match op {
                CompareOp::Eq => return Ok(bool_value(x.equals(&y))),
                CompareOp::Ne => return Ok(bool_value(!x.equals(&y))),
                _ => {}
            }
        }
    }
    protocol::compare(thread, op, left, right)
}

/// A unary instruction.
///
/// # Safety
/// As for [`binary_adaptive`].
#[inline(never)]
pub unsafe fn unary(thread: &mut Thread, pc: *mut Instr, op: UnaryOp, operand: Value) -> PyResult<Value> {
    let bit = match (operand.as_small_int(), float::as_f64(operand)) {
        (Some(_), _) => feedback::LEFT_INT,
        (None, Some(_)) => feedback::LEFT_FLOAT,
        _ => feedback::LEFT_OTHER,
    };
    // SAFETY: as promised by the caller.
    unsafe { *pc = (*pc).with_x((*pc).x() | bit) };
    if let Some(int) = operand.as_small_int() {
        match op {
            UnaryOp::Neg => return pyrs_object::int::from_i64(thread, -int),
            UnaryOp::Pos => return Ok(operand),
            UnaryOp::Invert => return Ok(Value::small_int(!int)),
            _ => {}
        }
    } else if let Some(number) = operand.as_immediate_float()
        && op == UnaryOp::Neg
    {
        return float::from_f64(thread, -number);
    }
    protocol::unary(thread, op, operand)
}

/// The truth value of a condition that the quick form of a jump does not know.
///
/// # Safety
/// `pc` points at a conditional jump.
#[inline(never)]
pub unsafe fn branch_condition(thread: &mut Thread, pc: *mut Instr, value: Value) -> PyResult<bool> {
    let is_bool = pyrs_object::int::as_bool(value).is_some();
    let bit = if is_bool {
        0
    } else if value.is_small_int() {
        feedback::BRANCH_NOT_BOOL | feedback::BRANCH_INT
    } else if value == none() {
        feedback::BRANCH_NOT_BOOL | feedback::BRANCH_NONE
    } else {
        feedback::BRANCH_NOT_BOOL | feedback::BRANCH_OTHER
    };
    // SAFETY: as promised by the caller.
    unsafe {
        let instr = *pc;
        let quick = match instr.op() {
            Op::JumpIfFalse if is_bool && instr.x() & feedback::BRANCH_NOT_BOOL == 0 => Op::JumpIfFalseBool,
            Op::JumpIfTrue if is_bool && instr.x() & feedback::BRANCH_NOT_BOOL == 0 => Op::JumpIfTrueBool,
            op if !is_bool => op.base(),
            op => op,
        };
        *pc = instr.with_op(quick).with_x(instr.x() | bit);
    }
    protocol::truth(thread, value)
}

/// `x // y` on tagged words; `None` for a zero divisor or overflow.
#[inline(always)]
pub fn floor_div_words(x: u64, y: u64) -> Option<u64> {
    let (x, y) = (x as i64 >> 1, y as i64 >> 1);
    if y == 0 {
        return None;
    }
    let quotient = x / y;
    let floored = if (x % y != 0) && ((x < 0) != (y < 0)) {
        quotient - 1
    } else {
        quotient
    };
    Value::try_small_int(floored).map(Value::bits)
}

/// `x % y` on tagged words; `None` for a zero divisor.
#[inline(always)]
pub fn modulo_words(x: u64, y: u64) -> Option<u64> {
    let (x, y) = (x as i64 >> 1, y as i64 >> 1);
    if y == 0 {
        return None;
    }
    let remainder = x % y;
    let floored = if remainder != 0 && ((remainder < 0) != (y < 0)) {
        remainder + y
    } else {
        remainder
    };
    Some(Value::small_int(floored).bits())
}

/// `x << y` on tagged words; `None` if it does not fit or the count is negative.
#[inline(always)]
pub fn left_shift_words(x: u64, y: u64) -> Option<u64> {
    let (x, count) = (x as i64 >> 1, y as i64 >> 1);
    if !(0..62).contains(&count) {
        return None;
    }
    let shifted = x << count;
    if shifted >> count != x {
        return None;
    }
    Value::try_small_int(shifted).map(Value::bits)
}

/// `x >> y` on tagged words; `None` for a negative count.
#[inline(always)]
pub fn right_shift_words(x: u64, y: u64) -> Option<u64> {
    let (x, count) = (x as i64 >> 1, y as i64 >> 1);
    if count < 0 {
        return None;
    }
    Some(Value::small_int(x >> count.min(63)).bits())
}
