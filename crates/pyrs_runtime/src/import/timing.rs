//! `-X importtime`: how long each import takes, told on stderr when it is done.
//!
//! What an import takes itself is what it takes in all less what the imports inside of it take. Nothing is measured, and
//! no clock looked at, unless the switch is given.

use std::cell::Cell;
use std::io::Write;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Instant;

/// 0: off, 1: on, 2: modules that are there are told of, too.
static MODE: AtomicU8 = AtomicU8::new(0);

thread_local! {
    /// Imports that are running.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    /// Microseconds that imports inside of the running one have taken.
    static INNER: Cell<u64> = const { Cell::new(0) };
}

/// Switches it on.
pub(crate) fn configure(mode: u8) {
    MODE.store(mode, Ordering::Relaxed);
    if mode != 0 {
        tell(format_args!("import time: self [us] | cumulative | imported package\n"));
    }
}

/// Whether imports are timed.
#[inline]
pub(crate) fn is_on() -> bool {
    MODE.load(Ordering::Relaxed) != 0
}

fn tell(line: std::fmt::Arguments) {
    // There is nobody to tell of an error of stderr.
    let _ = std::io::stderr().lock().write_fmt(line);
}

/// A module that is there already.
pub(crate) fn cached(name: &str) {
    if MODE.load(Ordering::Relaxed) == 2 {
        let indent = 2 * DEPTH.get();
        tell(format_args!(
            "import time: cached    | cached     | {:indent$}{name}\n",
            ""
        ));
    }
}

/// Times an import.
pub(crate) fn timed<R>(name: &str, import: impl FnOnce() -> R) -> R {
    let depth = DEPTH.get();
    DEPTH.set(depth + 1);
    let outer = INNER.replace(0);
    let start = Instant::now();
    let result = import();
    let all = start.elapsed().as_micros() as u64;
    let own = all.saturating_sub(INNER.get());
    INNER.set(outer + all);
    DEPTH.set(depth);
    let indent = 2 * depth;
    tell(format_args!(
        "import time: {own:>9} | {all:>10} | {:indent$}{name}\n",
        ""
    ));
    result
}
