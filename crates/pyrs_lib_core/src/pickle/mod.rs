//! The module `_pickle`: writing objects as bytes, and reading them.
//!
//! A [`save::Saver`] walks objects and writes opcodes; a [`load::Loader`] runs them. Both keep what they know of objects in
//! heap objects: the memos, and the stack of the machine. Objects nested deeper than the native stack allows raise
//! RecursionError. Absent: audit events.

mod input;
mod load;
mod load_build;
mod load_text;
mod memo;
mod note;
mod opcode;
mod output;
mod picklebuffer;
mod pickler;
mod save;
mod save_containers;
mod save_global;
mod save_reduce;
mod state;
mod unpickler;

use pyrs_macros::pymodule;
use pyrs_object::bytes::BytesObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::{PyResult, Ref, Thread, Value};

/// Optimized C implementation for the Python pickle module.
#[pymodule(name = "_pickle")]
pub mod module {
    use super::*;

    /// Write an object to a binary file: the same as Pickler(file, protocol).dump(obj).
    #[function(
        keywords = "obj, file, protocol, fix_imports, buffer_callback",
        kwonly = "fix_imports",
        signature = "($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)"
    )]
    fn dump(
        thread: &mut Thread,
        obj: Value,
        file: Value,
        protocol: Option<Value>,
        fix_imports: Option<Value>,
        buffer_callback: Option<Value>,
    ) -> PyResult<()> {
        let settings = pickler::Settings {
            protocol,
            fix_imports,
            buffer_callback,
        };
        let pickler = pickler::new(thread, settings)?;
        let write = pickler::write_method(thread, file)?;
        pickler.write.set(pickler, Some(write));
        pickler::dump(thread, pickler, obj).map(|_| ())
    }

    /// An object as bytes.
    #[function(
        keywords = "obj, protocol, fix_imports, buffer_callback",
        kwonly = "fix_imports",
        signature = "($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)"
    )]
    fn dumps(
        thread: &mut Thread,
        obj: Value,
        protocol: Option<Value>,
        fix_imports: Option<Value>,
        buffer_callback: Option<Value>,
    ) -> PyResult<Value> {
        let settings = pickler::Settings {
            protocol,
            fix_imports,
            buffer_callback,
        };
        let pickler = pickler::new(thread, settings)?;
        let bytes = pickler::dump(thread, pickler, obj)?;
        Ok(BytesObject::new(thread, &bytes)?.value())
    }

    /// Read an object from a binary file: the same as Unpickler(file).load().
    #[function(
        keywords = "file, fix_imports, encoding, errors, buffers",
        kwonly = "fix_imports",
        signature = "($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())"
    )]
    fn load(
        thread: &mut Thread,
        file: Value,
        fix_imports: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
        buffers: Option<Value>,
    ) -> PyResult<Value> {
        let settings = unpickler::Settings {
            fix_imports,
            encoding,
            errors,
            buffers,
        };
        let unpickler = unpickler::new(thread, settings)?;
        unpickler::attach(thread, unpickler, file)?;
        unpickler::load_file(thread, unpickler)
    }

    /// The object that bytes were made of.
    #[function(
        keywords = "fix_imports, encoding, errors, buffers",
        kwonly = "fix_imports",
        signature = "($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())"
    )]
    fn loads(
        thread: &mut Thread,
        data: Value,
        fix_imports: Option<Value>,
        encoding: Option<Value>,
        errors: Option<Value>,
        buffers: Option<Value>,
    ) -> PyResult<Value> {
        let settings = unpickler::Settings {
            fix_imports,
            encoding,
            errors,
            buffers,
        };
        let unpickler = unpickler::new(thread, settings)?;
        let data = crate::buffer::readable(thread, data)?;
        unpickler::load_memory(thread, unpickler, data)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        state::prepare(thread)?;
        for class in [&memo::MEMO, &pickler::PICKLER_MEMO, &unpickler::UNPICKLER_MEMO] {
            class.create(thread)?;
        }
        let classes = [
            ("PickleBuffer", &picklebuffer::PICKLE_BUFFER),
            ("Pickler", &pickler::PICKLER),
            ("Unpickler", &unpickler::UNPICKLER),
        ];
        for (name, class) in classes {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        pyrs_object::memory_view::register_exporter(&picklebuffer::EXPORTER);
        let errors = [
            ("PickleError", &state::PICKLE_ERROR),
            ("PicklingError", &state::PICKLING_ERROR),
            ("UnpicklingError", &state::UNPICKLING_ERROR),
        ];
        for (name, root) in errors {
            if let Some(class) = root.get() {
                dict.set_str(thread, name, class)?;
            }
        }
        Ok(())
    }
}

pub use module::MODULE;
