//! The passes, in the order of [`PASSES`]. Each is a file with a `run`.
//!
//! In debug builds the verifier runs after every pass.

pub mod dead_code;
pub mod simplify;
pub mod value_numbering;

use crate::ir::{Function, ValueId};

/// A pass.
pub struct Pass {
    /// Name for dumps and switches.
    pub name: &'static str,
    /// The pass itself.
    pub run: fn(&mut Function),
}

/// All passes in order.
pub const PASSES: &[Pass] = &[
    Pass {
        name: "simplify",
        run: simplify::run,
    },
    Pass {
        name: "value_numbering",
        run: value_numbering::run,
    },
    Pass {
        name: "dead_code",
        run: dead_code::run,
    },
];

/// Runs all passes; `after` sees the function after each.
///
/// # Errors
/// In debug builds: what the verifier finds wrong, with the pass's name.
pub fn run(function: &mut Function, mut after: impl FnMut(&'static str, &Function)) -> Result<(), String> {
    for pass in PASSES {
        (pass.run)(function);
        after(pass.name, function);
        if cfg!(debug_assertions) {
            crate::verify::verify(function).map_err(|text| format!("after {}: {text}", pass.name))?;
        }
    }
    Ok(())
}

/// Values replaced by others.
pub(crate) struct Replacements(Vec<ValueId>);

impl Replacements {
    /// None yet.
    pub(crate) fn new(function: &Function) -> Replacements {
        Replacements((0..function.values.len() as u32).map(ValueId).collect())
    }

    /// Replaces `old` by `new` from now on.
    pub(crate) fn replace(&mut self, old: ValueId, new: ValueId) {
        self.0[old.index()] = new;
    }

    /// What stands for a value now.
    pub(crate) fn resolve(&self, mut value: ValueId) -> ValueId {
        while self.0[value.index()] != value {
            value = self.0[value.index()];
        }
        value
    }

    /// Rewrites all operands of the function.
    pub(crate) fn apply(&self, function: &mut Function) {
        for inst in &mut function.insts {
            inst.args.iter_mut().for_each(|arg| *arg = self.resolve(*arg));
        }
        for block in &mut function.blocks {
            block.terminator.map_operands(|value| self.resolve(value));
        }
        for state in &mut function.states {
            for (_, value) in &mut state.registers {
                *value = self.resolve(*value);
            }
        }
    }
}
