//! The object model: value word, headers, shapes, classes with slots, and the layout and raw operations of each
//! built-in type. Methods that Python code sees are in `pyrs_builtins`.
//!
//! Invariants: no [`Value`](value::Value) or [`Ref`](header::Ref) in a Rust container on the heap; a function that takes
//! `&mut Thread` may run Python code, raise and collect, and no borrow into an object's inside lives across its call.

pub mod array;
pub mod attribute;
pub mod bootstrap;
pub mod bytes;
pub mod code;
pub mod convert;
pub mod core;
pub mod descriptor;
pub mod dict;
pub mod dict_view;
pub mod errors;
pub mod exception;
pub mod feedback;
pub mod finalized;
pub mod float;
pub mod frame;
pub mod frame_locals;
pub mod frame_object;
pub mod function;
pub mod generator;
pub mod gil;
pub mod hash;
pub mod header;
pub mod hooks;
pub mod instance;
pub mod instance_dict;
pub mod int;
pub mod intern;
pub mod iterator;
pub mod layout;
pub mod list;
pub mod memory_view;
pub mod method_cache;
pub mod module;
pub mod native_class;
pub mod native_module;
pub mod protocol;
pub mod range;
pub mod set;
pub mod shape;
pub mod similar_name;
pub mod singleton;
pub mod slots;
pub mod special;
pub mod static_root;
pub mod str;
pub mod str_append;
pub mod struct_sequence;
pub mod thread;
pub mod traceback;
pub mod tuple;
pub mod type_object;
pub mod value;
pub mod warn;

/// Arithmetic of big ints, for the crates above.
pub use dashu_int as big;
pub use pyrs_gc as gc;

pub use crate::core::{bool_value, core, none, not_implemented};
pub use errors::{PyResult, Raised};
pub use function::Args;
pub use header::{Field, Header, HeapObject, Ref};
pub use thread::Thread;
pub use type_object::class_of;
pub use value::Value;
