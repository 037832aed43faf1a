//! What the command prints and writes of comparisons.

use std::path::Path;

use serde_json::json;

use super::outcome::{Comparison, Verdict};

/// One line of the table, with failures below it if asked for.
pub fn module(comparison: &Comparison, list_failures: bool) {
    println!(
        "{:<28}{:>6} / {:<6}{:>6.1} %{:>6} skipped{:>8.1} s (CPython {:.1} s)",
        comparison.module,
        comparison.passed,
        comparison.of,
        percent(comparison.passed, comparison.of),
        skipped(comparison),
        comparison.seconds,
        comparison.reference_seconds
    );
    for incident in &comparison.incidents {
        println!("  !! {incident}");
    }
    if list_failures {
        for (test, outcome) in &comparison.failures {
            println!("  {:<6}{test}: {}", outcome.verdict.name(), outcome.message);
        }
    }
}

/// The sum.
pub fn total(comparisons: &[Comparison]) {
    let passed = comparisons.iter().map(|comparison| comparison.passed).sum();
    let of = comparisons.iter().map(|comparison| comparison.of).sum();
    let skips: usize = comparisons.iter().map(skipped).sum();
    let incidents: usize = comparisons.iter().map(|comparison| comparison.incidents.len()).sum();
    println!(
        "{:<28}{passed:>6} / {of:<6}{:>6.1} %{skips:>6} skipped  {} modules, {incidents} crashes, panics or hangs",
        "total",
        percent(passed, of),
        comparisons.len()
    );
}

/// Tests that skip themselves on pyrs, most of them because they are about CPython's inside.
fn skipped(comparison: &Comparison) -> usize {
    let failures = comparison.failures.values();
    failures.filter(|outcome| outcome.verdict == Verdict::Skip).count()
}

fn percent(passed: usize, of: usize) -> f64 {
    if of == 0 {
        100.0
    } else {
        passed as f64 * 100.0 / of as f64
    }
}

/// Everything, as JSON.
pub fn json(comparisons: &[Comparison], path: &Path) -> Result<(), String> {
    let modules: Vec<serde_json::Value> = comparisons
        .iter()
        .map(|comparison| {
            let failures = comparison.failures.iter().map(
                |(test, outcome)| json!({"test": test, "verdict": outcome.verdict.name(), "message": outcome.message}),
            );
            json!({
                "module": comparison.module,
                "passed": comparison.passed,
                "of": comparison.of,
                "seconds": comparison.seconds,
                "reference_seconds": comparison.reference_seconds,
                "incidents": comparison.incidents,
                "failures": failures.collect::<Vec<_>>(),
            })
        })
        .collect();
    let text = serde_json::to_string_pretty(&modules).map_err(|error| error.to_string())?;
    std::fs::write(path, text + "\n").map_err(|error| format!("{}: {error}", path.display()))
}
