//! None, True, False, NotImplemented and Ellipsis: objects without state, told apart by address.

use crate::header::Header;
use crate::heap_object;
use std::cell::Cell;

/// One of the singletons. `number` is 1 for True and 0 for the others, so that a bool can be read as an int.
#[repr(C)]
pub struct SingletonObject {
    header: Header,
    /// See the type.
    pub number: Cell<u64>,
}
heap_object!(SingletonObject, "singleton", SINGLETON_LAYOUT, []);
