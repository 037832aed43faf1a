//! Constant folding, where CPython folds and it shows: literals under operators, tuples, `__debug__`, slices.
//!
//! Invariant: a fold never changes a result or swallows an error; whatever is not certain is left to run time.

use pyrs_bytecode::Constant;
use pyrs_syntax::ast::{BinaryOperator, Constant as Literal, Expr, ExprKind, UnaryOperator};

use crate::compiler::Compiler;
use crate::int_literal;
use crate::stack;

/// Bytes of a string that may be made by folding.
const MOST_BYTES: usize = 4096;
/// Items of a tuple that may be made by folding a repetition.
const MOST_ITEMS: usize = 256;
/// Depth of nested constant tuples.
const MOST_DEPTH: usize = 64;

impl<'a> Compiler<'a> {
    /// The value of `e` if it is known.
    pub(crate) fn fold(&mut self, e: &'a Expr) -> Option<Constant> {
        match &e.kind {
            ExprKind::Constant { value, .. } => Some(literal(value)),
            ExprKind::Name { id, .. } if &**id == "__debug__" => Some(Constant::Bool(self.optimize == 0)),
            ExprKind::BinOp { .. } | ExprKind::UnaryOp { .. } | ExprKind::Tuple { .. } | ExprKind::Slice { .. } => {
                if self.not_constant.contains(&std::ptr::from_ref(e)) {
                    return None;
                }
                let folded = stack::grow(|| self.fold_compound(e));
                if folded.is_none() {
                    self.not_constant.insert(e);
                }
                folded
            }
            _ => None,
        }
    }

    pub(crate) fn fold_all(&mut self, list: &'a [Expr]) -> Option<Vec<Constant>> {
        // A look at the last one: displays that are not constant mostly show it at either end. Only a look, as folding
        // it twice on each level would be exponential.
        let hopeless = |e: &Expr| {
            !matches!(
                e.kind,
                ExprKind::Constant { .. }
                    | ExprKind::Name { .. }
                    | ExprKind::BinOp { .. }
                    | ExprKind::UnaryOp { .. }
                    | ExprKind::Tuple { .. }
                    | ExprKind::Slice { .. }
            )
        };
        if list.last().is_some_and(hopeless) {
            return None;
        }
        list.iter().map(|e| self.fold(e)).collect()
    }

    fn fold_compound(&mut self, e: &'a Expr) -> Option<Constant> {
        match &e.kind {
            ExprKind::BinOp { left, op, right } => {
                let left = self.fold(left)?;
                let right = self.fold(right)?;
                binary(*op, left, right)
            }
            ExprKind::UnaryOp { op, operand } => unary(*op, self.fold(operand)?),
            ExprKind::Tuple { elts, .. } => {
                let items = self.fold_all(elts)?;
                // Constants are dropped and written recursively, so how deep they nest is bounded.
                (depth(&items) < MOST_DEPTH).then_some(Constant::Tuple(items))
            }
            ExprKind::Slice { lower, upper, step } => {
                let mut part = |part: &'a Option<Box<Expr>>| match part {
                    Some(part) => self.fold(part),
                    None => Some(Constant::None),
                };
                Some(Constant::Slice(Box::new([part(lower)?, part(upper)?, part(step)?])))
            }
            _ => None,
        }
    }
}

fn depth(items: &[Constant]) -> usize {
    let inner = items.iter().map(|item| match item {
        Constant::Tuple(items) => depth(items),
        _ => 0,
    });
    1 + inner.max().unwrap_or(0)
}

/// The value of a literal.
pub fn literal(value: &Literal) -> Constant {
    match value {
        Literal::None => Constant::None,
        Literal::True => Constant::Bool(true),
        Literal::False => Constant::Bool(false),
        Literal::Ellipsis => Constant::Ellipsis,
        Literal::Int(digits) => int_literal::parse(digits),
        Literal::Float(value) => Constant::Float(*value),
        Literal::Imaginary(value) => Constant::Complex(0.0, *value),
        Literal::Str(bytes) => Constant::Str(bytes.as_slice().into()),
        Literal::Bytes(bytes) => Constant::Bytes(bytes.as_slice().into()),
        Literal::Complex(real, imaginary) => Constant::Complex(*real, *imaginary),
        Literal::Tuple(items) => Constant::Tuple(items.iter().map(literal).collect()),
        Literal::FrozenSet(items) => Constant::FrozenSet(items.iter().map(literal).collect()),
    }
}

