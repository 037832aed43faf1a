//! Numbers, comparisons and truth values: what is unboxed, and which guards the feedback asks for.

use super::Builder;
use super::votes::is_float_form;
use crate::ir::{Opcode, ValueId};
use crate::types::{Kinds, Repr, Type};
use pyrs_abi::DeoptReason;
use pyrs_bytecode::op_table::feedback;
use pyrs_object::core::{bool_value, none};
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};

/// What an operand is expected to be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Number {
    Int,
    Float,
    Either,
    Other,
    Unknown,
}

/// A truth value, known or not.
pub enum Condition {
    /// Known.
    Known(bool),
    /// A b1.
    Value(ValueId),
}

const LEFT: (u8, u8, u8) = (feedback::LEFT_INT, feedback::LEFT_FLOAT, feedback::LEFT_OTHER);
const RIGHT: (u8, u8, u8) = (feedback::RIGHT_INT, feedback::RIGHT_FLOAT, feedback::RIGHT_OTHER);

impl Builder<'_> {
    /// The tagged form of a value.
    pub(super) fn tagged(&mut self, value: ValueId) -> ValueId {
        match self.type_of(value).repr() {
            Repr::F64 => {
                if let Some(&boxed) = self.environment.boxed.get(&value) {
                    return boxed;
                }
                let boxed = self.emit(Opcode::BoxFloat, &[value], Type::FLOAT);
                self.environment.boxed.insert(value, boxed);
                self.environment.unboxed.insert(boxed, value);
                boxed
            }
            Repr::B1 => self.emit(Opcode::BoxBool, &[value], Type::BOOL),
            _ => value,
        }
    }

    fn number(&self, value: ValueId, x: u8, (int, float, other): (u8, u8, u8)) -> Number {
        let ty = self.type_of(value);
        if ty.within(Kinds::INT) {
            return Number::Int;
        }
        if ty.repr() == Repr::F64 || ty.within(Kinds::FLOAT) || self.environment.unboxed.contains_key(&value) {
            return Number::Float;
        }
        if ty.repr() == Repr::B1 || !ty.may_be(Kinds::INT | Kinds::FLOAT) {
            return Number::Other;
        }
        match (x & int != 0, x & float != 0, x & other != 0) {
            (_, _, true) => Number::Other,
            (true, true, _) if !self.is_avoided(DeoptReason::NotNumber) => Number::Either,
            (true, false, _) if !self.is_avoided(DeoptReason::NotInt) => Number::Int,
            (false, true, _) if !self.is_avoided(DeoptReason::NotFloat) => Number::Float,
            (false, false, _) => Number::Unknown,
            // The interpreter's float forms take ints and floats and note only the first that they saw.
            _ if is_float_form(self.instructions[self.pc].op()) && !self.is_avoided(DeoptReason::NotNumber) => {
                Number::Either
            }
            _ => Number::Other,
        }
    }

    /// A small int, guarded unless it is known to be one.
    pub(super) fn int_of(&mut self, value: ValueId) -> ValueId {
        if self.type_of(value).within(Kinds::INT) {
            return value;
        }
        let value = self.tagged(value);
        let guarded = self.emit_guard(Opcode::GuardInt, &[value], [0, 0], DeoptReason::NotInt, Type::INT);
        self.refine(value, guarded);
        guarded
    }

    /// The double of a float, or with `convert` of a small int as well.
    pub(super) fn float_of(&mut self, value: ValueId, convert: bool) -> ValueId {
        let ty = self.type_of(value);
        if ty.repr() == Repr::F64 {
            return value;
        }
        if let Some(&double) = self.environment.unboxed.get(&value) {
            return double;
        }
        if ty.within(Kinds::INT) {
            return self.emit(Opcode::IntToFloat, &[value], Type::F64);
        }
        if ty.constant != 0 && ty.within(Kinds::FLOAT) {
            // SAFETY: constants are live values.
            let number = unsafe { pyrs_object::Value::from_bits(ty.constant) }.and_then(pyrs_object::float::as_f64);
            if let Some(number) = number {
                return self.emit_imm(Opcode::ConstF64, &[], [number.to_bits(), 0], Type::F64);
            }
        }
        let value = self.tagged(value);
        let imm = [convert as u64, 0];
        let reason = match convert {
            true => DeoptReason::NotNumber,
            false => DeoptReason::NotFloat,
        };
        let double = self.emit_guard(Opcode::UnboxFloat, &[value], imm, reason, Type::F64);
        if !convert {
            self.environment.unboxed.insert(value, double);
            self.environment.boxed.insert(double, value);
        }
        double
    }

    /// A binary operation with feedback `x`; `None` if it never ran.
    pub(super) fn binary(
        &mut self,
        op: BinaryOp,
        inplace: bool,
        x: u8,
        left: ValueId,
        right: ValueId,
    ) -> Option<ValueId> {
        let (l, r) = (self.number(left, x, LEFT), self.number(right, x, RIGHT));
        let overflows = x & feedback::OVERFLOW != 0 || self.is_avoided(DeoptReason::Overflow);
        let arithmetic = self.is_avoided(DeoptReason::Arithmetic);
        match (l, r) {
            (Number::Unknown, _) | (_, Number::Unknown) if x & 63 == 0 => return None,
            (Number::Int, Number::Int) => {
                if op == BinaryOp::TrueDiv && !arithmetic {
                    let (left, right) = (self.exact_float(left), self.exact_float(right));
                    return self.float_operation(op, left, right);
                }
                if let Some(opcode) = int_opcode(op)
                    && !overflows
                    && (!arithmetic || matches!(op, BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul))
                {
                    let (left, right) = (self.int_of(left), self.int_of(right));
                    return Some(self.int_operation(opcode, left, right));
                }
            }
            (Number::Int | Number::Float | Number::Either, Number::Float)
            | (Number::Float, Number::Int | Number::Either)
                if has_float_form(op) && !arithmetic =>
            {
                let left = self.operand(left, l);
                let right = self.operand(right, r);
                return self.float_operation(op, left, right);
            }
            _ => {}
        }
        let (left, right) = (self.tagged(left), self.tagged(right));
        let opcode = if inplace { Opcode::Inplace } else { Opcode::Binary };
        Some(self.emit_imm(opcode, &[left, right], [op as u64, 0], Type::ANY))
    }

    fn operand(&mut self, value: ValueId, number: Number) -> ValueId {
        if number == Number::Int {
            let int = self.int_of(value);
            return self.float_of(int, false);
        }
        self.float_of(value, number == Number::Either)
    }

    fn exact_float(&mut self, value: ValueId) -> ValueId {
        let int = self.int_of(value);
        let ty = self.type_of(int);
        // SAFETY: constants are live values.
        let constant = unsafe { pyrs_object::Value::from_bits(ty.constant) }.and_then(|value| value.as_small_int());
        if constant.is_some_and(|number| number.unsigned_abs() <= 1 << 53) {
            return self.float_of(int, false);
        }
        self.emit_guard(
            Opcode::IntToFloatExact,
            &[int],
            [0, 0],
            DeoptReason::Arithmetic,
            Type::F64,
        )
    }

    fn int_operation(&mut self, opcode: Opcode, left: ValueId, right: ValueId) -> ValueId {
        match opcode {
            Opcode::IntAnd | Opcode::IntOr | Opcode::IntXor => self.emit(opcode, &[left, right], Type::INT),
            _ => {
                let reason = match opcode {
                    Opcode::IntAdd | Opcode::IntSub | Opcode::IntMul => DeoptReason::Overflow,
                    _ => DeoptReason::Arithmetic,
                };
                self.emit_guard(opcode, &[left, right], [0, 0], reason, Type::INT)
            }
        }
    }

    fn float_operation(&mut self, op: BinaryOp, left: ValueId, right: ValueId) -> Option<ValueId> {
        let args = [left, right];
        Some(match op {
            BinaryOp::Add => self.emit(Opcode::FloatAdd, &args, Type::F64),
            BinaryOp::Sub => self.emit(Opcode::FloatSub, &args, Type::F64),
            BinaryOp::Mul => self.emit(Opcode::FloatMul, &args, Type::F64),
            BinaryOp::TrueDiv => self.emit_guard(Opcode::FloatDiv, &args, [0, 0], DeoptReason::Arithmetic, Type::F64),
            _ => self.emit_guard(Opcode::FloatPow, &args, [0, 0], DeoptReason::Arithmetic, Type::F64),
        })
    }

    /// A comparison; `None` if it never ran.
    pub(super) fn compare(&mut self, op: CompareOp, x: u8, left: ValueId, right: ValueId) -> Option<ValueId> {
        let (l, r) = (self.number(left, x, LEFT), self.number(right, x, RIGHT));
        match (l, r) {
            (Number::Unknown, _) | (_, Number::Unknown) if x & 63 == 0 => return None,
            (Number::Int, Number::Int) => {
                let args = [self.int_of(left), self.int_of(right)];
                return Some(self.emit_imm(Opcode::IntCompare, &args, [op as u64, 0], Type::B1));
            }
            (Number::Float, Number::Float) => {
                let args = [self.float_of(left, false), self.float_of(right, false)];
                return Some(self.emit_imm(Opcode::FloatCompare, &args, [op as u64, 0], Type::B1));
            }
            (Number::Int, Number::Float) if !self.is_avoided(DeoptReason::Arithmetic) => {
                let args = [self.exact_float(left), self.float_of(right, false)];
                return Some(self.emit_imm(Opcode::FloatCompare, &args, [op as u64, 0], Type::B1));
            }
            (Number::Float, Number::Int) if !self.is_avoided(DeoptReason::Arithmetic) => {
                let args = [self.float_of(left, false), self.exact_float(right)];
                return Some(self.emit_imm(Opcode::FloatCompare, &args, [op as u64, 0], Type::B1));
            }
            _ => {}
        }
        let args = [self.tagged(left), self.tagged(right)];
        Some(self.emit_imm(Opcode::Compare, &args, [op as u64, 0], Type::ANY))
    }

    /// A unary operation.
    pub(super) fn unary(&mut self, op: UnaryOp, x: u8, value: ValueId) -> ValueId {
        match (self.number(value, x, LEFT), op) {
            (Number::Int, UnaryOp::Neg) if !self.is_avoided(DeoptReason::Overflow) => {
                let int = self.int_of(value);
                self.emit_guard(Opcode::IntNeg, &[int], [0, 0], DeoptReason::Overflow, Type::INT)
            }
            (Number::Int, UnaryOp::Pos) => self.int_of(value),
            (Number::Int, UnaryOp::Invert) => {
                let int = self.int_of(value);
                self.emit(Opcode::IntInvert, &[int], Type::INT)
            }
            (Number::Float, UnaryOp::Neg) => {
                let double = self.float_of(value, false);
                self.emit(Opcode::FloatNeg, &[double], Type::F64)
            }
            (Number::Float, UnaryOp::Pos) => self.float_of(value, false),
            _ => {
                let value = self.tagged(value);
                self.emit_imm(Opcode::Unary, &[value], [op as u64, 0], Type::ANY)
            }
        }
    }

    /// The truth of a value.
    pub(super) fn truth(&mut self, value: ValueId) -> Condition {
        let ty = self.type_of(value);
        match ty.repr() {
            Repr::B1 => return Condition::Value(value),
            Repr::F64 => {
                let zero = self.emit_imm(Opcode::ConstF64, &[], [0, 0], Type::F64);
                let imm = [CompareOp::Ne as u64, 0];
                return Condition::Value(self.emit_imm(Opcode::FloatCompare, &[value, zero], imm, Type::B1));
            }
            _ => {}
        }
        if ty.within(Kinds::NONE) {
            return Condition::Known(false);
        }
        if ty.within(Kinds::INT) {
            if ty.constant != 0 {
                return Condition::Known(ty.constant != 1);
            }
            let zero = self.constant(1);
            let imm = [CompareOp::Ne as u64, 0];
            return Condition::Value(self.emit_imm(Opcode::IntCompare, &[value, zero], imm, Type::B1));
        }
        if ty.within(Kinds::BOOL) {
            let true_ = bool_value(true);
            if ty.constant != 0 {
                return Condition::Known(ty.constant == true_.bits());
            }
            let true_ = self.constant_value(true_);
            return Condition::Value(self.emit(Opcode::Is, &[value, true_], Type::B1));
        }
        Condition::Value(self.emit(Opcode::Truth, &[value], Type::B1))
    }

    /// Identity.
    pub(super) fn is(&mut self, left: ValueId, right: ValueId) -> Condition {
        let (left, right) = (self.tagged(left), self.tagged(right));
        let (l, r) = (self.type_of(left), self.type_of(right));
        if l.constant != 0 && r.constant != 0 {
            return Condition::Known(l.constant == r.constant);
        }
        if !l.kinds.intersects(r.kinds) {
            return Condition::Known(false);
        }
        Condition::Value(self.emit(Opcode::Is, &[left, right], Type::B1))
    }

    /// Whether a value is None.
    pub(super) fn is_none(&mut self, value: ValueId) -> Condition {
        let none = self.constant_value(none());
        self.is(value, none)
    }

    /// A condition as a value.
    pub(super) fn condition_value(&mut self, condition: Condition) -> ValueId {
        match condition {
            Condition::Known(known) => self.constant_value(bool_value(known)),
            Condition::Value(value) => value,
        }
    }
}

fn int_opcode(op: BinaryOp) -> Option<Opcode> {
    Some(match op {
        BinaryOp::Add => Opcode::IntAdd,
        BinaryOp::Sub => Opcode::IntSub,
        BinaryOp::Mul => Opcode::IntMul,
        BinaryOp::FloorDiv => Opcode::IntFloorDiv,
        BinaryOp::Mod => Opcode::IntMod,
        BinaryOp::And => Opcode::IntAnd,
        BinaryOp::Or => Opcode::IntOr,
        BinaryOp::Xor => Opcode::IntXor,
        BinaryOp::LShift => Opcode::IntShl,
        BinaryOp::RShift => Opcode::IntShr,
        _ => return None,
    })
}

fn has_float_form(op: BinaryOp) -> bool {
    matches!(
        op,
        BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::TrueDiv | BinaryOp::Pow
    )
}
