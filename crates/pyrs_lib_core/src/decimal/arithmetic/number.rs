//! Decimal numbers and contexts as plain Rust data, and the rounding that ends every operation.
//!
//! The conditions are those of the General Decimal Arithmetic Specification (M. Cowlishaw), with bit numbers of our
//! own choice that follow libmpdec's order. Invariant: an exponent is between -4 * 10^18 and 4 * 10^18, so that sums
//! of a few exponents fit 64 bits; a NaN's exponent is zero.

use super::coefficient::{Coefficient, MAX_DIGITS, Tail};

/// Greatest precision and exponent of a context.
pub const MAX_PREC: i64 = 999_999_999_999_999_999;
/// Greatest exponent of a context.
pub const MAX_EMAX: i64 = MAX_PREC;
/// Least exponent of a context.
pub const MIN_EMIN: i64 = -MAX_PREC;
/// Least exponent of a subnormal number.
pub const MIN_ETINY: i64 = MIN_EMIN - (MAX_PREC - 1);
/// An exponent that is too great for every context.
pub const EXPONENT_INFINITE: i64 = 2_000_000_000_000_000_001;
/// An exponent that is too small for every context.
pub const EXPONENT_CLAMP: i64 = -4_000_000_000_000_000_001;

/// Conditions, as bits.
pub mod status {
    #![allow(missing_docs)]
    pub const CLAMPED: u32 = 1;
    pub const CONVERSION_SYNTAX: u32 = 2;
    pub const DIVISION_BY_ZERO: u32 = 4;
    pub const DIVISION_IMPOSSIBLE: u32 = 8;
    pub const DIVISION_UNDEFINED: u32 = 0x10;
    pub const INEXACT: u32 = 0x40;
    pub const INVALID_CONTEXT: u32 = 0x80;
    pub const INVALID_OPERATION: u32 = 0x100;
    pub const MALLOC_ERROR: u32 = 0x200;
    pub const FLOAT_OPERATION: u32 = 0x400;
    pub const OVERFLOW: u32 = 0x800;
    pub const ROUNDED: u32 = 0x1000;
    pub const SUBNORMAL: u32 = 0x2000;
    pub const UNDERFLOW: u32 = 0x4000;
    /// Everything that the signal InvalidOperation stands for.
    pub const ANY_INVALID: u32 = CONVERSION_SYNTAX
        | DIVISION_IMPOSSIBLE
        | DIVISION_UNDEFINED
        | INVALID_CONTEXT
        | INVALID_OPERATION
        | MALLOC_ERROR;
    /// Conditions whose result is a NaN.
    pub const ERRORS: u32 = ANY_INVALID | DIVISION_BY_ZERO;
}
use status::*;

/// Rounding modes, in the order in which Python lists them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    /// Away from zero.
    Up,
    /// Towards zero.
    Down,
    /// Towards infinity.
    Ceiling,
    /// Towards minus infinity.
    Floor,
    /// To nearest, ties away from zero.
    HalfUp,
    /// To nearest, ties towards zero.
    HalfDown,
    /// To nearest, ties to even.
    HalfEven,
    /// Away from zero if the last digit would be 0 or 5.
    ZeroFiveUp,
}

impl Rounding {
    /// All, with their names.
    pub const ALL: [(Rounding, &'static str); 8] = [
        (Rounding::Up, "ROUND_UP"),
        (Rounding::Down, "ROUND_DOWN"),
        (Rounding::Ceiling, "ROUND_CEILING"),
        (Rounding::Floor, "ROUND_FLOOR"),
        (Rounding::HalfUp, "ROUND_HALF_UP"),
        (Rounding::HalfDown, "ROUND_HALF_DOWN"),
        (Rounding::HalfEven, "ROUND_HALF_EVEN"),
        (Rounding::ZeroFiveUp, "ROUND_05UP"),
    ];

    /// Whether a cut-off tail makes the last digit one more.
    #[inline]
    pub fn increments(self, negative: bool, tail: Tail, coefficient: &Coefficient) -> bool {
        if tail == Tail::Zero {
            return false;
        }
        match self {
            Rounding::Up => true,
            Rounding::Down => false,
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::HalfUp => tail != Tail::Below,
            Rounding::HalfDown => tail == Tail::Above,
            Rounding::HalfEven => tail == Tail::Above || tail == Tail::Half && coefficient.is_odd(),
            Rounding::ZeroFiveUp => matches!(coefficient.last_digit(), 0 | 5),
        }
    }
}

/// What an operation is to observe.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Digits.
    pub prec: i64,
    /// Greatest adjusted exponent.
    pub emax: i64,
    /// Least adjusted exponent of normal numbers.
    pub emin: i64,
    /// Rounding mode.
    pub rounding: Rounding,
    /// Whether exponents are at most [`Limits::etop`].
    pub clamp: bool,
}