/// The truth of a constant.
pub(crate) fn truth(constant: &Constant) -> bool {
    match constant {
        Constant::None => false,
        Constant::Bool(value) => *value,
        Constant::Int(value) => *value != 0,
        Constant::Float(value) => *value != 0.0,
        Constant::Complex(real, imaginary) => *real != 0.0 || *imaginary != 0.0,
        Constant::Str(bytes) | Constant::Bytes(bytes) => !bytes.is_empty(),
        Constant::Tuple(items) | Constant::FrozenSet(items) => !items.is_empty(),
        Constant::Ellipsis | Constant::BigInt { .. } | Constant::Slice(_) | Constant::Code(_) => true,
    }
}

/// The value of an int or bool constant that is not huge.
fn int_value(constant: &Constant) -> Option<i128> {
    match constant {
        Constant::Int(value) => Some(i128::from(*value)),
        Constant::Bool(value) => Some(i128::from(*value)),
        Constant::BigInt { negative, magnitude } if magnitude.len() < 16 => {
            let value = magnitude
                .iter()
                .rev()
                .fold(0i128, |value, byte| value << 8 | i128::from(*byte));
            Some(if *negative { -value } else { value })
        }
        _ => None,
    }
}

fn int_constant(value: i128) -> Constant {
    match i64::try_from(value) {
        Ok(value) => Constant::Int(value),
        Err(_) => int_literal::big(value < 0, value.unsigned_abs().to_le_bytes().to_vec()),
    }
}

fn float_value(constant: &Constant) -> Option<f64> {
    match constant {
        Constant::Float(value) => Some(*value),
        Constant::Int(value) if value.unsigned_abs() <= 1 << 53 => Some(*value as f64),
        Constant::Bool(value) => Some(f64::from(u8::from(*value))),
        _ => None,
    }
}

fn unary(op: UnaryOperator, operand: Constant) -> Option<Constant> {
    match (op, operand) {
        (UnaryOperator::Not, operand) => Some(Constant::Bool(!truth(&operand))),
        (UnaryOperator::USub, Constant::Float(value)) => Some(Constant::Float(-value)),
        (UnaryOperator::USub, Constant::Complex(real, imaginary)) => Some(Constant::Complex(-real, -imaginary)),
        (UnaryOperator::USub, Constant::BigInt { negative, magnitude }) => Some(int_literal::big(!negative, magnitude)),
        (UnaryOperator::USub, operand) => Some(int_constant(int_value(&operand)?.checked_neg()?)),
        (UnaryOperator::UAdd, operand @ (Constant::Float(_) | Constant::Complex(..))) => Some(operand),
        (UnaryOperator::UAdd, operand) => Some(int_constant(int_value(&operand)?)),
        // The inversion of a bool warns, so it is left to run time.
        (UnaryOperator::Invert, Constant::Bool(_)) => None,
        (UnaryOperator::Invert, operand) => Some(int_constant(!int_value(&operand)?)),
    }
}

fn binary(op: BinaryOperator, left: Constant, right: Constant) -> Option<Constant> {
    // Of two bools these operators make a bool.
    if let (Constant::Bool(left), Constant::Bool(right)) = (&left, &right) {
        match op {
            BinaryOperator::BitAnd => return Some(Constant::Bool(left & right)),
            BinaryOperator::BitOr => return Some(Constant::Bool(left | right)),
            BinaryOperator::BitXor => return Some(Constant::Bool(left ^ right)),
            _ => {}
        }
    }
    if let (Some(left), Some(right)) = (int_value(&left), int_value(&right)) {
        return int_binary(op, left, right);
    }
    match (&left, &right) {
        (Constant::Complex(..), _) | (_, Constant::Complex(..)) => complex_binary(op, &left, &right),
        (Constant::Float(_), _) | (_, Constant::Float(_)) => {
            float_binary(op, float_value(&left)?, float_value(&right)?).map(Constant::Float)
        }
        _ => sequence_binary(op, left, right),
    }
}

