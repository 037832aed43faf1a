//! Comparing secrets in a time that does not depend on what they are.

use crate::buffer;
use pyrs_object::str::as_str;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Thread, Value};

/// Whether both are equal; every byte of `right` is looked at.
fn same(left: &[u8], right: &[u8]) -> bool {
    let equal_length = left.len() == right.len();
    let shorter = if equal_length { left } else { right };
    let mut difference = u8::from(!equal_length);
    for (a, b) in shorter.iter().zip(right) {
        difference |= std::hint::black_box(a ^ b);
    }
    std::hint::black_box(difference) == 0
}

/// `_compare_digest(a, b)`.
pub fn compare(thread: &mut Thread, a: Value, b: Value) -> PyResult<bool> {
    if let (Some(left), Some(right)) = (as_str(a), as_str(b)) {
        return match (left.as_ascii(), right.as_ascii()) {
            (Some(left), Some(right)) => Ok(same(left.as_bytes(), right.as_bytes())),
            _ => Err(thread.type_error(format_args!(
                "comparing strings with non-ASCII characters is not supported"
            ))),
        };
    }
    let (Some(left), Some(right)) = (buffer::try_readable(thread, a)?, buffer::try_readable(thread, b)?) else {
        let (a, b) = (class_of(a).name_for_message(), class_of(b).name_for_message());
        return Err(thread.type_error(format_args!(
            "unsupported operand types(s) or combination of types: '{a}' and '{b}'"
        )));
    };
    Ok(same(left.data(), right.data()))
}
