//! `cargo xtask bless [PATH]`: records what CPython 3.14 prints for the programs of `runtime-tests/`.
//!
//! Expectations are never written by hand and never recorded from pyrs itself. PATH (a file or a folder, default all of
//! `runtime-tests`) limits which programs are recorded.

use std::path::PathBuf;

use pyrs_testkit::{bless, case, workspace};

pub fn run(args: &[String]) -> Result<(), String> {
    let root = workspace::root()?;
    let reference = bless::reference_python()?;
    let start = match args {
        [] => root.join("runtime-tests"),
        [path] => existing(&root, path)?,
        _ => return Err("at most one PATH".to_string()),
    };
    let programs = case::find_programs(&start).map_err(|error| format!("{}: {error}", start.display()))?;
    let mut failures = Vec::new();
    let mut changed = 0;
    for program in &programs {
        match bless::record(&reference, program) {
            Ok(true) => {
                changed += 1;
                println!("recorded {}", program.display());
            }
            Ok(false) => {}
            Err(message) => failures.push(format!("{}: {message}", program.display())),
        }
    }
    println!("{} programs, {changed} recorded anew", programs.len());
    if failures.is_empty() {
        Ok(())
    } else {
        Err(failures.join("\n"))
    }
}

/// PATH as given from the current folder, or else inside the workspace.
fn existing(root: &std::path::Path, path: &str) -> Result<PathBuf, String> {
    [PathBuf::from(path), root.join(path)]
        .into_iter()
        .find(|candidate| candidate.exists())
        .ok_or_else(|| format!("no such path: {path}"))
}
