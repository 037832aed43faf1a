//! The module `marshal`: CPython's format, version 5, for all values but code.
//!
//! A code object is the runtime's own template behind CPython's type code, with its names; data with code in it is only for
//! the build that wrote it. What is written in CPython without code is read here, and the other way round.

mod read;
mod write;

use pyrs_macros::pymodule;

/// The version that is written by default.
const VERSION: i64 = 5;

/// Containers inside of each other, at most.
const MAX_DEPTH: usize = 2000;

/// Marks a value that later ones may refer to.
const SHARED: u8 = 0x80;

#[pymodule(name = "marshal")]
pub(crate) mod module {
    use super::read::{Input, Reader};
    use pyrs_lib_core::buffer;
    use pyrs_object::bytes::BytesObject;
    use pyrs_object::errors::PyResult;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::value::Value;
    use pyrs_object::{class_of, protocol};

    /// Return the bytes of a value.
    #[function(
        keywords = "allow_code",
        kwonly = "allow_code",
        signature = "($module, value, version=version, /, *, allow_code=True)"
    )]
    fn dumps(thread: &mut Thread, value: Value, version: Option<i64>, allow_code: Option<bool>) -> PyResult<Value> {
        let version = version.unwrap_or(super::VERSION);
        let bytes = super::write::bytes_of(thread, value, version, allow_code.unwrap_or(true))?;
        Ok(BytesObject::new(thread, &bytes)?.value())
    }

    /// Write the bytes of a value to a file.
    #[function(
        keywords = "allow_code",
        kwonly = "allow_code",
        signature = "($module, value, file, version=version, /, *, allow_code=True)"
    )]
    fn dump(
        thread: &mut Thread,
        value: Value,
        file: Value,
        version: Option<i64>,
        allow_code: Option<bool>,
    ) -> PyResult<Value> {
        let bytes = dumps(thread, value, version, allow_code)?;
        let write = StrObject::intern(thread, "write")?;
        protocol::call_method(thread, file, write, &[bytes])
    }

    /// Make the value that bytes begin with; what follows is ignored.
    #[function(
        keywords = "allow_code",
        kwonly = "allow_code",
        signature = "($module, bytes, /, *, allow_code=True)"
    )]
    fn loads(thread: &mut Thread, bytes: Value, allow_code: Option<bool>) -> PyResult<Value> {
        let Some(data) = buffer::try_readable(thread, bytes)? else {
            let class = class_of(bytes).name_for_message();
            return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
        };
        let input = Input::Memory { data, position: 0 };
        Reader::new(thread, input, allow_code.unwrap_or(true))?.whole(thread)
    }

    /// Read one value from a file, and no byte more.
    #[function(
        keywords = "allow_code",
        kwonly = "allow_code",
        signature = "($module, file, /, *, allow_code=True)"
    )]
    fn load(thread: &mut Thread, file: Value, allow_code: Option<bool>) -> PyResult<Value> {
        let name = StrObject::intern(thread, "read")?;
        let read = protocol::getattr(thread, file, name)?;
        let first = protocol::call(thread, read, &[Value::small_int(0)])?;
        if first.downcast::<BytesObject>().is_none() {
            let class = class_of(first).name_for_message();
            return Err(thread.type_error(format_args!("file.read() returned not bytes but {class}")));
        }
        let input = Input::File { read };
        Reader::new(thread, input, allow_code.unwrap_or(true))?.whole(thread)
    }

    /// Version of the format.
    #[attr]
    fn version(_thread: &mut Thread) -> PyResult<Value> {
        Ok(Value::small_int(super::VERSION))
    }
}

pub(crate) use module::MODULE;
