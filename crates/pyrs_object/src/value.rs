//! The value word: 64 bits that hold a small int, an immediate double or a pointer to a heap object.
//!
//! - `...1`: an int of 63 bits, shifted left by one.
//! - `..10`: a double whose biased bits are rotated left by three, so that exponents near one fit ([`FLOAT_BIAS`]).
//!   Doubles outside of 2^-255..2^256, both zeros, infinities and NaNs are boxed.
//! - `.000`: the address of a heap object, aligned to 8.
//!
//! Zero is no value: `Option<Value>` is one word, and 0 in a register or slot means "unbound". Singletons (None, True,
//! False, ...) are ordinary heap objects whose addresses are fixed for the process: see [`crate::core`].

use crate::header::{Header, HeapObject, Ref};
use std::num::NonZeroU64;

/// Smallest int that is immediate.
pub const SMALL_INT_MIN: i64 = -(1 << 62);
/// Largest int that is immediate.
pub const SMALL_INT_MAX: i64 = (1 << 62) - 1;
/// Added to a double's bits before the rotation, modulo 2^64.
pub const FLOAT_BIAS: u64 = 1 << 60;
/// How far the biased bits are rotated left.
pub const FLOAT_ROTATE: u32 = 3;
/// `bits & FLOAT_TAG_MASK == FLOAT_TAG` marks an immediate double.
pub const FLOAT_TAG: u64 = 2;
/// See [`FLOAT_TAG`].
pub const FLOAT_TAG_MASK: u64 = 3;

/// A Python value.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(NonZeroU64);

impl Value {
    /// The value of raw bits, `None` for zero.
    ///
    /// # Safety
    /// The bits must be an immediate, or the address of a live heap object of this process.
    #[inline(always)]
    pub const unsafe fn from_bits(bits: u64) -> Option<Value> {
        match NonZeroU64::new(bits) {
            Some(bits) => Some(Value(bits)),
            None => None,
        }
    }

    /// The raw bits.
    #[inline(always)]
    pub const fn bits(self) -> u64 {
        self.0.get()
    }

    /// A small int; the caller knows that it fits.
    #[inline(always)]
    pub const fn small_int(value: i64) -> Value {
        debug_assert!(value >= SMALL_INT_MIN && value <= SMALL_INT_MAX);
        match NonZeroU64::new((value as u64) << 1 | 1) {
            Some(bits) => Value(bits),
            None => unreachable!(),
        }
    }

    /// A small int if `value` fits 63 bits.
    #[inline(always)]
    pub const fn try_small_int(value: i64) -> Option<Value> {
        if value >= SMALL_INT_MIN && value <= SMALL_INT_MAX {
            Some(Value::small_int(value))
        } else {
            None
        }
    }

    /// Whether this is a small int.
    #[inline(always)]
    pub const fn is_small_int(self) -> bool {
        self.bits() & 1 != 0
    }

    /// The number, if this is a small int.
    #[inline(always)]
    pub const fn as_small_int(self) -> Option<i64> {
        if self.is_small_int() {
            Some(self.bits() as i64 >> 1)
        } else {
            None
        }
    }

    /// An immediate double, if `value` has a form for it.
    #[inline(always)]
    pub const fn try_immediate_float(value: f64) -> Option<Value> {
        let bits = value.to_bits().wrapping_add(FLOAT_BIAS).rotate_left(FLOAT_ROTATE);
        if bits & FLOAT_TAG_MASK == FLOAT_TAG {
            match NonZeroU64::new(bits) {
                Some(bits) => Some(Value(bits)),
                None => None,
            }
        } else {
            None
        }
    }

    /// Whether this is an immediate double.
    #[inline(always)]
    pub const fn is_immediate_float(self) -> bool {
        self.bits() & FLOAT_TAG_MASK == FLOAT_TAG
    }

    /// The double, if this is an immediate one. See [`crate::float::as_f64`] for boxed ones too.
    #[inline(always)]
    pub const fn as_immediate_float(self) -> Option<f64> {
        if self.is_immediate_float() {
            Some(f64::from_bits(
                self.bits().rotate_right(FLOAT_ROTATE).wrapping_sub(FLOAT_BIAS),
            ))
        } else {
            None
        }
    }

    /// Whether this points to a heap object.
    #[inline(always)]
    pub const fn is_heap(self) -> bool {
        self.bits() & 7 == 0
    }

    /// The heap object, if this is one.
    #[inline(always)]
    pub fn as_object(self) -> Option<Ref<Header>> {
        if self.is_heap() {
            // SAFETY: a nonzero word with clear low bits is the address of a live heap object.
            Some(unsafe { Ref::from_address(self.bits()) })
        } else {
            None
        }
    }

    /// The heap object as a `T`, if its layout is that of `T` (an instance of the native type or of a subclass).
    #[inline(always)]
    pub fn downcast<T: HeapObject>(self) -> Option<Ref<T>> {
        let object = self.as_object()?;
        if T::is_layout(object.shape().layout()) {
            // SAFETY: the layout recorded in the shape is that of `T`.
            Some(unsafe { object.cast() })
        } else {
            None
        }
    }

    /// Identity (`is`).
    #[inline(always)]
    pub fn is(self, other: Value) -> bool {
        self == other
    }

    /// The heap object as a `T`.
    ///
    /// # Safety
    /// The value must be a heap object whose layout is that of `T`.
    #[inline(always)]
    pub unsafe fn cast_unchecked<T: HeapObject>(self) -> Ref<T> {
        debug_assert!(self.downcast::<T>().is_some());
        // SAFETY: promised by the caller.
        unsafe { Ref::from_address(self.bits()) }
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(int) = self.as_small_int() {
            write!(f, "{int}")
        } else if let Some(float) = self.as_immediate_float() {
            write!(f, "{float:?}")
        } else {
            write!(f, "{:#x}", self.bits())
        }
    }
}

impl<T: HeapObject> From<Ref<T>> for Value {
    #[inline(always)]
    fn from(object: Ref<T>) -> Value {
        object.value()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_ints_round_trip() {
        for n in [0, 1, -1, 42, SMALL_INT_MAX, SMALL_INT_MIN] {
            assert_eq!(Value::small_int(n).as_small_int(), Some(n));
        }
        assert_eq!(Value::try_small_int(SMALL_INT_MAX + 1), None);
        assert_eq!(Value::try_small_int(SMALL_INT_MIN - 1), None);
    }

    #[test]
    fn common_doubles_are_immediate() {
        for x in [1.0, -1.0, 0.1, 1e10, -1e-30, 1e77, std::f64::consts::PI] {
            let value = Value::try_immediate_float(x).unwrap();
            assert!(!value.is_small_int() && !value.is_heap());
            assert_eq!(value.as_immediate_float(), Some(x));
        }
        for x in [0.0, -0.0, f64::INFINITY, f64::NEG_INFINITY, f64::NAN, 1e300, 5e-324] {
            assert!(Value::try_immediate_float(x).is_none(), "{x}");
        }
    }
}
