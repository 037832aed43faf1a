//! Coefficients: whole numbers without a sign, with the decimal operations that arithmetic needs.
//!
//! Invariant: a coefficient that fits 128 bits is [`Coefficient::Small`]. Nothing here looks at a context; callers make
//! sure that shifts stay below [`MAX_DIGITS`].

use pyrs_object::big::UBig;
use pyrs_object::big::ops::{BitTest, DivRem};
use std::cmp::Ordering;

/// Operations that would need more digits than this report a lack of memory.
pub const MAX_DIGITS: u64 = 50_000_000;

/// A whole number.
#[derive(Clone, Debug)]
pub enum Coefficient {
    /// Fits 128 bits.
    Small(u128),
    /// Does not.
    Big(UBig),
}

/// What a shift to the right has cut off, compared with half of the unit that is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tail {
    /// Nothing.
    Zero,
    /// Less than half.
    Below,
    /// Exactly half.
    Half,
    /// More than half.
    Above,
}

impl Tail {
    fn of(remainder: Ordering) -> Tail {
        match remainder {
            Ordering::Less => Tail::Below,
            Ordering::Equal => Tail::Half,
            Ordering::Greater => Tail::Above,
        }
    }
}

const POWERS: [u128; 39] = {
    let mut powers = [1u128; 39];
    let mut index = 1;
    while index < 39 {
        powers[index] = powers[index - 1] * 10;
        index += 1;
    }
    powers
};

/// 10 to the power of `exponent`, if it fits 128 bits.
#[inline]
pub fn small_power(exponent: u64) -> Option<u128> {
    POWERS.get(usize::try_from(exponent).ok()?).copied()
}

/// 10 to the power of `exponent`, which is at most a few times [`MAX_DIGITS`].
pub fn power_of_ten(exponent: u64) -> UBig {
    match small_power(exponent) {
        Some(power) => UBig::from(power),
        None => UBig::from(5u8).pow(exponent as usize) << exponent as usize,
    }
}

/// Number of decimal digits.
#[inline]
pub fn small_digits(value: u128) -> u64 {
    let bits = 128 - (value | 1).leading_zeros() as usize;
    // 1233 / 4096 is a little less than the decimal logarithm of two.
    let guess = (bits * 1233) >> 12;
    match POWERS.get(guess) {
        Some(power) => guess as u64 + u64::from(value >= *power || value == 0 && guess == 0),
        None => guess as u64,
    }
}

fn big_digits(value: &UBig) -> u64 {
    let bits = value.bit_len() as u64;
    // Digits of 2^(bits - 1) and of 2^bits - 1; the constants enclose the decimal logarithm of two.
    let scaled = |bits: u64, constant: u128| ((u128::from(bits) * constant) >> 64) as u64;
    let least = scaled(bits - 1, 5_553_023_288_523_357_132) + 1;
    let most = scaled(bits, 5_553_023_288_523_357_133) + 1;
    if least == most || *value < power_of_ten(least) {
        return least;
    }
    most
}

impl From<UBig> for Coefficient {
    fn from(value: UBig) -> Coefficient {
        match u128::try_from(&value) {
            Ok(small) => Coefficient::Small(small),
            Err(_) => Coefficient::Big(value),
        }
    }
}

impl Coefficient {
    /// Zero.
    pub const ZERO: Coefficient = Coefficient::Small(0);
    /// One.
    pub const ONE: Coefficient = Coefficient::Small(1);

    /// Whether it is zero.
    #[inline]
    pub fn is_zero(&self) -> bool {
        matches!(self, Coefficient::Small(0))
    }

    /// Whether it is odd.
    pub fn is_odd(&self) -> bool {
        match self {
            Coefficient::Small(value) => value & 1 == 1,
            Coefficient::Big(value) => value.bit(0),
        }
    }

    /// Number of decimal digits; zero has one.
    #[inline]
    pub fn digits(&self) -> u64 {
        match self {
            Coefficient::Small(value) => small_digits(*value),
            Coefficient::Big(value) => big_digits(value),
        }
    }

    /// The last decimal digit.
    pub fn last_digit(&self) -> u8 {
        match self {
            Coefficient::Small(value) => (value % 10) as u8,
            Coefficient::Big(value) => value % 10u8,
        }
    }

    /// As a big number.
    pub fn to_big(&self) -> UBig {
        match self {
            Coefficient::Small(value) => UBig::from(*value),
            Coefficient::Big(value) => value.clone(),
        }
    }

    /// Sum.
    #[inline]
    pub fn add(&self, other: &Coefficient) -> Coefficient {
        if let (Coefficient::Small(a), Coefficient::Small(b)) = (self, other)
            && let Some(sum) = a.checked_add(*b)
        {
            return Coefficient::Small(sum);
        }
        Coefficient::from(self.to_big() + other.to_big())
    }

    /// Difference; zero if `other` is the larger one.
    #[inline]
    pub fn sub(&self, other: &Coefficient) -> Coefficient {
        match (self, other) {
            (Coefficient::Small(a), Coefficient::Small(b)) => Coefficient::Small(a.saturating_sub(*b)),
            _ if self.compare(other).is_le() => Coefficient::ZERO,
            _ => Coefficient::from(self.to_big() - other.to_big()),
        }
    }

    /// Product.
    #[inline]
    pub fn mul(&self, other: &Coefficient) -> Coefficient {
        if let (Coefficient::Small(a), Coefficient::Small(b)) = (self, other)
            && let Some(product) = a.checked_mul(*b)
        {
            return Coefficient::Small(product);
        }
        Coefficient::from(self.to_big() * other.to_big())
    }

