//! Floats that have no immediate form, instances of float subclasses, and complex numbers.

use crate::core::core;
use crate::errors::PyResult;
use crate::header::{Header, Ref};
use crate::heap_object;
use crate::thread::Thread;
use crate::type_object::TypeObject;
use crate::value::Value;
use std::cell::Cell;

/// A boxed double.
#[repr(C)]
pub struct FloatObject {
    header: Header,
    /// The number.
    pub number: Cell<f64>,
}
heap_object!(FloatObject, "float", FLOAT_LAYOUT, []);

impl FloatObject {
    /// Byte offset of the number.
    pub const NUMBER_OFFSET: usize = std::mem::offset_of!(FloatObject, number);

    /// An object of float or a subclass.
    pub fn with_class(thread: &mut Thread, class: Ref<TypeObject>, number: f64) -> PyResult<Ref<FloatObject>> {
        let object: Ref<FloatObject> = class.allocate_instance(thread)?;
        object.number.set(number);
        Ok(object)
    }
}

/// A float.
#[inline(always)]
pub fn from_f64(thread: &mut Thread, number: f64) -> PyResult<Value> {
    match Value::try_immediate_float(number) {
        Some(value) => Ok(value),
        None => boxed(thread, number),
    }
}

#[cold]
#[inline(never)]
fn boxed(thread: &mut Thread, number: f64) -> PyResult<Value> {
    if number == 0.0 {
        let root = if number.is_sign_negative() {
            &core().minus_zero
        } else {
            &core().zero
        };
        if let Some(zero) = root.try_get() {
            return Ok(zero.value());
        }
    }
    Ok(FloatObject::with_class(thread, core().types.float.get(), number)?.value())
}

/// The number, if the value is a float or of a subclass.
#[inline(always)]
pub fn as_f64(value: Value) -> Option<f64> {
    match value.as_immediate_float() {
        Some(number) => Some(number),
        None => value.downcast::<FloatObject>().map(|f| f.number.get()),
    }
}

/// A complex number.
#[repr(C)]
pub struct ComplexObject {
    header: Header,
    /// Real part.
    pub real: Cell<f64>,
    /// Imaginary part.
    pub imaginary: Cell<f64>,
}
heap_object!(ComplexObject, "complex", COMPLEX_LAYOUT, []);

impl ComplexObject {
    /// A complex number.
    pub fn new(thread: &mut Thread, real: f64, imaginary: f64) -> PyResult<Ref<ComplexObject>> {
        Self::with_class(thread, core().types.complex.get(), real, imaginary)
    }

    /// An object of complex or a subclass.
    pub fn with_class(
        thread: &mut Thread,
        class: Ref<TypeObject>,
        real: f64,
        imaginary: f64,
    ) -> PyResult<Ref<ComplexObject>> {
        let object: Ref<ComplexObject> = class.allocate_instance(thread)?;
        object.real.set(real);
        object.imaginary.set(imaginary);
        Ok(object)
    }
}
