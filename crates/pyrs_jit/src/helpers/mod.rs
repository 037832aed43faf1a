//! The runtime helpers that compiled code calls: one function for each row of `pyrs_abi`'s table.
//!
//! All take the thread as a raw pointer, because compiled code holds it; nobody else borrows it while they run. A result
//! of 0 means that an exception is pending.

mod calls;
mod generators;
mod instruction;
mod lists;
mod objects;

use pyrs_abi::Helper;
use pyrs_object::errors::PyResult;
use pyrs_object::value::Value;

/// A result as compiled code wants it.
pub(crate) fn word(result: PyResult<Value>) -> u64 {
    result.map_or(0, Value::bits)
}

/// The result of an operation without a value: any nonzero word.
pub(crate) fn done(result: PyResult<()>) -> u64 {
    result.is_ok() as u64
}

/// Every helper gets the running thread from compiled code.
macro_rules! running {
    ($thread:ident) => {
        // SAFETY: compiled code passes the running thread, and nothing else borrows it meanwhile.
        let $thread = unsafe { &mut *$thread };
    };
}
pub(crate) use running;

/// Addresses, in a form that can be in a static.
struct Addresses([*const u8; Helper::ALL.len()]);
// SAFETY: addresses of code.
unsafe impl Sync for Addresses {}

macro_rules! addresses {
    ($($variant:ident $path:path;)*) => {
        static ADDRESSES: Addresses = {
            let mut all = [std::ptr::null(); Helper::ALL.len()];
            $(all[Helper::$variant as usize] = $path as *const u8;)*
            Addresses(all)
        };
    };
}

addresses! {
    Deopt crate::deopt::deopt;
    Traceback calls::traceback;
    RecursionError calls::recursion_error;
    Instruction instruction::instruction;
    Call calls::call;
    CallNative calls::call_native;
    RangeIterator objects::range_iterator;
    GetIter objects::get_iter;
    Awaitable generators::awaitable;
    DelegateIter generators::delegate_iter;
    IterNext objects::iter_next;
    NextUnpacked objects::next_unpacked;
    Truth objects::truth;
    BoxFloat objects::box_float;
    Binary objects::binary;
    Inplace objects::inplace;
    Compare objects::compare;
    Unary objects::unary;
    GetItem objects::get_item;
    SetItem objects::set_item;
    GetAttr objects::get_attr;
    SetAttr objects::set_attr;
    Contains objects::contains;
    Unpack objects::unpack;
    Barrier objects::barrier;
    BarrierSlot objects::barrier_slot;
    AllocateInstance objects::allocate_instance;
    CheckInit calls::check_init;
    ListAppend lists::list_append;
    ListPop lists::list_pop;
    ListPopAt lists::list_pop_at;
    ListInsert lists::list_insert;
    BuildSlice lists::build_slice;
    GetSlice lists::get_slice;
    SetSlice lists::set_slice;
    ListSetSlice lists::list_set_slice;
    ListCopySlice lists::list_copy_slice;
    Length lists::length;
    MakeCell objects::make_cell;
    MakeGenerator generators::make_generator;
    CloseGenerator generators::close_generator;
    Send generators::send;
    Poll calls::poll;
    FloatPower objects::float_power;
}

/// Addresses of all helpers, by number.
pub(crate) fn addresses() -> &'static [*const u8] {
    &ADDRESSES.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_helper_has_an_address() {
        for helper in Helper::ALL {
            assert!(!ADDRESSES.0[*helper as usize].is_null(), "{}", helper.info().name);
        }
    }
}
