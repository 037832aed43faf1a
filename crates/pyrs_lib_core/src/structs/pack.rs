//! Packing values and unpacking bytes.

use super::format::{Kind, Run, load};
use super::{StructObject, error, number};
use pyrs_object::bytes::{ByteArrayObject, BytesObject};
use pyrs_object::float::ComplexObject;
use pyrs_object::slots::UnaryOp;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, bool_value, convert, core, float, int, protocol};

/// The values as bytes.
pub fn pack(thread: &mut Thread, this: Ref<StructObject>, values: &[Value]) -> PyResult<Ref<BytesObject>> {
    let size = this.size.get();
    protocol::check_room(thread, size)?;
    let packed = BytesObject::with_length(thread, core().types.bytes.get(), size)?;
    // SAFETY: a fresh object of this length, which does not move; nobody else sees it before it is filled.
    let out = unsafe { std::slice::from_raw_parts_mut(packed.data_ptr(), size) };
    pack_to(thread, this, values, out)?;
    Ok(packed)
}

/// Writes the values to zeros of the struct's size, which Python code cannot reach.
pub fn pack_to(thread: &mut Thread, this: Ref<StructObject>, values: &[Value], out: &mut [u8]) -> PyResult<()> {
    let Some(runs) = this.runs.get() else {
        return Ok(());
    };
    let big = this.big.get() != 0;
    let mut values = values.iter();
    for index in 0..this.run_count.get() {
        let run = load(runs, index);
        for field in 0..run.count {
            let start = run.offset + field * run.size;
            if let (Some(value), Some(target)) = (values.next(), out.get_mut(start..start + run.size)) {
                pack_field(thread, &run, big, *value, target)?;
            }
        }
    }
    Ok(())
}

fn pack_field(thread: &mut Thread, run: &Run, big: bool, value: Value, out: &mut [u8]) -> PyResult<()> {
    match run.kind {
        Kind::Pad => {}
        Kind::Signed | Kind::Unsigned | Kind::Pointer => {
            let number = integer(thread, run, value)?;
            number::write_int(number, big, out);
        }
        Kind::Bool => out[0] = u8::from(protocol::truth(thread, value)?),
        Kind::Float => {
            let number = match convert::to_f64(thread, value) {
                Ok(number) => number,
                Err(_) => {
                    thread.take_raised();
                    return Err(error(thread, format_args!("required argument is not a float")));
                }
            };
            if number::write_float(number, big, out).is_err() {
                return Err(too_large(thread, run.code));
            }
        }
        Kind::Complex => {
            let (real, imaginary) = complex(thread, value)?;
            let (first, second) = out.split_at_mut(run.size / 2);
            let part = if run.code == b'F' { b'f' } else { b'd' };
            if number::write_float(real, big, first).is_err() || number::write_float(imaginary, big, second).is_err() {
                return Err(too_large(thread, part));
            }
        }
        Kind::Char => match value.downcast::<BytesObject>() {
            Some(bytes) if bytes.len() == 1 => out[0] = bytes.data()[0],
            _ => {
                return Err(error(
                    thread,
                    format_args!("char format requires a bytes object of length 1"),
                ));
            }
        },
        Kind::Bytes | Kind::Pascal => pack_bytes(thread, run, value, out)?,
    }
    Ok(())
}

fn pack_bytes(thread: &mut Thread, run: &Run, value: Value, out: &mut [u8]) -> PyResult<()> {
    let bytes = value.downcast::<BytesObject>();
    let array = value.downcast::<ByteArrayObject>();
    let data = match (&bytes, &array) {
        (Some(bytes), _) => bytes.data(),
        (None, Some(array)) => array.data(),
        (None, None) => {
            let code = run.code as char;
            return Err(error(
                thread,
                format_args!("argument for '{code}' must be a bytes object"),
            ));
        }
    };
    let target = if run.kind == Kind::Pascal {
        let Some((length, rest)) = out.split_first_mut() else {
            return Ok(());
        };
        *length = data.len().min(rest.len()).min(255) as u8;
        rest
    } else {
        out
    };
    let count = data.len().min(target.len());
    target[..count].copy_from_slice(&data[..count]);
    Ok(())
}

#[cold]
fn too_large(thread: &mut Thread, code: u8) -> Raised {
    let code = code as char;
    thread.overflow_error(format_args!("float too large to pack with {code} format"))
}

