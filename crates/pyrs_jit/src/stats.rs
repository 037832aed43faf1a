//! Counters, and their report.
//!
//! Calls cost nothing to count in the interpreter, whose call budgets tell; compiled code counts only where it is told to.
//! Calls of code objects that are gone are not among them.

use crate::units;
use pyrs_abi::{DeoptReason, Refusal};
use pyrs_object::code::CodeObject;
use pyrs_object::gc::Heap;
use pyrs_object::header::{Header, Ref};
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
    /// Call sites whose callee was inlined.
    inlined_calls;
    /// Entries into compiled loops.
    loop_entries;
    /// Calls noted in call budgets that have been set anew since.
    budgeted_calls;
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

/// All figures with their names: counts, microseconds, and shares between 0 and 1. `None` if the JIT is off.
pub fn rows(heap: &Heap) -> Option<Vec<(String, f64)>> {
    let (counters, native, threshold) = units::with(|jit| {
        let native = [jit.native_calls[0].get(), jit.native_calls[1].get()];
        (jit.counters.clone(), native, jit.config.call_threshold())
    })?;
    let mut rows: Vec<(String, f64)> = counters
        .rows()
        .into_iter()
        .map(|(name, count)| (name.to_string(), count as f64))
        .collect();
    let mut row = |name: String, number: f64| rows.push((name, number));
    row("compile_hir_time_us".to_string(), counters.hir_time.as_micros() as f64);
    row(
        "compile_codegen_time_us".to_string(),
        counters.codegen_time.as_micros() as f64,
    );
    // What compiled code calls directly spends no budget.
    let budgeted = counters.budgeted_calls + unspent_calls(heap, threshold);
    let interpreted = budgeted.saturating_sub(native[1]);
    let all = (native[0] + interpreted).max(1);
    row("calls_native".to_string(), native[0] as f64);
    row("calls_interpreted".to_string(), interpreted as f64);
    row("calls_native_share".to_string(), native[0] as f64 / all as f64);
    for (reason, count) in DeoptReason::ALL.iter().zip(&counters.deopts) {
        row(format!("deopt_{}", reason.name()), *count as f64);
    }
    for (reason, count) in Refusal::ALL.iter().zip(&counters.refusals) {
        row(format!("refused_{}", reason.name()), *count as f64);
    }
    Some(rows)
}

/// Calls noted in the budgets of the code objects that are still there.
fn unspent_calls(heap: &Heap, threshold: i32) -> u64 {
    let mut calls = 0;
    heap.for_each_object(|object| {
        // SAFETY: the walk gives starts of live objects.
        let object = unsafe { Ref::<Header>::from_address(object as u64) };
        if let Some(code) = object.value().downcast::<CodeObject>() {
            calls += units::calls_by_budget(code, threshold);
        }
    });
    calls
}
