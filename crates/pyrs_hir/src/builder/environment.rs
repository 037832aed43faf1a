//! What the builder knows at one place of the program.

use crate::ir::{BlockId, InstId, ValueId};
use std::collections::{HashMap, HashSet};

/// Registers and facts.
#[derive(Clone)]
pub struct Environment {
    /// What each register holds; `None` is empty.
    pub registers: Vec<Option<ValueId>>,
    /// While a call is inlined: the registers of the callers, outermost first.
    pub callers: Vec<Vec<Option<ValueId>>>,
    /// While a call is inlined: whether it has written memory, and whether to other objects than new ones.
    pub wrote: bool,
    /// See `wrote`.
    pub wrote_shared: bool,
    /// While a call is inlined: instances made for it that nothing else knows of.
    pub fresh: Vec<ValueId>,
    /// Shapes of objects that may change their shape: forgotten at calls.
    pub shapes: HashMap<ValueId, u64>,
    /// Iterators made in place of ranges that only the next instruction, a `GetIter`, sees.
    pub range_iterators: HashSet<ValueId>,
    /// Start, stop and step of slice objects that were made here.
    pub slices: HashMap<ValueId, [ValueId; 3]>,
    /// Slices of lists that have not been written to since: block and instruction, the list and the bounds.
    pub list_slices: HashMap<ValueId, (BlockId, InstId, [ValueId; 4])>,
    /// Tagged values whose double is at hand.
    pub unboxed: HashMap<ValueId, ValueId>,
    /// Unboxed values whose tagged form is at hand.
    pub boxed: HashMap<ValueId, ValueId>,
}

impl Environment {
    /// Everything empty.
    pub fn new(registers: usize) -> Environment {
        Environment {
            registers: vec![None; registers],
            callers: Vec::new(),
            wrote: false,
            wrote_shared: false,
            fresh: Vec::new(),
            shapes: HashMap::new(),
            range_iterators: HashSet::new(),
            slices: HashMap::new(),
            list_slices: HashMap::new(),
            unboxed: HashMap::new(),
            boxed: HashMap::new(),
        }
    }
}
