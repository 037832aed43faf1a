//! Integer literals of any size.

use pyrs_bytecode::Constant;

/// Decimal digits that always fit a 64-bit step.
const CHUNK: usize = 18;

/// The int written as `digits`: decimal, or with `0x`, `0o` or `0b` in front, without underscores; a minus may precede.
pub(crate) fn parse(digits: &str) -> Constant {
    let (negative, digits) = match digits.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, digits),
    };
    let (radix_bits, digits) = match digits.get(..2) {
        Some("0x") => (4, &digits[2..]),
        Some("0o") => (3, &digits[2..]),
        Some("0b") => (1, &digits[2..]),
        _ => (0, digits),
    };
    let radix = if radix_bits == 0 { 10 } else { 1 << radix_bits };
    if let Ok(value) = i64::from_str_radix(digits, radix) {
        return Constant::Int(if negative { -value } else { value });
    }
    let magnitude = if radix_bits == 0 {
        decimal(digits)
    } else {
        power_of_two(digits, radix_bits)
    };
    big(negative, magnitude)
}

/// The int of a sign and magnitude in little-endian bytes, in its shortest form.
pub(crate) fn big(negative: bool, mut magnitude: Vec<u8>) -> Constant {
    while magnitude.last() == Some(&0) {
        magnitude.pop();
    }
    if magnitude.len() <= 8 {
        let value = magnitude
            .iter()
            .rev()
            .fold(0i128, |value, byte| value << 8 | i128::from(*byte));
        if let Ok(value) = i64::try_from(if negative { -value } else { value }) {
            return Constant::Int(value);
        }
    }
    Constant::BigInt { negative, magnitude }
}

fn decimal(digits: &str) -> Vec<u8> {
    let mut limbs: Vec<u64> = Vec::new();
    for chunk in digits.as_bytes().chunks(CHUNK) {
        let mut carry = chunk
            .iter()
            .fold(0, |value, digit| value * 10 + u128::from(digit.wrapping_sub(b'0')));
        let scale = 10u128.pow(chunk.len() as u32);
        for limb in &mut limbs {
            let product = u128::from(*limb) * scale + carry;
            *limb = product as u64;
            carry = product >> 64;
        }
        if carry != 0 {
            limbs.push(carry as u64);
        }
    }
    limbs.iter().flat_map(|limb| limb.to_le_bytes()).collect()
}

fn power_of_two(digits: &str, bits: u32) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(digits.len() / 2 + 1);
    let (mut pending, mut width) = (0u32, 0);
    for digit in digits.bytes().rev() {
        let value = (digit as char).to_digit(16).unwrap_or(0);
        pending |= value << width;
        width += bits;
        while width >= 8 {
            bytes.push(pending as u8);
            pending >>= 8;
            width -= 8;
        }
    }
    bytes.push(pending as u8);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn big_literals() {
        assert_eq!(parse("9223372036854775807"), Constant::Int(i64::MAX));
        assert_eq!(
            parse("0x10000000000000000"),
            big(false, vec![0, 0, 0, 0, 0, 0, 0, 0, 1])
        );
        assert_eq!(parse("18446744073709551616"), parse("0x10000000000000000"));
        assert_eq!(parse("0o2000000000000000000000"), parse("18446744073709551616"));
        assert_eq!(parse(&"9".repeat(40)), parse("0x1d6329f1c35ca4bfabb9f560ffffffffff"));
    }
}