    /// One more.
    pub fn increment(&self) -> Coefficient {
        self.add(&Coefficient::ONE)
    }

    /// Order.
    #[inline]
    pub fn compare(&self, other: &Coefficient) -> Ordering {
        match (self, other) {
            (Coefficient::Small(a), Coefficient::Small(b)) => a.cmp(b),
            (Coefficient::Small(_), Coefficient::Big(_)) => Ordering::Less,
            (Coefficient::Big(_), Coefficient::Small(_)) => Ordering::Greater,
            (Coefficient::Big(a), Coefficient::Big(b)) => a.cmp(b),
        }
    }

    /// Quotient and remainder; the divisor is not zero.
    pub fn div_rem(&self, divisor: &Coefficient) -> (Coefficient, Coefficient) {
        match (self, divisor) {
            (_, Coefficient::Small(0)) => (Coefficient::ZERO, Coefficient::ZERO),
            (Coefficient::Small(a), Coefficient::Small(b)) => match (u64::try_from(*a), u64::try_from(*b)) {
                (Ok(a), Ok(b)) => (
                    Coefficient::Small(u128::from(a / b)),
                    Coefficient::Small(u128::from(a % b)),
                ),
                _ => {
                    let quotient = a / b;
                    (Coefficient::Small(quotient), Coefficient::Small(a - quotient * b))
                }
            },
            (Coefficient::Small(_), Coefficient::Big(_)) => (Coefficient::ZERO, self.clone()),
            (Coefficient::Big(a), b) => {
                let (quotient, remainder) = a.div_rem(&b.to_big());
                (Coefficient::from(quotient), Coefficient::from(remainder))
            }
        }
    }

    /// Multiplied by 10 to the power of `places`.
    #[inline]
    pub fn shift_left(&self, places: u64) -> Coefficient {
        if places == 0 || self.is_zero() {
            return self.clone();
        }
        if let Coefficient::Small(value) = self
            && let Some(power) = small_power(places)
            && let Some(product) = value.checked_mul(power)
        {
            return Coefficient::Small(product);
        }
        Coefficient::from(self.to_big() * power_of_ten(places))
    }

    /// Divided by 10 to the power of `places`, with what that cut off.
    #[inline]
    pub fn shift_right(&self, places: u64) -> (Coefficient, Tail) {
        if places == 0 || self.is_zero() {
            return (self.clone(), Tail::Zero);
        }
        if let Coefficient::Small(value) = self {
            let Some(power) = small_power(places) else {
                return (Coefficient::ZERO, Tail::Below);
            };
            let (quotient, remainder) = match (u64::try_from(*value), u64::try_from(power)) {
                (Ok(value), Ok(power)) => (u128::from(value / power), u128::from(value % power)),
                _ => {
                    let quotient = value / power;
                    (quotient, value - quotient * power)
                }
            };
            let tail = match remainder {
                0 => Tail::Zero,
                // 2 * 10^38 fits.
                _ => Tail::of((2 * remainder).cmp(&power)),
            };
            return (Coefficient::Small(quotient), tail);
        }
        if places > self.digits() {
            return (Coefficient::ZERO, Tail::Below);
        }
        let power = power_of_ten(places);
        let (quotient, remainder) = self.to_big().div_rem(&power);
        let tail = match remainder.is_zero() {
            true => Tail::Zero,
            false => Tail::of((remainder << 1).cmp(&power)),
        };
        (Coefficient::from(quotient), tail)
    }

    /// The lowest `places` digits.
    pub fn low_digits(&self, places: u64) -> Coefficient {
        if places >= self.digits() {
            return self.clone();
        }
        self.div_rem(&Coefficient::from(power_of_ten(places))).1
    }

    /// How many of the last digits are zero, counting at most `limit`.
    pub fn trailing_zeros(&self, limit: u64) -> u64 {
        match self {
            Coefficient::Small(0) => 0,
            Coefficient::Small(value) => {
                let (mut value, mut count) = (*value, 0);
                while count < limit && value.is_multiple_of(10) {
                    value /= 10;
                    count += 1;
                }
                count
            }
            Coefficient::Big(value) => {
                // A power of ten has as many factors of two, which are quick to count.
                let bound = limit
                    .min(value.trailing_zeros().unwrap_or(0) as u64)
                    .min(self.digits() - 1);
                big_trailing_zeros(value.clone(), bound)
            }
        }
    }

    /// Decimal digits as text.
    pub fn to_text(&self) -> String {
        match self {
            Coefficient::Small(value) => match u64::try_from(*value) {
                Ok(value) => value.to_string(),
                Err(_) => value.to_string(),
            },
            Coefficient::Big(value) => value.to_string(),
        }
    }

    /// Reads ASCII digits.
    pub fn from_text(digits: &[u8]) -> Coefficient {
        if digits.len() <= 38 {
            let value = digits
                .iter()
                .fold(0u128, |value, digit| value * 10 + u128::from(digit - b'0'));
            return Coefficient::Small(value);
        }
        let parsed = std::str::from_utf8(digits)
            .ok()
            .and_then(|digits| digits.parse::<UBig>().ok());
        parsed.map_or(Coefficient::ZERO, Coefficient::from)
    }
}

/// Divides by ever smaller powers of ten.
fn big_trailing_zeros(mut value: UBig, bound: u64) -> u64 {
    let mut step = bound.checked_next_power_of_two().unwrap_or(1);
    let mut count = 0;
    while step > 0 {
        if count + step <= bound {
            let (quotient, remainder) = (&value).div_rem(&power_of_ten(step));
            if remainder.is_zero() {
                value = quotient;
                count += step;
                continue;
            }
        }
        step /= 2;
    }
    count
}
