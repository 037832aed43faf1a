//! The `marshal` module as far as caches of compiled code need it: code objects, in the runtime's own format.
//!
//! Absent: other values. `dumps` and `loads` of them raise ValueError, naming what is not supported.

use pyrs_macros::pymodule;

#[pymodule(name = "marshal")]
pub(crate) mod module {
    use pyrs_object::code::CodeObject;
    use pyrs_object::errors::PyResult;
    use pyrs_object::header::Ref;
    use pyrs_object::str::StrObject;
    use pyrs_object::thread::Thread;
    use pyrs_object::value::Value;

    /// Return the bytes of a code object.
    #[function]
    fn dumps(thread: &mut Thread, value: Value, version: Option<Value>) -> PyResult<Value> {
        let _ = version;
        match value.downcast::<CodeObject>() {
            Some(code) => {
                let bytes = pyrs_bytecode::marshal::write_template(code.template());
                Ok(pyrs_object::bytes::BytesObject::new(thread, &bytes)?.value())
            }
            None => {
                let class = pyrs_object::class_of(value).name_for_message();
                Err(thread.value_error(format_args!(
                    "unmarshallable object: only code is supported, not '{class}'"
                )))
            }
        }
    }

    /// Make a code object of bytes that dumps() has made.
    #[function]
    fn loads(thread: &mut Thread, bytes: Value) -> PyResult<Value> {
        let decoded = match pyrs_object::bytes::as_bytes(&bytes) {
            Some(data) => pyrs_bytecode::marshal::read_template(data),
            None => {
                let class = pyrs_object::class_of(bytes).name_for_message();
                return Err(thread.type_error(format_args!("a bytes-like object is required, not '{class}'")));
            }
        };
        match decoded {
            Ok(template) => {
                let filename = StrObject::from_str(thread, "<unknown>")?;
                Ok(Ref::<CodeObject>::from_template(thread, Box::leak(Box::new(template)), filename)?.value())
            }
            Err(_) => Err(thread.value_error(format_args!("bad marshal data"))),
        }
    }

    /// Version of the format.
    #[attr]
    fn version(_thread: &mut Thread) -> PyResult<Value> {
        Ok(Value::small_int(1))
    }
}

pub(crate) use module::MODULE;
