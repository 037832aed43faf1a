//! Ints: 63-bit ones are immediate, bigger ones and instances of int subclasses are heap objects with sign and
//! magnitude in 64-bit limbs. Arithmetic on big ones goes through dashu-int.
//!
//! Invariant: a plain int that fits 63 bits is never a heap object.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::layout::Layout;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use dashu_int::{IBig, Sign, UBig};
use std::cell::Cell;

/// A big int, or an instance of a subclass of int of any size.
#[repr(C)]
pub struct IntObject {
    header: Header,
    limb_count: Cell<usize>,
    negative: Cell<u64>,
}

/// Layout of [`IntObject`].
pub static INT_LAYOUT: Layout = Layout {
    name: "int",
    trace: {
        unsafe fn trace(_: *mut u8, _: &mut pyrs_gc::Visitor) {}
        trace
    },
    size: {
        unsafe fn size(object: *const u8) -> usize {
            // SAFETY: called for ints only.
            let int = unsafe { &*(object as *const IntObject) };
            std::mem::size_of::<IntObject>() + 8 * int.limb_count.get()
        }
        size
    },
    fixed_size: 0,
    drop: None,
    wants_finalizer: None,
};
crate::heap_object!(@impl IntObject, INT_LAYOUT);

impl IntObject {
    /// An object of `class` with the value.
    pub fn with_class(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        negative: bool,
        limbs: &[u64],
    ) -> PyResult<Ref<IntObject>> {
        let shape = class.root_shape();
        let size = std::mem::size_of::<IntObject>() + 8 * limbs.len() + shape.extension_size();
        let int = thread.allocate::<IntObject>(shape, size)?;
        int.limb_count.set(limbs.len());
        int.negative.set(negative as u64);
        // SAFETY: the object has room for the limbs.
        unsafe { std::ptr::copy_nonoverlapping(limbs.as_ptr(), int.limbs_ptr(), limbs.len()) };
        Ok(int)
    }

    fn limbs_ptr(&self) -> *mut u64 {
        // SAFETY: the limbs follow the fixed part in the same object.
        unsafe { (self as *const Self).add(1) as *mut u64 }
    }

    /// Magnitude, least significant limb first, without leading zeros.
    pub fn limbs(&self) -> &[u64] {
        // SAFETY: inside the object; ints don't change.
        unsafe { std::slice::from_raw_parts(self.limbs_ptr(), self.limb_count.get()) }
    }

    /// Whether it is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative.get() != 0
    }

    /// As a dashu integer.
    pub fn to_big(&self) -> IBig {
        let sign = if self.is_negative() {
            Sign::Negative
        } else {
            Sign::Positive
        };
        IBig::from_parts(sign, UBig::from_words(self.limbs()))
    }

    /// As 64 bits, if it fits.
    pub fn to_i64(&self) -> Option<i64> {
        match self.limbs() {
            [] => Some(0),
            [limb] if self.is_negative() => {
                if *limb <= 1 << 63 {
                    Some((*limb as i64).wrapping_neg())
                } else {
                    None
                }
            }
            [limb] => i64::try_from(*limb).ok(),
            _ => None,
        }
    }
}

/// An int of 64 bits.
#[inline(always)]
pub fn from_i64(thread: &mut Thread, value: i64) -> PyResult<Value> {
    match Value::try_small_int(value) {
        Some(small) => Ok(small),
        None => big_from_i64(thread, value),
    }
}

#[cold]
#[inline(never)]
fn big_from_i64(thread: &mut Thread, value: i64) -> PyResult<Value> {
    let class = core().types.int.get();
    Ok(IntObject::with_class(thread, class, value < 0, &[value.unsigned_abs()])?.value())
}

/// An unsigned int of 64 bits.
pub fn from_u64(thread: &mut Thread, value: u64) -> PyResult<Value> {
    match i64::try_from(value) {
        Ok(value) => from_i64(thread, value),
        Err(_) => Ok(IntObject::with_class(thread, core().types.int.get(), false, &[value])?.value()),
    }
}

/// An int of any size.
pub fn from_big(thread: &mut Thread, value: &IBig) -> PyResult<Value> {
    if let Ok(small) = i64::try_from(value) {
        return from_i64(thread, small);
    }
    let (sign, magnitude) = value.as_sign_words();
    Ok(IntObject::with_class(thread, core().types.int.get(), sign == Sign::Negative, magnitude)?.value())
}

