//! Runs every program of `runtime-tests/` in every mode and compares with the recorded output.
//!
//! `cargo test -p pyrs_testkit --test behaviour -- FILTER...` runs the programs whose path has one of the substrings.
//! Environment: `PYRS_EXE` (an executable to test instead of building one), `PYRS_TEST_PROFILE`, `PYRS_TEST_FILTER`
//! (more substrings, by spaces), `PYRS_TEST_MODES` (names, by commas), `PYRS_TEST_JOBS` (default 2).

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyrs_testkit::case::{Case, find_programs};
use pyrs_testkit::modes::{MODES, Mode};
use pyrs_testkit::process::{self, TIME_LIMIT};
use pyrs_testkit::{executable, report, workspace};

/// What the command line and the environment ask for.
struct Request {
    filters: Vec<String>,
    modes: Vec<&'static Mode>,
    jobs: usize,
    list: bool,
}

fn main() -> ExitCode {
    match request().and_then(|request| execute(&request)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("behaviour: {message}");
            ExitCode::FAILURE
        }
    }
}

fn request() -> Result<Request, String> {
    // `cargo test -- --nocapture` and the like reach every test binary; those flags mean nothing here.
    let (flags, mut filters): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with('-'));
    filters.extend(variable("PYRS_TEST_FILTER").split_whitespace().map(str::to_string));
    let names = variable("PYRS_TEST_MODES");
    let modes = if names.is_empty() {
        MODES.iter().collect()
    } else {
        names.split(',').map(mode_named).collect::<Result<_, _>>()?
    };
    let jobs = match variable("PYRS_TEST_JOBS").as_str() {
        "" => 2,
        number => number
            .parse()
            .map_err(|_| format!("PYRS_TEST_JOBS={number} is not a number"))?,
    };
    Ok(Request {
        filters,
        modes,
        jobs,
        list: flags.iter().any(|flag| flag == "--list"),
    })
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn mode_named(name: &str) -> Result<&'static Mode, String> {
    MODES.iter().find(|mode| mode.name == name.trim()).ok_or_else(|| {
        let known: Vec<&str> = MODES.iter().map(|mode| mode.name).collect();
        format!("PYRS_TEST_MODES: no mode '{name}' (there are {})", known.join(", "))
    })
}

/// Runs what was asked for; true if all of it passed.
fn execute(request: &Request) -> Result<bool, String> {
    let root = workspace::root()?.join("runtime-tests");
    let programs = find_programs(&root).map_err(|error| format!("{}: {error}", root.display()))?;
    let programs: Vec<PathBuf> = programs
        .into_iter()
        .filter(|path| request.filters.is_empty() || request.filters.iter().any(|f| name(&root, path).contains(f)))
        .collect();
    if request.list {
        programs.iter().for_each(|path| println!("{}: test", name(&root, path)));
        return Ok(true);
    }
    let executable = executable::find()?;
    let next = AtomicUsize::new(0);
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..request.jobs.max(1) {
            scope.spawn(|| {
                while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(text) = run_program(&executable, program, &request.modes) {
                        println!("FAILED {}\n{text}", name(&root, program));
                        failed
                            .lock()
                            .unwrap_or_else(|poisoned| poisoned.into_inner())
                            .push(name(&root, program));
                    }
                }
            });
        }
    });
    let mut failed = failed.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
    failed.sort();
    failed.iter().for_each(|program| println!("failed: {program}"));
    println!("{} passed, {} failed", programs.len() - failed.len(), failed.len());
    Ok(failed.is_empty())
}

fn name(root: &Path, program: &Path) -> String {
    program.strip_prefix(root).unwrap_or(program).display().to_string()
}

/// Runs one program in its modes; the report if it failed in any.
fn run_program(executable: &Path, program: &Path, modes: &[&'static Mode]) -> Result<(), String> {
    let case = Case::load(program).map_err(|message| format!("  {message}\n"))?;
    let mut outcomes = Vec::new();
    for mode in modes.iter().filter(|mode| mode.applies(&case.directives)) {
        let arguments = mode.arguments(&case.directives);
        let outcome = process::run(executable, &arguments, program, TIME_LIMIT)
            .map_err(|message| format!("  {}: {message}\n", mode.name))?;
        outcomes.push((mode.name, outcome));
    }
    if outcomes.iter().all(|(_, outcome)| report::is_expected(&case, outcome)) {
        return Ok(());
    }
    Err(report::failure(&case, &outcomes))
}