fn int_binary(op: BinaryOperator, left: i128, right: i128) -> Option<Constant> {
    let value = match op {
        BinaryOperator::Add => left.checked_add(right)?,
        BinaryOperator::Sub => left.checked_sub(right)?,
        BinaryOperator::Mult => left.checked_mul(right)?,
        BinaryOperator::Div => {
            let exact = |value: i128| value.unsigned_abs() <= 1 << 53;
            return (right != 0 && exact(left) && exact(right)).then(|| Constant::Float(left as f64 / right as f64));
        }
        BinaryOperator::FloorDiv if right != 0 => {
            let quotient = left.checked_div(right)?;
            if left % right != 0 && (left < 0) != (right < 0) {
                quotient - 1
            } else {
                quotient
            }
        }
        BinaryOperator::Mod if right != 0 => {
            let rest = left.checked_rem(right)?;
            if rest != 0 && (rest < 0) != (right < 0) {
                rest + right
            } else {
                rest
            }
        }
        BinaryOperator::Pow => left.checked_pow(u32::try_from(right).ok()?)?,
        BinaryOperator::LShift => {
            let shift = u32::try_from(right).ok().filter(|shift| *shift < 120)?;
            left.checked_mul(1i128 << shift)?
        }
        BinaryOperator::RShift => left >> u32::try_from(right).ok()?.min(127),
        BinaryOperator::BitOr => left | right,
        BinaryOperator::BitXor => left ^ right,
        BinaryOperator::BitAnd => left & right,
        _ => return None,
    };
    Some(int_constant(value))
}

fn float_binary(op: BinaryOperator, left: f64, right: f64) -> Option<f64> {
    match op {
        BinaryOperator::Add => Some(left + right),
        BinaryOperator::Sub => Some(left - right),
        BinaryOperator::Mult => Some(left * right),
        BinaryOperator::Div if right != 0.0 => Some(left / right),
        _ => None,
    }
}

/// Sums and differences only; a real operand leaves the imaginary part alone, as in C's mixed arithmetic.
fn complex_binary(op: BinaryOperator, left: &Constant, right: &Constant) -> Option<Constant> {
    let sign = match op {
        BinaryOperator::Add => 1.0,
        BinaryOperator::Sub => -1.0,
        _ => return None,
    };
    Some(match (left, right) {
        (Constant::Complex(a, b), Constant::Complex(c, d)) => Constant::Complex(a + sign * c, b + sign * d),
        (Constant::Complex(a, b), right) => Constant::Complex(a + sign * float_value(right)?, *b),
        (left, Constant::Complex(c, d)) => Constant::Complex(float_value(left)? + sign * c, sign * d),
        _ => return None,
    })
}

fn sequence_binary(op: BinaryOperator, left: Constant, right: Constant) -> Option<Constant> {
    let joined = |a: &[u8], b: &[u8]| (a.len() + b.len() <= MOST_BYTES).then(|| [a, b].concat().into());
    match (op, &left, &right) {
        (BinaryOperator::Add, Constant::Str(a), Constant::Str(b)) => joined(a, b).map(Constant::Str),
        (BinaryOperator::Add, Constant::Bytes(a), Constant::Bytes(b)) => joined(a, b).map(Constant::Bytes),
        (BinaryOperator::Add, Constant::Tuple(a), Constant::Tuple(b)) => {
            (a.len() + b.len() <= MOST_ITEMS).then(|| Constant::Tuple(a.iter().chain(b).cloned().collect()))
        }
        (BinaryOperator::Mult, sequence, count) | (BinaryOperator::Mult, count, sequence)
            if int_value(count).is_some() =>
        {
            repeat(sequence, int_value(count)?)
        }
        _ => None,
    }
}

fn repeat(sequence: &Constant, count: i128) -> Option<Constant> {
    let count = usize::try_from(count.max(0)).ok()?;
    let fits = |length: usize, most: usize| length.checked_mul(count).is_some_and(|total| total <= most);
    match sequence {
        Constant::Str(bytes) if fits(bytes.len(), MOST_BYTES) => Some(Constant::Str(bytes.repeat(count).into())),
        Constant::Bytes(bytes) if fits(bytes.len(), MOST_BYTES) => Some(Constant::Bytes(bytes.repeat(count).into())),
        Constant::Tuple(items) if fits(items.len(), MOST_ITEMS) => Some(Constant::Tuple(
            items.iter().cycle().take(items.len() * count).cloned().collect(),
        )),
        _ => None,
    }
}