/// An int from its sign and the limbs of its magnitude, of which the last ones may be zeros.
pub fn from_limbs(thread: &mut Thread, negative: bool, limbs: &[u64]) -> PyResult<Value> {
    let length = limbs.iter().rposition(|limb| *limb != 0).map_or(0, |last| last + 1);
    let limbs = &limbs[..length];
    let sign = if negative { -1i128 } else { 1 };
    let small = match *limbs {
        [] => Some(0),
        [limb] => i64::try_from(sign * i128::from(limb)).ok(),
        _ => None,
    };
    match small {
        Some(small) => from_i64(thread, small),
        None => Ok(IntObject::with_class(thread, core().types.int.get(), negative, limbs)?.value()),
    }
}

/// An int from sign and little-endian magnitude.
pub fn from_bytes(thread: &mut Thread, negative: bool, magnitude: &[u8]) -> PyResult<Value> {
    if magnitude.len() <= 8 * SHORT_LIMBS {
        let mut limbs = [0; SHORT_LIMBS];
        for (limb, bytes) in limbs.iter_mut().zip(magnitude.chunks(8)) {
            let mut word = [0; 8];
            word[..bytes.len()].copy_from_slice(bytes);
            *limb = u64::from_le_bytes(word);
        }
        return from_limbs(thread, negative, &limbs);
    }
    let value = IBig::from(UBig::from_le_bytes(magnitude));
    from_big(thread, &if negative { -value } else { value })
}

/// Limbs of numbers that are worked on without an allocation.
pub const SHORT_LIMBS: usize = 8;

/// An int of fewer than [`SHORT_LIMBS`] limbs in two's complement.
pub fn as_twos_complement(value: Value) -> Option<[u64; SHORT_LIMBS]> {
    let mut limbs = [0; SHORT_LIMBS];
    if let Some(small) = value.as_small_int() {
        limbs = [(small >> 63) as u64; SHORT_LIMBS];
        limbs[0] = small as u64;
        return Some(limbs);
    }
    let int = value.downcast::<IntObject>()?;
    let magnitude = int.limbs();
    limbs[..SHORT_LIMBS - 1]
        .get_mut(..magnitude.len())?
        .copy_from_slice(magnitude);
    if int.is_negative() {
        negate(&mut limbs);
    }
    Some(limbs)
}

/// An int from its two's complement.
pub fn from_twos_complement(thread: &mut Thread, mut limbs: [u64; SHORT_LIMBS]) -> PyResult<Value> {
    let negative = limbs[SHORT_LIMBS - 1] >> 63 != 0;
    if negative {
        negate(&mut limbs);
    }
    from_limbs(thread, negative, &limbs)
}

fn negate(limbs: &mut [u64; SHORT_LIMBS]) {
    let mut carry = true;
    for limb in limbs {
        (*limb, carry) = (!*limb).overflowing_add(carry.into());
    }
}

/// The number, if the value is an int (or bool, or of a subclass) of 64 bits.
#[inline]
pub fn as_i64(value: Value) -> Option<i64> {
    match value.as_small_int() {
        Some(small) => Some(small),
        None => match value.downcast::<IntObject>() {
            Some(int) => int.to_i64(),
            None => as_bool(value).map(i64::from),
        },
    }
}

/// The truth value, if the value is a bool.
#[inline(always)]
pub fn as_bool(value: Value) -> Option<bool> {
    if value == core().true_.get().value() {
        Some(true)
    } else if value == core().false_.get().value() {
        Some(false)
    } else {
        None
    }
}

/// The number, if the value is an int (or bool, or of a subclass).
pub fn as_big(value: Value) -> Option<IBig> {
    match value.as_small_int() {
        Some(small) => Some(IBig::from(small)),
        None => match value.downcast::<IntObject>() {
            Some(int) => Some(int.to_big()),
            None => as_bool(value).map(|b| IBig::from(b as u8)),
        },
    }
}

/// Whether the value is an int, a bool, or an instance of a subclass.
#[inline]
pub fn is_int(value: Value) -> bool {
    value.is_small_int() || value.downcast::<IntObject>().is_some() || as_bool(value).is_some()
}

/// Hash of an int.
pub fn hash(value: Value) -> Option<i64> {
    if let Some(small) = as_i64(value) {
        return Some(crate::hash::hash_i64(small));
    }
    let int = value.downcast::<IntObject>()?;
    // 2^64 is 8 modulo 2^61 - 1.
    let modulus = crate::hash::MODULUS as u128;
    let magnitude = int
        .limbs()
        .iter()
        .rev()
        .fold(0u128, |acc, limb| ((acc << 3) + *limb as u128) % modulus) as i64;
    Some(match if int.is_negative() { -magnitude } else { magnitude } {
        -1 => -2,
        hash => hash,
    })
}
