//! Hashing: SipHash-1-3 of bytes under a per-process key, and the number hash that equal numbers share.
//!
//! Numbers hash modulo the prime 2^61 - 1, as CPython documents under `sys.hash_info`. No hash is 0 for strings (which
//! use it as "not computed"), and none is -1.

use std::sync::atomic::{AtomicU64, Ordering};

static KEY0: AtomicU64 = AtomicU64::new(0);
static KEY1: AtomicU64 = AtomicU64::new(0);

/// The prime that numbers hash by.
pub const MODULUS: u64 = (1 << 61) - 1;

/// Sets the key (`PYTHONHASHSEED`). Before any string is hashed.
pub fn set_key(key0: u64, key1: u64) {
    KEY0.store(key0, Ordering::Relaxed);
    KEY1.store(key1, Ordering::Relaxed);
}

/// Hash of bytes; never 0 or -1.
pub fn hash_bytes(bytes: &[u8]) -> i64 {
    use std::hash::Hasher;
    let mut hasher =
        siphasher::sip::SipHasher13::new_with_keys(KEY0.load(Ordering::Relaxed), KEY1.load(Ordering::Relaxed));
    hasher.write(bytes);
    match hasher.finish() as i64 {
        -1 | 0 => -2,
        hash => hash,
    }
}

/// Hash of an int of 64 bits.
#[inline(always)]
pub fn hash_i64(value: i64) -> i64 {
    let reduced = (value.unsigned_abs() % MODULUS) as i64;
    match if value < 0 { -reduced } else { reduced } {
        -1 => -2,
        hash => hash,
    }
}

/// Hash of a double.
pub fn hash_f64(value: f64, identity: u64) -> i64 {
    if value.is_nan() {
        return fix((identity >> 4) as i64 & (i64::MAX >> 2));
    }
    if value.is_infinite() {
        return if value > 0.0 { 314_159 } else { -314_159 };
    }
    let (mantissa, exponent) = frexp(value.abs());
    // The mantissa is an integer of 53 bits times 2^-53: multiplying by a power of two rotates modulo 2^61 - 1.
    let integer = (mantissa * (1u64 << 53) as f64) as u64;
    let shift = (exponent - 53).rem_euclid(61) as u32;
    let rotated = ((integer << shift) & MODULUS) | (integer >> (61 - shift));
    let hash = (rotated % MODULUS) as i64;
    fix(if value < 0.0 { -hash } else { hash })
}

fn fix(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// Mantissa in 0.5..1 (or 0) and exponent: `value = mantissa * 2^exponent`. `value` is finite and not negative.
pub fn frexp(value: f64) -> (f64, i32) {
    if value == 0.0 {
        return (0.0, 0);
    }
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    if exponent == 0 {
        // Subnormal: scale up first.
        let (mantissa, exponent) = frexp(value * (1u64 << 54) as f64);
        return (mantissa, exponent - 54);
    }
    (f64::from_bits(bits & !(0x7ff << 52) | 1022 << 52), exponent - 1022)
}

/// Folds the hashes of a sequence's items into one (tuples), after the xxHash-style mix that CPython documents.
pub fn combine(hashes: impl ExactSizeIterator<Item = i64>) -> i64 {
    let length = hashes.len();
    let mut folded = Fold::new();
    hashes.for_each(|hash| folded.add(hash));
    folded.finish(length)
}

/// The state of [`combine`] between items, for hashes that are not there all at once.
pub struct Fold(u64);

impl Fold {
    const PRIME1: u64 = 11_400_714_785_074_694_791;
    const PRIME2: u64 = 14_029_467_366_897_019_727;
    const PRIME5: u64 = 2_870_177_450_012_600_261;

    /// Before the first item.
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Fold {
        Fold(Fold::PRIME5)
    }

    /// Adds an item's hash.
    #[inline]
    pub fn add(&mut self, hash: i64) {
        self.0 = self
            .0
            .wrapping_add((hash as u64).wrapping_mul(Fold::PRIME2))
            .rotate_left(31)
            .wrapping_mul(Fold::PRIME1);
    }

    /// The hash of a sequence of so many items.
    pub fn finish(self, length: usize) -> i64 {
        Fold::no_error_mark(self.0.wrapping_add(length as u64 ^ (Fold::PRIME5 ^ 3_527_539)))
    }

    /// The hash of something whose number of parts is fixed (slices).
    pub fn finish_fixed(self) -> i64 {
        Fold::no_error_mark(self.0)
    }

    fn no_error_mark(hash: u64) -> i64 {
        if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_numbers_hash_alike() {
        for n in [0i64, 1, -1, 7, 1 << 40, -(1 << 52), 123_456_789] {
            assert_eq!(hash_i64(n), hash_f64(n as f64, 0), "{n}");
        }
        assert_eq!(hash_f64(0.5, 0), 1_152_921_504_606_846_976);
    }
}
