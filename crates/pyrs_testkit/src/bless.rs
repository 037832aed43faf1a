//! Records expectations from the reference implementation, CPython 3.14.
//!
//! Each program runs twice: one that prints something else the second time (an address, a set's order, the time) cannot
//! be a behaviour test and is refused.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::case::{Directives, parse_directives};
use crate::process::{self, End, Outcome, TIME_LIMIT};

/// CPython 3.14: `$PYRS_ORACLE`, or `~/.cache/pyrs-oracle/bin/python3.14`.
pub fn reference_python() -> Result<PathBuf, String> {
    let path = match (std::env::var_os("PYRS_ORACLE"), std::env::var_os("HOME")) {
        (Some(given), _) => PathBuf::from(given),
        (None, Some(home)) => PathBuf::from(home).join(".cache/pyrs-oracle/bin/python3.14"),
        (None, None) => return Err("neither PYRS_ORACLE nor HOME is set".to_string()),
    };
    let version = Command::new(&path)
        .args([
            "-c",
            "import sys; print(sys.implementation.name, *sys.version_info[:2])",
        ])
        .output()
        .map_err(|error| format!("the reference Python {}: {error} (set PYRS_ORACLE)", path.display()))?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_string();
    if version == "cpython 3 14" {
        Ok(path)
    } else {
        Err(format!("{} is '{version}', not CPython 3.14", path.display()))
    }
}

/// Writes the program's `.out`, and its `.err` if that file exists already. True if something changed.
pub fn record(reference: &Path, program: &Path) -> Result<bool, String> {
    let source = std::fs::read_to_string(program).map_err(|error| error.to_string())?;
    let directives = parse_directives(&source)?;
    let outcome = run(reference, program, &directives)?;
    if run(reference, program, &directives)? != outcome {
        return Err("prints something else each time".to_string());
    }
    let mut changed = write_if_other(&program.with_extension("out"), &outcome.stdout)?;
    let stderr = program.with_extension("err");
    if stderr.exists() {
        changed |= write_if_other(&stderr, &outcome.stderr)?;
    }
    Ok(changed)
}

fn run(reference: &Path, program: &Path, directives: &Directives) -> Result<Outcome, String> {
    // -I would hide the program's own folder, from which it imports; -s and -S keep site packages out.
    let outcome = process::run(reference, &["-s".to_string(), "-S".to_string()], program, TIME_LIMIT)?;
    if outcome.end == End::Exit(directives.exit) {
        return Ok(outcome);
    }
    let stderr = String::from_utf8_lossy(&outcome.stderr).into_owned();
    Err(format!(
        "{}, but the file says exit {}\n{stderr}",
        outcome.end, directives.exit
    ))
}

fn write_if_other(path: &Path, bytes: &[u8]) -> Result<bool, String> {
    if std::fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    std::fs::write(path, bytes)
        .map(|()| true)
        .map_err(|error| format!("{}: {error}", path.display()))
}