fn complex(thread: &mut Thread, value: Value) -> PyResult<(f64, f64)> {
    if let Some(complex) = value.downcast::<ComplexObject>() {
        return Ok((complex.real.get(), complex.imaginary.get()));
    }
    let name = pyrs_object::str::StrObject::intern(thread, "__complex__")?;
    if let Some(method) = protocol::lookup_special(thread, value, name)?
        && let Some(complex) = protocol::call(thread, method, &[])?.downcast::<ComplexObject>()
    {
        return Ok((complex.real.get(), complex.imaginary.get()));
    }
    match convert::to_f64(thread, value) {
        Ok(number) => Ok((number, 0.0)),
        Err(_) => {
            thread.take_raised();
            Err(error(thread, format_args!("required argument is not a complex")))
        }
    }
}

/// An int argument within the range of its field, as the low bits of a word.
fn integer(thread: &mut Thread, run: &Run, value: Value) -> PyResult<u64> {
    let value = match int::is_int(value) {
        true => value,
        false => match protocol::convert(thread, UnaryOp::Index, value)? {
            Some(index) => index,
            None => return Err(error(thread, format_args!("required argument is not an integer"))),
        },
    };
    let bits = 8 * run.size as u32;
    let number = int::as_i64(value);
    if let Some(number) = number {
        // What is left above the bits of the field: zeros, or copies of the sign.
        let above = number.unbounded_shr(bits - 1);
        let fits = match run.kind {
            Kind::Signed => above == 0 || above == -1,
            Kind::Pointer => number.unbounded_shr(bits) == 0 || above == -1,
            _ => number >= 0 && number.unbounded_shr(bits) == 0,
        };
        if fits {
            return Ok(number as u64);
        }
    }
    let (low, high) = match run.kind {
        Kind::Signed => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
        Kind::Pointer => (-(1i128 << (bits - 1)), (1i128 << bits) - 1),
        _ => (0, (1i128 << bits) - 1),
    };
    let number = match number {
        Some(number) => Some(i128::from(number)),
        None => int::as_big(value).and_then(|big| i128::try_from(&big).ok()),
    };
    match number {
        Some(number) if (low..=high).contains(&number) => Ok(number as u64),
        _ if run.kind == Kind::Pointer => Err(error(thread, format_args!("int too large to convert"))),
        _ => {
            let code = run.code as char;
            Err(error(
                thread,
                format_args!("'{code}' format requires {low} <= number <= {high}"),
            ))
        }
    }
}

/// The values that `data`, of the struct's size, stands for. `data` belongs to no heap object that could change.
pub fn unpack(thread: &mut Thread, this: Ref<StructObject>, data: &[u8]) -> PyResult<Value> {
    let values = TupleObject::with_length(thread, this.count.get())?;
    let big = this.big.get() != 0;
    let mut next = 0;
    if let Some(runs) = this.runs.get() {
        for index in 0..this.run_count.get() {
            let run = load(runs, index);
            for field in 0..run.count {
                let start = run.offset + field * run.size;
                let value = unpack_field(thread, &run, big, data.get(start..start + run.size).unwrap_or(&[]))?;
                values.initialise_item(next, value);
                next += 1;
            }
        }
    }
    Ok(values.value())
}

fn unpack_field(thread: &mut Thread, run: &Run, big: bool, data: &[u8]) -> PyResult<Value> {
    match run.kind {
        Kind::Signed | Kind::Unsigned | Kind::Pointer => {
            let number = number::read_word(data, big);
            match run.kind {
                Kind::Signed => int::from_i64(thread, number::extend_sign(number, data.len())),
                _ => int::from_u64(thread, number),
            }
        }
        Kind::Bool => Ok(bool_value(data.iter().any(|byte| *byte != 0))),
        Kind::Float => float::from_f64(thread, number::read_float(data, big)),
        Kind::Complex => {
            let (real, imaginary) = data.split_at(data.len() / 2);
            let (real, imaginary) = (number::read_float(real, big), number::read_float(imaginary, big));
            Ok(ComplexObject::new(thread, real, imaginary)?.value())
        }
        Kind::Pascal => {
            let text = match data.split_first() {
                Some((length, rest)) => &rest[..rest.len().min(usize::from(*length))],
                None => &[],
            };
            Ok(BytesObject::new(thread, text)?.value())
        }
        Kind::Char | Kind::Bytes | Kind::Pad => Ok(BytesObject::new(thread, data)?.value()),
    }
}
