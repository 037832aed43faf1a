//! `LZMAError`, and the errors of the library's codes.

use liblzma_sys as lzma;
use pyrs_object::dict::DictObject;
use pyrs_object::static_root::StaticRoot;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::TypeObject;
use pyrs_object::{PyResult, Raised, Thread, Value, core, protocol};
use std::fmt::Arguments;

static ERROR: StaticRoot = StaticRoot::new();

/// The class, made on first use.
pub fn error_class(thread: &mut Thread) -> PyResult<Value> {
    if let Some(class) = ERROR.get() {
        return Ok(class);
    }
    let namespace = DictObject::new(thread)?;
    let module = StrObject::intern(thread, "_lzma")?;
    namespace.set(thread, core().names.module.get().value(), module.value())?;
    let doc = StrObject::from_str(thread, "Call to liblzma failed.")?;
    namespace.set(thread, core().names.doc.get().value(), doc.value())?;
    let bases = TupleObject::from_slice(thread, &[core().types.exception.get().value()])?;
    let name = StrObject::intern(thread, "LZMAError")?;
    let arguments = [name.value(), bases.value(), namespace.value()];
    let class = protocol::call(thread, core().types.type_.get().value(), &arguments)?;
    ERROR.set(thread, Some(class));
    Ok(class)
}

/// Raises LZMAError.
#[cold]
pub fn lzma_error(thread: &mut Thread, message: Arguments) -> Raised {
    match error_class(thread).map(|class| class.downcast::<TypeObject>()) {
        Ok(Some(class)) => thread.raise_message(class, message),
        Ok(None) => thread.runtime_error(message),
        Err(raised) => raised,
    }
}

/// Raises the error of a code.
#[cold]
pub fn raise(thread: &mut Thread, code: u32) -> Raised {
    let message = match code as lzma::lzma_ret {
        lzma::LZMA_UNSUPPORTED_CHECK => "Unsupported integrity check",
        lzma::LZMA_MEM_ERROR => return thread.memory_error(),
        lzma::LZMA_MEMLIMIT_ERROR => "Memory usage limit exceeded",
        lzma::LZMA_FORMAT_ERROR => "Input format not supported by decoder",
        lzma::LZMA_OPTIONS_ERROR => "Invalid or unsupported options",
        lzma::LZMA_DATA_ERROR => "Corrupt input data",
        lzma::LZMA_BUF_ERROR => "Insufficient buffer space",
        lzma::LZMA_PROG_ERROR => "Internal error",
        _ => return lzma_error(thread, format_args!("Unrecognized error from liblzma: {code}")),
    };
    lzma_error(thread, format_args!("{message}"))
}
