//! The executable `pyrs`: the command line of `python3`.
//!
//! Absent: graphical help, and editing of lines in the interactive prompt.

mod command_line;
mod configuration;
mod help;

use command_line::{Action, CommandLine};
use std::io::Write as _;

/// Runs before the standard library gives closed standard descriptors something to be open on.
#[used]
#[unsafe(link_section = ".init_array")]
static BEFORE_MAIN: extern "C" fn() = pyrs_runtime::note_closed_streams;

fn main() {
    std::process::exit(start());
}

/// Does what the command line asks for. The exit status.
fn start() -> i32 {
    let executable = std::env::args_os()
        .next()
        .map_or_else(|| "pyrs".to_owned(), |name| name.to_string_lossy().into_owned());
    let line = match CommandLine::parse(std::env::args_os().skip(1)) {
        Ok(line) => line,
        Err(complaint) => {
            eprint!("{complaint}\n{}", help::usage(&executable));
            eprintln!("Try `python -h' for more information.");
            return 2;
        }
    };
    match &line.action {
        Action::Help(kind) => print(&help::text(*kind, &executable)),
        Action::Version => print(&format!("Python {}\n", pyrs_runtime::version(line.count(b'V') > 1))),
        _ => match configuration::configure(line) {
            Ok(config) => pyrs_runtime::run(&config),
            Err(error) => {
                eprintln!("Fatal Python error: {error}");
                let stage = match error.starts_with("preconfig") {
                    true => "preinitializing",
                    false => "preinitialized",
                };
                eprintln!("Python runtime state: {stage}\n");
                1
            }
        },
    }
}

fn print(text: &str) -> i32 {
    match std::io::stdout().write_all(text.as_bytes()) {
        Ok(()) => 0,
        Err(_) => 1,
    }
}
