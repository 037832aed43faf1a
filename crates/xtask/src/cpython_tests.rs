//! `cargo xtask cpython-tests [MODULE|GROUP...]`: CPython's own test suite on pyrs, measured against CPython.
//!
//! Each module of the reference's package `test` runs in a process of its own on both; what counts is which of the tests
//! that CPython passes pyrs passes too. The library is pyrs's own: of the reference it sees the package `test` only.
//! A difference from `runtime-tests/cpython/expectations.toml` in either direction is a failure. docs/testing.md has
//! examples. Resources of the suite (network, big files) are deliberately never granted.

mod expectations;
mod groups;
mod outcome;
mod python;
mod report;

use std::path::PathBuf;

use pyrs_testkit::{executable, workspace};

use expectations::Expectations;
use groups::Groups;
use outcome::Comparison;
use python::{Limits, Python};

/// What the command line asks for.
struct Options {
    names: Vec<String>,
    jit: String,
    limits: Limits,
    list_failures: bool,
    record: bool,
    output: Option<PathBuf>,
}

const USAGE: &str = "[MODULE|GROUP...] [--jit off|on|eager] [--list-failures] [--record] [--output FILE] \
                     [--timeout SECONDS] [--memory MEGABYTES]";

fn parse(args: &[String]) -> Result<Options, String> {
    let mut options = Options {
        names: Vec::new(),
        jit: "on".to_string(),
        limits: Limits {
            seconds: 120,
            megabytes: 2048,
        },
        list_failures: false,
        record: false,
        output: None,
    };
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        let mut value = || rest.next().ok_or(format!("{arg} wants a value; usage: {USAGE}"));
        match arg.as_str() {
            "--jit" => {
                options.jit = value()?.clone();
                if !["off", "on", "eager"].contains(&options.jit.as_str()) {
                    return Err(format!("--jit {}: not off, on or eager", options.jit));
                }
            }
            "--timeout" => options.limits.seconds = number(arg, value()?)?,
            "--memory" => options.limits.megabytes = number(arg, value()?)?,
            "--output" => options.output = Some(PathBuf::from(value()?)),
            "--list-failures" => options.list_failures = true,
            "--record" => options.record = true,
            unknown if unknown.starts_with('-') => return Err(format!("no option {unknown}; usage: {USAGE}")),
            name => options.names.push(name.to_string()),
        }
    }
    Ok(options)
}

fn number(option: &str, text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("{option} {text}: not a number"))
}

/// See the module's head.
pub fn run(args: &[String]) -> Result<(), String> {
    let options = parse(args)?;
    let folder = workspace::root()?.join("runtime-tests/cpython");
    let groups = Groups::read(&folder.join("groups.toml"))?;
    let modules = groups.modules(&options.names)?;
    let mut expectations = Expectations::read(&folder.join("expectations.toml"))?;
    let runner = folder.join("_run_module.py");
    let reference = Python::reference(&runner)?;
    for module in &modules {
        reference.has(module)?;
    }
    let pyrs = Python::pyrs(&executable::find()?, &reference, &options.jit, &runner)?;
    let (mut comparisons, mut surprises) = (Vec::new(), Vec::new());
    for module in &modules {
        let expected = reference.cached(module, options.limits)?;
        let comparison = Comparison::new(module, &expected, &pyrs.run(module, options.limits)?);
        report::module(&comparison, options.list_failures);
        if options.record {
            expectations.record(&comparison, &groups);
            expectations.write()?;
        } else {
            surprises.extend(expectations.surprises(&comparison, &groups));
        }
        comparisons.push(comparison);
    }
    report::total(&comparisons);
    if let Some(path) = &options.output {
        report::json(&comparisons, path)?;
    }
    if surprises.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{} differences from runtime-tests/cpython/expectations.toml (--record accepts them):\n{}",
            surprises.len(),
            surprises.join("\n")
        ))
    }
}