impl Limits {
    /// The widest limits.
    pub const MAX: Limits = Limits {
        prec: MAX_PREC,
        emax: MAX_EMAX,
        emin: MIN_EMIN,
        rounding: Rounding::HalfEven,
        clamp: false,
    };

    /// Least exponent.
    pub fn etiny(&self) -> i64 {
        self.emin - (self.prec - 1)
    }

    /// Greatest exponent of a number with as many digits as there may be.
    pub fn etop(&self) -> i64 {
        self.emax - (self.prec - 1)
    }

    /// The same with another rounding mode.
    pub fn rounding(mut self, rounding: Rounding) -> Limits {
        self.rounding = rounding;
        self
    }
}

/// What a number is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum Kind {
    /// `coefficient * 10^exponent`.
    Finite,
    /// Infinity.
    Infinite,
    /// A quiet NaN; the coefficient is its payload.
    Quiet,
    /// A signaling NaN.
    Signaling,
}

/// A decimal number.
#[derive(Clone, Debug)]
pub struct Number {
    /// The sign.
    pub negative: bool,
    /// Finite or not.
    pub kind: Kind,
    /// Exponent.
    pub exponent: i64,
    /// Coefficient.
    pub coefficient: Coefficient,
}

impl Number {
    /// A finite number.
    #[inline]
    pub fn new(negative: bool, coefficient: Coefficient, exponent: i64) -> Number {
        Number {
            negative,
            kind: Kind::Finite,
            exponent,
            coefficient,
        }
    }

    /// A small whole number.
    pub fn small(value: i64) -> Number {
        Number::new(value < 0, Coefficient::Small(value.unsigned_abs().into()), 0)
    }

    /// An infinity.
    pub fn infinity(negative: bool) -> Number {
        Number {
            negative,
            kind: Kind::Infinite,
            exponent: 0,
            coefficient: Coefficient::ZERO,
        }
    }

    /// A quiet NaN.
    pub fn nan() -> Number {
        Number {
            negative: false,
            kind: Kind::Quiet,
            exponent: 0,
            coefficient: Coefficient::ZERO,
        }
    }

    /// Reports conditions whose result is a NaN.
    #[cold]
    pub fn error(condition: u32, status: &mut u32) -> Number {
        *status |= condition;
        Number::nan()
    }

    /// Finite?
    #[inline]
    pub fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    /// Infinite?
    pub fn is_infinite(&self) -> bool {
        self.kind == Kind::Infinite
    }

    /// NaN of either kind?
    pub fn is_nan(&self) -> bool {
        matches!(self.kind, Kind::Quiet | Kind::Signaling)
    }

    /// Zero?
    #[inline]
    pub fn is_zero(&self) -> bool {
        self.is_finite() && self.coefficient.is_zero()
    }

    /// Exponent of the first digit.
    #[inline]
    pub fn adjusted(&self) -> i64 {
        self.exponent + self.coefficient.digits() as i64 - 1
    }

    /// The same with another sign.
    pub fn with_sign(mut self, negative: bool) -> Number {
        self.negative = negative;
        self
    }

    /// Whether a finite number is a whole one.
    pub fn is_integer(&self) -> bool {
        if !self.is_finite() {
            return false;
        }
        if self.exponent >= 0 || self.coefficient.is_zero() {
            return true;
        }
        let places = self.exponent.unsigned_abs();
        self.coefficient.trailing_zeros(places) == places
    }

    /// Whether a whole number is odd.
    pub fn is_odd_integer(&self) -> bool {
        match self.exponent {
            0 => self.coefficient.is_odd(),
            1.. => false,
            places => self.coefficient.shift_right(places.unsigned_abs()).0.is_odd(),
        }
    }

    /// Whether it is finite, not zero, and has an exponent that is not too small for the limits.
    pub fn is_normal(&self, limits: &Limits) -> bool {
        self.is_finite() && !self.coefficient.is_zero() && self.adjusted() >= limits.emin
    }

    /// Whether it is finite, not zero, and too small to be normal.
    pub fn is_subnormal(&self, limits: &Limits) -> bool {
        self.is_finite() && !self.coefficient.is_zero() && self.adjusted() < limits.emin
    }

    /// The result for a NaN among the operands, if there is one.
    #[inline]
    pub fn nan_among(operands: &[&Number], limits: &Limits, status: &mut u32) -> Option<Number> {
        if operands.iter().all(|operand| !operand.is_nan()) {
            return None;
        }
        let signaling = operands.iter().find(|operand| operand.kind == Kind::Signaling);
        if signaling.is_some() {
            *status |= INVALID_OPERATION;
        }
        let chosen = signaling.or_else(|| operands.iter().find(|operand| operand.is_nan()))?;
        let mut result = (*chosen).clone();
        result.kind = Kind::Quiet;
        result.shorten_payload(limits);
        Some(result)
    }

