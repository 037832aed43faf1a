//! The `itertools` module.
//!
//! Each iterator keeps its state in traced fields and in plain words of one heap object. Absent: the copying and
//! pickling of iterators, which CPython 3.14 removed.

use pyrs_macros::pymodule;

mod chain;
mod combinatorics;
mod combining;
mod counting;
mod grouping;
mod selecting;
mod tee;

/// Declares an iterator of `itertools`: its object with traced fields and words, layout, and class.
macro_rules! native_iterator {
    ($(#[$doc:meta])* $object:ident, $name:literal, $layout:ident, $class:ident, $methods:ident,
     [$($field:ident),*], [$($word:ident),*]) => {
        $(#[$doc])*
        #[repr(C)]
        pub struct $object {
            header: pyrs_object::Header,
            $($field: pyrs_object::Field<Option<pyrs_object::Value>>,)*
            $($word: std::cell::Cell<i64>,)*
        }
        pyrs_object::heap_object!($object, $name, $layout, [$($field),*]);
        #[doc = concat!("The class `itertools.", $name, "`.")]
        pub static $class: pyrs_object::native_class::NativeClass =
            pyrs_object::native_class::NativeClass::new("itertools", $name, &$layout)
                .subclassable()
                .methods($methods::TYPE_METHODS);
        impl $object {
            /// The receiver of a slot.
            fn of(thread: &mut pyrs_object::Thread, this: pyrs_object::Value) -> pyrs_object::PyResult<pyrs_object::Ref<$object>> {
                match this.downcast() {
                    Some(this) => Ok(this),
                    None => Err(crate::collect::wrong_receiver(thread, $name, this)),
                }
            }
        }
    };
}
use native_iterator;

/// Functional tools for creating and using iterators.
#[pymodule(name = "itertools")]
pub mod module {
    use pyrs_object::module::ModuleObject;
    use pyrs_object::native_class::NativeClass;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    static CLASSES: &[(&str, &NativeClass)] = &[
        ("chain", &super::chain::CHAIN),
        ("islice", &super::chain::ISLICE),
        ("starmap", &super::chain::STARMAP),
        ("count", &super::counting::COUNT),
        ("repeat", &super::counting::REPEAT),
        ("accumulate", &super::combining::ACCUMULATE),
        ("zip_longest", &super::combining::ZIP_LONGEST),
        ("takewhile", &super::selecting::TAKEWHILE),
        ("dropwhile", &super::selecting::DROPWHILE),
        ("filterfalse", &super::selecting::FILTERFALSE),
        ("compress", &super::selecting::COMPRESS),
        ("cycle", &super::selecting::CYCLE),
        ("pairwise", &super::selecting::PAIRWISE),
        ("groupby", &super::grouping::GROUPBY),
        ("_grouper", &super::grouping::GROUPER),
        ("batched", &super::grouping::BATCHED),
        ("product", &super::combinatorics::PRODUCT),
        ("permutations", &super::combinatorics::PERMUTATIONS),
        ("combinations", &super::combinatorics::COMBINATIONS),
        ("combinations_with_replacement", &super::combinatorics::REPLACEMENT),
        ("_tee", &super::tee::TEE),
        ("_tee_dataobject", &super::tee::BLOCK),
    ];

    /// Returns a tuple of n independent iterators.
    #[function(signature = "(iterable, n=2, /)")]
    fn tee(thread: &mut Thread, iterable: Value, n: Option<i64>) -> PyResult<Value> {
        super::tee::tee(thread, iterable, n.unwrap_or(2))
    }

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        for (name, class) in CLASSES {
            let class = class.create(thread)?;
            module.dict.get().set_str(thread, name, class.value())?;
        }
        Ok(())
    }
}

pub use module::MODULE;
