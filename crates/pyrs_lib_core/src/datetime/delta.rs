//! `timedelta`.

use super::arguments::{Parameters, bind};
use super::object::{DELTA, DeltaObject, delta_of_class, make_delta};
use pyrs_macros::pymethods;
use pyrs_object::big::{IBig, UBig};
use pyrs_object::float::as_f64;
use pyrs_object::slots::{BinaryOp, CompareOp, UnaryOp};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{Args, PyResult, Ref, Thread, Value, bool_value, core, hash, int, not_implemented, protocol};

static NEW: Parameters = Parameters {
    name: "__new__()",
    names: &[
        "days",
        "seconds",
        "microseconds",
        "milliseconds",
        "minutes",
        "hours",
        "weeks",
    ],
    required: 0,
    positional: 7,
};

/// Microseconds of each unit, in the order of the parameters.
const UNITS: [i128; 7] = [
    86_400_000_000,
    1_000_000,
    1,
    1_000,
    60_000_000,
    3_600_000_000,
    604_800_000_000,
];

/// The order in which units are added, which tells for fractions.
const ORDER: [usize; 7] = [2, 3, 1, 4, 5, 0, 6];

/// Beyond this, nothing can come back into range.
fn checked(thread: &mut Thread, total: Option<i128>) -> PyResult<i128> {
    match total.filter(|total| total.unsigned_abs() < 1 << 110) {
        Some(total) => Ok(total),
        None => Err(thread.overflow_error(format_args!("Python int too large to convert to C int"))),
    }
}

/// An int, clamped to what [`checked`] refuses.
fn wide(value: Value) -> Option<i128> {
    match int::as_i64(value) {
        Some(number) => Some(number.into()),
        None => int::as_big(value).map(|big| i128::try_from(&big).unwrap_or(i128::MAX)),
    }
}

/// Adds a component to the sum; fractions of a microsecond go to `rest`.
fn add(thread: &mut Thread, sum: i128, value: Value, unit: usize, rest: &mut f64) -> PyResult<i128> {
    if let Some(number) = wide(value) {
        return checked(thread, number.checked_mul(UNITS[unit]).and_then(|x| x.checked_add(sum)));
    }
    let Some(number) = as_f64(value) else {
        let (name, class) = (NEW.names[unit], class_of(value).name_for_message());
        return Err(thread.type_error(format_args!("unsupported type for timedelta {name} component: {class}")));
    };
    if number.is_nan() {
        return Err(thread.value_error(format_args!("cannot convert float NaN to integer")));
    }
    if number.is_infinite() {
        return Err(thread.overflow_error(format_args!("cannot convert float infinity to integer")));
    }
    if number.abs() > 1e30 {
        return checked(thread, None);
    }
    let whole = (number.trunc() as i128).checked_mul(UNITS[unit]);
    let scaled = number.fract() * UNITS[unit] as f64;
    *rest += scaled.fract();
    checked(
        thread,
        whole.and_then(|whole| whole.checked_add(scaled.trunc() as i128)?.checked_add(sum)),
    )
}

/// The rest rounded so that the sum with `total` is even where it lies in the middle.
fn rounded_rest(total: i128, rest: f64) -> i128 {
    let mut whole = rest.round();
    if (whole - rest).abs() == 0.5 {
        let odd = f64::from((total & 1) as u8);
        whole = 2.0 * ((rest + odd) * 0.5).round() - odd;
    }
    whole as i128
}

fn delta_of(thread: &mut Thread, value: Value) -> PyResult<Ref<DeltaObject>> {
    match value.downcast() {
        Some(delta) => Ok(delta),
        None => Err(pyrs_object::native_class::wrong_receiver(
            thread,
            "datetime.timedelta",
            value,
        )),
    }
}

/// `a / b` to the nearest whole number, even ones where two are.
fn divide_nearest(a: &IBig, b: &IBig) -> IBig {
    use pyrs_object::big::Sign;
    let (a, b) = match b.sign() {
        Sign::Negative => (-a, -b),
        Sign::Positive => (a.clone(), b.clone()),
    };
    let mut quotient = &a / &b;
    let mut rest = &a - &quotient * &b;
    if rest < IBig::ZERO {
        quotient -= 1;
        rest += &b;
    }
    let twice: IBig = rest * 2;
    if twice > b || twice == b && &quotient % 2i32 != 0i32 {
        quotient += 1;
    }
    quotient
}

