//! Counters, and their report.

use crate::units;
use pyrs_abi::{DeoptReason, Refusal};
use std::io::{self, Write};
use std::time::Duration;

macro_rules! counters {
    ($($(#[doc = $doc:literal])+ $name:ident;)*) => {
        /// What was counted.
        #[derive(Clone, Debug, Default)]
        pub struct Counters {
            $($(#[doc = $doc])+ pub $name: u64,)*
            /// Exits by reason.
            pub deopts: Vec<u64>,
            /// Refusals by reason.
            pub refusals: Vec<u64>,
            /// Time spent in building HIR and its passes.
            pub hir_time: Duration,
            /// Time spent in the code generator.
            pub codegen_time: Duration,
        }
        impl Counters {
            fn rows(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name)),*]
            }
        }
    };
}

counters! {
    /// Functions compiled.
    compiled_functions;
    /// Loops compiled for entry from the interpreter.
    compiled_loops;
    /// Suspension points of generators compiled.
    compiled_resumptions;
    /// Bytes of machine code.
    code_bytes;
    /// Bytecode instructions compiled.
    bytecode_instructions;
    /// Units made invalid because an assumption was broken.
    invalidated_units;
    /// Units given up because of exits.
    abandoned_units;
    /// Entries into compiled loops.
    loop_entries;
}

impl Counters {
    /// All zero.
    pub(crate) fn new() -> Counters {
        Counters {
            deopts: vec![0; DeoptReason::ALL.len()],
            refusals: vec![0; Refusal::ALL.len()],
            ..Counters::default()
        }
    }
}

/// Writes all counters that are not zero.
pub fn print_stats(out: &mut dyn Write) -> io::Result<()> {
    let Some(counters) = units::with(|jit| jit.counters.clone()) else {
        return writeln!(out, "jit: off");
    };
    for (name, count) in counters.rows() {
        writeln!(out, "{name}: {count}")?;
    }
    writeln!(out, "compile_hir_time_us: {}", counters.hir_time.as_micros())?;
    writeln!(out, "compile_codegen_time_us: {}", counters.codegen_time.as_micros())?;
    for (reason, count) in DeoptReason::ALL.iter().zip(&counters.deopts) {
        if *count > 0 {
            writeln!(out, "deopt_{}: {count}", reason.name())?;
        }
    }
    for (reason, count) in Refusal::ALL.iter().zip(&counters.refusals) {
        if *count > 0 {
            writeln!(out, "refused_{}: {count}", reason.name())?;
        }
    }
    Ok(())
}
