//! Number theory on ints of any size: by machine words where they do, else by the operators of int.

use crate::collect::to_list;
use pyrs_object::int;
use pyrs_object::list::ListObject;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::{PyResult, Ref, Thread, Value, protocol};

/// Number of bits of an int's magnitude.
pub fn bit_length(thread: &mut Thread, number: Value) -> PyResult<u64> {
    let name = StrObject::intern(thread, "bit_length")?;
    let bits = protocol::call_method(thread, number, name, &[])?;
    Ok(protocol::index_i64(thread, bits)?.max(0) as u64)
}

/// Whether an int is below zero.
pub fn is_negative(thread: &mut Thread, number: Value) -> PyResult<bool> {
    if let Some(number) = int::as_i64(number) {
        return Ok(number < 0);
    }
    let result = protocol::compare(thread, CompareOp::Lt, number, Value::small_int(0))?;
    protocol::truth(thread, result)
}

fn gcd_words(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// `gcd(a, b)`.
pub fn gcd(thread: &mut Thread, a: Value, b: Value) -> PyResult<Value> {
    let (mut a, mut b) = (a, b);
    loop {
        if let (Some(x), Some(y)) = (int::as_i64(a), int::as_i64(b)) {
            return int::from_u64(thread, gcd_words(x.unsigned_abs(), y.unsigned_abs()));
        }
        if !protocol::truth(thread, b)? {
            return protocol::unary(thread, UnaryOp::Abs, a);
        }
        let rest = protocol::binary(thread, BinaryOp::Mod, a, b)?;
        (a, b) = (b, rest);
    }
}

/// `lcm(a, b)`.
pub fn lcm(thread: &mut Thread, a: Value, b: Value) -> PyResult<Value> {
    let zero = Value::small_int(0);
    if !protocol::truth(thread, a)? || !protocol::truth(thread, b)? {
        return Ok(zero);
    }
    let divisor = gcd(thread, a, b)?;
    let part = protocol::binary(thread, BinaryOp::FloorDiv, a, divisor)?;
    let product = protocol::binary(thread, BinaryOp::Mul, part, b)?;
    protocol::unary(thread, UnaryOp::Abs, product)
}

/// The product of a range of machine words.
fn product(thread: &mut Thread, low: u64, high: u64) -> PyResult<Value> {
    let factors = low..=high;
    let mut total: u64 = 1;
    for next in factors {
        match total.checked_mul(next) {
            Some(larger) => total = larger,
            None => {
                // Halving keeps the factors of each multiplication of about the same size.
                let middle = low + (high - low) / 2;
                let left = product(thread, low, middle)?;
                let right = product(thread, middle + 1, high)?;
                return protocol::binary(thread, BinaryOp::Mul, left, right);
            }
        }
    }
    int::from_u64(thread, total)
}

/// `factorial(n)`.
pub fn factorial(thread: &mut Thread, n: u64) -> PyResult<Value> {
    if n < 2 {
        return Ok(Value::small_int(1));
    }
    product(thread, 2, n)
}

/// `perm(n, k)` of an int of any size.
pub fn permutations(thread: &mut Thread, n: Value, k: u64) -> PyResult<Value> {
    if k == 0 {
        return Ok(Value::small_int(1));
    }
    if let Some(number) = int::as_i64(n)
        && number >= 0
    {
        let n = number as u64;
        return if k > n {
            Ok(Value::small_int(0))
        } else {
            product(thread, n - k + 1, n)
        };
    }
    falling(thread, n, 0, k)
}

/// `(n - from) * (n - from - 1) * ...`, `count` factors.
fn falling(thread: &mut Thread, n: Value, from: u64, count: u64) -> PyResult<Value> {
    if count == 1 {
        let from = int::from_u64(thread, from)?;
        return protocol::binary(thread, BinaryOp::Sub, n, from);
    }
    let half = count / 2;
    let left = falling(thread, n, from, half)?;
    let right = falling(thread, n, from + half, count - half)?;
    protocol::binary(thread, BinaryOp::Mul, left, right)
}

/// `comb(n, k)`, by halves: C(n, k) = C(n, j) * C(n - j, k - j) / C(k, j).
pub fn combinations(thread: &mut Thread, n: Value, k: u64) -> PyResult<Value> {
    if k == 0 {
        return Ok(Value::small_int(1));
    }
    if k == 1 {
        return Ok(n);
    }
    if let Some(number) = int::as_i64(n)
        && let Some(result) = small_combinations(number.max(0) as u64, k)
    {
        return int::from_u64(thread, result);
    }
    let j = k / 2;
    let offset = int::from_u64(thread, j)?;
    let rest = protocol::binary(thread, BinaryOp::Sub, n, offset)?;
    let whole = int::from_u64(thread, k)?;
    let first = combinations(thread, n, j)?;
    let second = combinations(thread, rest, k - j)?;
    let divisor = combinations(thread, whole, j)?;
    let product = protocol::binary(thread, BinaryOp::Mul, first, second)?;
    protocol::binary(thread, BinaryOp::FloorDiv, product, divisor)
}

fn small_combinations(n: u64, k: u64) -> Option<u64> {
    let mut result: u64 = 1;
    for i in 0..k {
        let next = u128::from(result) * u128::from(n - i) / u128::from(i + 1);
        result = u64::try_from(next).ok()?;
    }
    Some(result)
}

/// `isqrt(n)` of an int that is not negative.
pub fn square_root(thread: &mut Thread, n: Value) -> PyResult<Value> {
    if let Some(number) = int::as_i64(n) {
        return int::from_u64(thread, (number.max(0) as u64).isqrt());
    }
    let bits = bit_length(thread, n)?;
    let shift = int::from_u64(thread, bits.div_ceil(2))?;
    let mut root = protocol::binary(thread, BinaryOp::LShift, Value::small_int(1), shift)?;
    loop {
        let quotient = protocol::binary(thread, BinaryOp::FloorDiv, n, root)?;
        let sum = protocol::binary(thread, BinaryOp::Add, root, quotient)?;
        let next = protocol::binary(thread, BinaryOp::RShift, sum, Value::small_int(1))?;
        let smaller = protocol::compare(thread, CompareOp::Lt, next, root)?;
        if !protocol::truth(thread, smaller)? {
            return Ok(root);
        }
        root = next;
    }
}

/// `sumprod(p, q)` on lists of equal length, by the operators.
pub fn sum_of_products(thread: &mut Thread, p: Ref<ListObject>, q: Ref<ListObject>) -> PyResult<Value> {
    let mut total = Value::small_int(0);
    let mut index = 0;
    while let (Some(a), Some(b)) = (p.get(index), q.get(index)) {
        let product = protocol::binary(thread, BinaryOp::Mul, a, b)?;
        total = protocol::binary(thread, BinaryOp::Add, total, product)?;
        index += 1;
    }
    Ok(total)
}

/// Two iterables as lists of equal length.
pub fn pair_of_lists(thread: &mut Thread, p: Value, q: Value) -> PyResult<(Ref<ListObject>, Ref<ListObject>)> {
    let (p, q) = (to_list(thread, p)?, to_list(thread, q)?);
    if p.len() != q.len() {
        return Err(thread.value_error(format_args!("Inputs are not the same length")));
    }
    Ok((p, q))
}
