//! Assumptions: who relies on a class or on a dict's key, and what happens when it changes.
//!
//! What has changed several times is not assumed any more.

use crate::units::{Jit, with};
use pyrs_hir::builder::Assumption;
use pyrs_object::dict::DictObject;
use pyrs_object::header::Ref;
use pyrs_object::type_object::{TypeFlags, TypeObject};
use pyrs_object::value::Value;

/// Changes after which an assumption is not made again.
const MAX_CHANGES: u32 = 3;

impl Jit {
    /// Notes that a unit relies on something, and asks to be told of changes.
    pub(crate) fn depend(&mut self, unit: u32, assumption: Assumption) {
        self.dependents.entry(assumption).or_default().push(unit);
        // SAFETY: assumptions name live objects; the unit's code object keeps them from now on.
        unsafe {
            match assumption {
                Assumption::Class(class) => {
                    Ref::<TypeObject>::from_address(class).set_flag(TypeFlags::WATCHED, true);
                }
                Assumption::DictKey(dict, _) => Ref::<DictObject>::from_address(dict).watch(),
            }
        }
    }

    /// Gives an assumption up for good: no code may rely on it any more.
    pub(crate) fn forget(&mut self, assumption: Assumption) {
        self.broken(assumption);
        self.unstable.insert(assumption);
    }

    fn broken(&mut self, assumption: Assumption) {
        let Some(units) = self.dependents.remove(&assumption) else {
            return;
        };
        let times = self.broken.entry(assumption).or_default();
        *times += 1;
        if *times >= MAX_CHANGES {
            self.unstable.insert(assumption);
        }
        for unit in units {
            if self.units[unit as usize].invalid.get() == 0 {
                self.counters.invalidated_units += 1;
                self.invalidate(unit);
            }
        }
    }
}

/// Hook: a watched class has changed.
pub(crate) fn type_modified(class: Ref<TypeObject>) {
    with(|jit| jit.broken(Assumption::Class(class.address())));
}

/// Hook: attribute slots may be hidden now. Rare, so that all code goes.
pub(crate) fn slots_forgotten() {
    with(|jit| {
        for unit in 0..jit.units.len() as u32 {
            jit.invalidate(unit);
        }
    });
}

/// Hook: a watched dict has changed a key.
pub(crate) fn dict_modified(dict: Ref<DictObject>, key: Value) {
    with(|jit| jit.broken(Assumption::DictKey(dict.address(), key.bits())));
}
