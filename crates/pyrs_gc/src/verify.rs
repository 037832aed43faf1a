//! The heap check: after marking, each reference in a marked object must be to the start of a marked object.
//!
//! A target that is valid but not marked means a store without its write barrier (young collections) or a tracing
//! function that does not say the same thing twice. Errors end the process: the heap cannot be trusted any more.

use crate::block::{self, IN_USE};
use crate::chunk::{ChunkTable, MARK_TABLE_OFFSET, test_bit};
use crate::find::Finder;
use crate::large::LargeSpace;
use crate::mark::Visitor;

/// Checks the references of all marked objects.
pub(crate) fn verify_heap(chunks: &ChunkTable, large: &LargeSpace, visitor: &mut Visitor) {
    let mut check = |obj: *mut u8| {
        // SAFETY: valid bits are set for objects only, and marked ones are live.
        unsafe {
            if test_bit(obj, MARK_TABLE_OFFSET) {
                visitor.check(obj);
            }
        }
    };
    block::for_each_block(chunks, |b, state| {
        if state == IN_USE {
            // SAFETY: the block is mapped and checking changes no bits.
            unsafe { block::for_each_object_in(b, &mut check) };
        }
    });
    large.for_each(check);
}

/// Checks one reference.
#[cold]
pub(crate) fn check_reference(finder: &Finder<'_>, source: *mut u8, target: *mut u8) {
    let problem = if !finder.starts_at(target.addr()) {
        "is not the start of an object"
    // SAFETY: the target was just found to be an object.
    } else if unsafe { !test_bit(target, MARK_TABLE_OFFSET) } {
        "was not reached by marking (a store without its write barrier?)"
    } else {
        return;
    };
    eprintln!("verify-heap: object {source:p} refers to {target:p}, which {problem}");
    std::process::abort();
}