    fn shorten_payload(&mut self, limits: &Limits) {
        let room = limits.prec - i64::from(limits.clamp);
        if !self.coefficient.is_zero() && self.coefficient.digits() as i64 > room {
            self.coefficient = self.coefficient.low_digits(room as u64);
        }
    }

    /// Puts a number within limits.
    #[inline]
    pub fn finish(mut self, limits: &Limits, status: &mut u32) -> Number {
        match self.kind {
            Kind::Finite => {
                let digits = self.coefficient.digits() as i64;
                let adjusted = self.exponent + digits - 1;
                let inside = adjusted <= limits.emax && adjusted >= limits.emin;
                if inside && digits <= limits.prec && !limits.clamp {
                    return self;
                }
                self.check_exponent(limits, status);
                if self.is_finite() {
                    self.check_digits(limits, status);
                }
            }
            Kind::Infinite => {}
            Kind::Quiet | Kind::Signaling => self.shorten_payload(limits),
        }
        self
    }

    fn check_digits(&mut self, limits: &Limits, status: &mut u32) {
        let excess = self.coefficient.digits() as i64 - limits.prec;
        if excess <= 0 {
            return;
        }
        let tail = self.cut(excess as u64, limits.rounding);
        *status |= ROUNDED;
        if tail != Tail::Zero {
            *status |= INEXACT;
        }
        if self.coefficient.digits() as i64 > limits.prec {
            // The coefficient has become a power of ten.
            self.coefficient = self.coefficient.shift_right(1).0;
            self.exponent += 1;
        }
        self.check_exponent(limits, status);
    }

    /// Cuts digits off the coefficient and rounds what is left.
    pub fn cut(&mut self, places: u64, rounding: Rounding) -> Tail {
        let (mut kept, tail) = self.coefficient.shift_right(places);
        if rounding.increments(self.negative, tail, &kept) {
            kept = kept.increment();
        }
        self.coefficient = kept;
        self.exponent += places as i64;
        tail
    }

    fn check_exponent(&mut self, limits: &Limits, status: &mut u32) {
        let adjusted = self.adjusted();
        if adjusted > limits.emax {
            self.overflow(limits, status);
        } else if limits.clamp && self.exponent > limits.etop() {
            let places = (self.exponent - limits.etop()) as u64;
            if places > MAX_DIGITS && !self.coefficient.is_zero() {
                *self = Number::error(MALLOC_ERROR, status);
                return;
            }
            self.coefficient = self.coefficient.shift_left(places);
            self.exponent = limits.etop();
            *status |= CLAMPED;
            if !self.coefficient.is_zero() && adjusted < limits.emin {
                *status |= SUBNORMAL;
            }
        } else if adjusted < limits.emin {
            self.underflow(limits, status);
        }
    }

    fn overflow(&mut self, limits: &Limits, status: &mut u32) {
        if self.coefficient.is_zero() {
            self.exponent = if limits.clamp { limits.etop() } else { limits.emax };
            *status |= CLAMPED;
            return;
        }
        let infinite = match limits.rounding {
            Rounding::Down | Rounding::ZeroFiveUp => false,
            Rounding::Ceiling => !self.negative,
            Rounding::Floor => self.negative,
            _ => true,
        };
        *status |= OVERFLOW | INEXACT | ROUNDED;
        *self = match infinite {
            true => Number::infinity(self.negative),
            false => Number::greatest(self.negative, limits, status),
        };
    }

    /// The finite number of greatest magnitude.
    pub fn greatest(negative: bool, limits: &Limits, status: &mut u32) -> Number {
        if limits.prec as u64 > MAX_DIGITS {
            return Number::error(MALLOC_ERROR, status);
        }
        let coefficient = Coefficient::ONE.shift_left(limits.prec as u64).sub(&Coefficient::ONE);
        Number::new(negative, coefficient, limits.etop())
    }

    fn underflow(&mut self, limits: &Limits, status: &mut u32) {
        let etiny = limits.etiny();
        if self.coefficient.is_zero() {
            if self.exponent < etiny {
                self.exponent = etiny;
                *status |= CLAMPED;
            }
            return;
        }
        *status |= SUBNORMAL;
        if self.exponent < etiny {
            let tail = self.cut((etiny - self.exponent) as u64, limits.rounding);
            *status |= ROUNDED;
            if tail != Tail::Zero {
                *status |= INEXACT | UNDERFLOW;
                if self.coefficient.is_zero() {
                    *status |= CLAMPED;
                }
            }
        }
    }
}
