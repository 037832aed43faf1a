//! The module `_csv`: reading and writing of separated values.

mod characters;
mod dialect;
mod reader;
mod writer;

use pyrs_macros::pymodule;
use pyrs_object::exception::EXCEPTION_LAYOUT;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::TypeFlags;
use pyrs_object::{Raised, Thread, core};
use std::sync::atomic::{AtomicI64, Ordering};

static ERROR: NativeClass = NativeClass::new("_csv", "Error", &EXCEPTION_LAYOUT)
    .base(|| core().types.exception.get())
    .flags(TypeFlags::SUBCLASSABLE.union(TypeFlags::HAS_DICT));

/// Characters of the longest field.
static FIELD_LIMIT: AtomicI64 = AtomicI64::new(128 * 1024);

fn field_limit() -> i64 {
    FIELD_LIMIT.load(Ordering::Relaxed)
}

/// Raises `csv.Error`.
#[cold]
fn error(thread: &mut Thread, message: std::fmt::Arguments) -> Raised {
    thread.raise_message(ERROR.get(), message)
}

/// CSV parsing and writing.
#[pymodule(name = "_csv")]
pub mod module {
    use super::dialect::{self, DIALECT, QUOTING};
    use super::{ERROR, FIELD_LIMIT, Ordering, field_limit, reader, writer};
    use pyrs_object::list::ListObject;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::str::as_str;
    use pyrs_object::type_object::class_of;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, protocol};

    /// Return a reader object that will process lines from the given iterable.
    #[function(signature = "(iterable, dialect='excel', /, **fmtparams)")]
    fn reader(thread: &mut Thread, args: Args) -> PyResult<Value> {
        reader::new(thread, args)
    }

    /// Return a writer object that will write user data on the given file object.
    #[function(signature = "(fileobj, dialect='excel', /, **fmtparams)")]
    fn writer(thread: &mut Thread, args: Args) -> PyResult<Value> {
        writer::new(thread, args)
    }

    /// Return a list of all known dialect names.
    #[function]
    fn list_dialects(thread: &mut Thread) -> PyResult<Ref<ListObject>> {
        let known = dialect::named(thread)?;
        crate::collect::to_list(thread, known.value())
    }

    /// Create a mapping from a string name to a CSV dialect.
    #[function(signature = "(name, dialect='excel', /, **fmtparams)")]
    fn register_dialect(thread: &mut Thread, args: Args) -> PyResult<()> {
        let (name, base) = match *args.positional() {
            [name] => (name, None),
            [name, base] => (name, Some(base)),
            [] => {
                return Err(thread.type_error(format_args!("register_dialect expected at least 1 argument, got 0")));
            }
            ref more => {
                let count = more.len();
                return Err(thread.type_error(format_args!(
                    "register_dialect expected at most 2 arguments, got {count}"
                )));
            }
        };
        if as_str(name).is_none() {
            return Err(thread.type_error(format_args!("dialect name must be a string")));
        }
        let made = dialect::make(thread, base, args)?;
        let known = dialect::named(thread)?;
        known.set(thread, name, made.value())
    }

    /// Delete the name/dialect mapping associated with a string name.
    #[function(keywords = "name")]
    fn unregister_dialect(thread: &mut Thread, name: Value) -> PyResult<()> {
        dialect::find(thread, name)?;
        let known = dialect::named(thread)?;
        known.remove(thread, name).map(|_| ())
    }

    /// Return the dialect instance associated with name.
    #[function(keywords = "name")]
    fn get_dialect(thread: &mut Thread, name: Value) -> PyResult<Value> {
        dialect::find(thread, name)
    }

    /// Sets an upper limit on parsed fields.
    ///
    /// Returns old limit. If limit is not given, no new limit is set and
    /// the old limit is returned
    #[function(signature = "(new_limit=<unrepresentable>)", keywords = "new_limit")]
    fn field_size_limit(thread: &mut Thread, new_limit: Option<Value>) -> PyResult<i64> {
        let old = field_limit();
        if let Some(limit) = new_limit {
            if class_of(limit) != core().types.int.get() {
                return Err(thread.type_error(format_args!("limit must be an integer")));
            }
            FIELD_LIMIT.store(protocol::index_i64(thread, limit)?, Ordering::Relaxed);
        }
        Ok(old)
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let dict = module.dict.get();
        for (name, class) in [
            ("Dialect", &DIALECT),
            ("Error", &ERROR),
            ("Reader", &reader::READER),
            ("Writer", &writer::WRITER),
        ] {
            let class = class.create(thread)?;
            dict.set_str(thread, name, class.value())?;
        }
        for (number, (name, _)) in QUOTING.iter().enumerate() {
            dict.set_str(thread, name, Value::small_int(number as i64))?;
        }
        let known = dialect::named(thread)?;
        dict.set_str(thread, "_dialects", known.value())
    }
}

pub use module::MODULE;