fn from_big(thread: &mut Thread, total: &IBig) -> PyResult<Value> {
    let total = checked(thread, i128::try_from(total).ok())?;
    Ok(make_delta(thread, total)?.value())
}

/// A float as numerator and denominator; instances of subclasses are asked.
fn ratio(thread: &mut Thread, value: Value, number: f64) -> PyResult<(IBig, IBig)> {
    if class_of(value) != core().types.float.get() {
        return asked_ratio(thread, value);
    }
    if number.is_nan() {
        return Err(thread.value_error(format_args!("cannot convert NaN to integer ratio")));
    }
    if number.is_infinite() {
        return Err(thread.overflow_error(format_args!("cannot convert Infinity to integer ratio")));
    }
    let bits = number.to_bits();
    let (biased, fraction) = ((bits >> 52 & 0x7ff) as i64, bits & ((1 << 52) - 1));
    let (mantissa, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    let mantissa = match number.is_sign_negative() {
        true => -IBig::from(mantissa),
        false => IBig::from(mantissa),
    };
    let power = IBig::from(UBig::ONE << exponent.unsigned_abs() as usize);
    Ok(match exponent {
        0.. => (mantissa * power, IBig::ONE),
        _ => (mantissa, power),
    })
}

fn asked_ratio(thread: &mut Thread, value: Value) -> PyResult<(IBig, IBig)> {
    let name = StrObject::intern(thread, "as_integer_ratio")?;
    let ratio = protocol::call_method(thread, value, name, &[])?;
    let Some(tuple) = ratio.downcast::<TupleObject>() else {
        let class = class_of(ratio).name_for_message();
        return Err(thread.type_error(format_args!(
            "unexpected return type from as_integer_ratio(): expected tuple, not '{class}'"
        )));
    };
    let &[numerator, denominator] = tuple.items_unbound() else {
        return Err(thread.value_error(format_args!("as_integer_ratio() must return a 2-tuple")));
    };
    match (int::as_big(numerator), int::as_big(denominator)) {
        (Some(numerator), Some(denominator)) => Ok((numerator, denominator)),
        _ => Err(thread.type_error(format_args!("as_integer_ratio() must return a tuple of two ints"))),
    }
}

fn multiply(thread: &mut Thread, delta: Ref<DeltaObject>, factor: Value) -> PyResult<Value> {
    if let Some(number) = wide(factor) {
        let total = checked(thread, delta.total().checked_mul(number))?;
        return Ok(make_delta(thread, total)?.value());
    }
    let Some(number) = as_f64(factor) else {
        return Ok(not_implemented());
    };
    let (numerator, denominator) = ratio(thread, factor, number)?;
    if denominator == IBig::ZERO {
        return Err(zero_division(thread));
    }
    from_big(
        thread,
        &divide_nearest(&(IBig::from(delta.total()) * numerator), &denominator),
    )
}

fn divide(thread: &mut Thread, delta: Ref<DeltaObject>, divisor: Value) -> PyResult<Value> {
    if let Some(other) = divisor.downcast::<DeltaObject>() {
        let a = int::from_big(thread, &IBig::from(delta.total()))?;
        let b = int::from_big(thread, &IBig::from(other.total()))?;
        return protocol::binary(thread, BinaryOp::TrueDiv, a, b);
    }
    let (numerator, denominator) = match (int::as_big(divisor), as_f64(divisor)) {
        (Some(number), _) => (IBig::ONE, number),
        (None, Some(number)) => {
            let (numerator, denominator) = ratio(thread, divisor, number)?;
            (denominator, numerator)
        }
        (None, None) => return Ok(not_implemented()),
    };
    if denominator == IBig::ZERO {
        return Err(zero_division(thread));
    }
    from_big(
        thread,
        &divide_nearest(&(IBig::from(delta.total()) * numerator), &denominator),
    )
}

#[cold]
fn zero_division(thread: &mut Thread) -> pyrs_object::Raised {
    thread.zero_division_error(format_args!("division by zero"))
}

/// Quotient rounded down, and what remains.
fn floor(thread: &mut Thread, a: i128, b: i128) -> PyResult<(i128, i128)> {
    if b == 0 {
        return Err(zero_division(thread));
    }
    let (quotient, rest) = (a / b, a % b);
    Ok(if rest != 0 && (rest < 0) != (b < 0) {
        (quotient - 1, rest + b)
    } else {
        (quotient, rest)
    })
}

fn quotients(thread: &mut Thread, op: BinaryOp, delta: Ref<DeltaObject>, divisor: Value) -> PyResult<Value> {
    if let Some(other) = divisor.downcast::<DeltaObject>() {
        let (quotient, rest) = floor(thread, delta.total(), other.total())?;
        if op == BinaryOp::FloorDiv {
            return int::from_big(thread, &IBig::from(quotient));
        }
        let rest = make_delta(thread, rest)?.value();
        if op == BinaryOp::Mod {
            return Ok(rest);
        }
        let quotient = int::from_big(thread, &IBig::from(quotient))?;
        return Ok(TupleObject::from_slice(thread, &[quotient, rest])?.value());
    }
    match wide(divisor) {
        Some(number) if op == BinaryOp::FloorDiv => {
            let (quotient, _) = floor(thread, delta.total(), number)?;
            Ok(make_delta(thread, quotient)?.value())
        }
        _ => Ok(not_implemented()),
    }
}

/// `[D day[s], ]H:MM:SS[.UUUUUU]`
fn text(delta: Ref<DeltaObject>) -> String {
    let (days, seconds, microseconds) = delta.parts();
    let mut text = match days {
        0 => String::new(),
        1 | -1 => format!("{days} day, "),
        _ => format!("{days} days, "),
    };
    let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    text.push_str(&format!("{hours}:{minutes:02}:{rest:02}"));
    if microseconds != 0 {
        text.push_str(&format!(".{microseconds:06}"));
    }
    text
}

/// Holds the methods of timedelta.
pub struct DeltaMethods;

/// A duration, of days, seconds and microseconds.
///
/// timedelta(days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0)
///
/// The arguments may be ints and floats of any sign.
#[pymethods]
impl DeltaMethods {
    #[slot]
    fn new(thread: &mut Thread, class: Value, args: Args) -> PyResult<Value> {
        let values = bind::<7>(thread, &NEW, args)?;
        let Some(class) = class.downcast::<TypeObject>() else {
            return Err(thread.type_error(format_args!("a class is required")));
        };
        let (mut total, mut rest) = (0, 0.0);
        for unit in ORDER {
            if let Some(value) = values[unit] {
                total = add(thread, total, value, unit, &mut rest)?;
            }
        }
        if rest != 0.0 {
            total += rounded_rest(total, rest);
        }
        Ok(delta_of_class(thread, class, total)?.value())
    }

    #[slot]
    fn repr(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let (days, seconds, microseconds) = delta_of(thread, this)?.parts();
        let parts: Vec<String> = [("days", days), ("seconds", seconds), ("microseconds", microseconds)]
            .iter()
            .filter(|(_, number)| *number != 0)
            .map(|(name, number)| format!("{name}={number}"))
            .collect();
        let inner = if parts.is_empty() {
            "0".to_owned()
        } else {
            parts.join(", ")
        };
        let name = class_of(this).name_for_message();
        Ok(StrObject::from_str(thread, &format!("{name}({inner})"))?.value())
    }

    #[slot]
    fn str(thread: &mut Thread, this: Value) -> PyResult<Value> {
        let text = text(delta_of(thread, this)?);
        Ok(StrObject::from_str(thread, &text)?.value())
    }

    #[slot]
    fn hash(thread: &mut Thread, this: Value) -> PyResult<i64> {
        let delta = delta_of(thread, this)?;
        Ok(hash_of(delta))
    }

    #[slot]
    fn compare(thread: &mut Thread, op: CompareOp, left: Value, right: Value) -> PyResult<Value> {
        let (left, Some(right)) = (delta_of(thread, left)?, right.downcast::<DeltaObject>()) else {
            return Ok(not_implemented());
        };
        Ok(bool_value(holds(op, left.parts().cmp(&right.parts()))))
    }

    #[slot]
    fn truth(thread: &mut Thread, this: Value) -> PyResult<bool> {
        Ok(delta_of(thread, this)?.parts() != (0, 0, 0))
    }

    #[slot(ops = "Add Sub Mul Mod DivMod FloorDiv TrueDiv")]
    fn binary(thread: &mut Thread, op: BinaryOp, left: Value, right: Value) -> PyResult<Value> {
        let (a, b) = (left.downcast::<DeltaObject>(), right.downcast::<DeltaObject>());
        match (op, a, b) {
            (BinaryOp::Add, Some(a), Some(b)) => Ok(make_delta(thread, a.total() + b.total())?.value()),
            (BinaryOp::Sub, Some(a), Some(b)) => Ok(make_delta(thread, a.total() - b.total())?.value()),
            (BinaryOp::Mul, Some(a), None) => multiply(thread, a, right),
            (BinaryOp::Mul, None, Some(b)) => multiply(thread, b, left),
            (BinaryOp::TrueDiv, Some(a), _) => divide(thread, a, right),
            (BinaryOp::FloorDiv | BinaryOp::Mod | BinaryOp::DivMod, Some(a), _) => quotients(thread, op, a, right),
            _ => Ok(not_implemented()),
        }
    }

    #[slot(ops = "Neg Pos Abs")]
    fn unary(thread: &mut Thread, op: UnaryOp, this: Value) -> PyResult<Value> {
        let total = delta_of(thread, this)?.total();
        let total = match op {
            UnaryOp::Neg => -total,
            UnaryOp::Pos => total,
            UnaryOp::Abs => total.abs(),
            _ => return Ok(not_implemented()),
        };
        Ok(make_delta(thread, total)?.value())
    }

    /// Number of days.
    #[getter(kind = "member")]
    fn days(_thread: &mut Thread, this: Ref<DeltaObject>) -> PyResult<i64> {
        Ok(this.parts().0.into())
    }

    /// Number of seconds (>= 0 and less than 1 day).
    #[getter(kind = "member")]
    fn seconds(_thread: &mut Thread, this: Ref<DeltaObject>) -> PyResult<i64> {
        Ok(this.parts().1.into())
    }

    /// Number of microseconds (>= 0 and less than 1 second).
    #[getter(kind = "member")]
    fn microseconds(_thread: &mut Thread, this: Ref<DeltaObject>) -> PyResult<i64> {
        Ok(this.parts().2.into())
    }

    /// Total seconds in the duration.
    #[method]
    fn total_seconds(thread: &mut Thread, this: Ref<DeltaObject>) -> PyResult<Value> {
        let total = this.total();
        if total.unsigned_abs() < 1 << 53 {
            return pyrs_object::float::from_f64(thread, total as f64 / 1e6);
        }
        let total = int::from_big(thread, &IBig::from(total))?;
        protocol::binary(thread, BinaryOp::TrueDiv, total, Value::small_int(1_000_000))
    }

    #[method(name = "__reduce__")]
    fn reduce(thread: &mut Thread, this: Ref<DeltaObject>) -> PyResult<Value> {
        let (days, seconds, microseconds) = this.parts();
        let parts = [days, seconds, microseconds].map(|part| Value::small_int(part.into()));
        let parts = TupleObject::from_slice(thread, &parts)?;
        Ok(TupleObject::from_slice(thread, &[this.class().value(), parts.value()])?.value())
    }
}

/// The hash: that of the tuple of the parts.
pub fn hash_of(delta: Ref<DeltaObject>) -> i64 {
    if delta.hash.get() == 0 {
        let (days, seconds, microseconds) = delta.parts();
        let parts = [days, seconds, microseconds].map(|part| hash::hash_i64(part.into()));
        delta.hash.set(hash::combine(parts.into_iter()));
    }
    delta.hash.get()
}

/// Whether an order satisfies a comparison.
pub fn holds(op: CompareOp, order: std::cmp::Ordering) -> bool {
    match op {
        CompareOp::Lt => order.is_lt(),
        CompareOp::Le => order.is_le(),
        CompareOp::Eq => order.is_eq(),
        CompareOp::Ne => order.is_ne(),
        CompareOp::Gt => order.is_gt(),
        CompareOp::Ge => order.is_ge(),
    }
}

/// Enters the limits in the class.
pub fn enter_limits(thread: &mut Thread) -> PyResult<()> {
    const GREATEST: i128 = 1_000_000_000 * 86_400_000_000;
    let dict = DELTA.get().dict.get();
    for (name, total) in [
        ("min", -(GREATEST - 86_400_000_000)),
        ("max", GREATEST - 1),
        ("resolution", 1),
    ] {
        let delta = make_delta(thread, total)?;
        dict.set_str(thread, name, delta.value())?;
    }
    Ok(())
}
