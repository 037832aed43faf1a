//! The executable `pyrs`: the command line of `python3`, as far as it is supported.
//!
//! clap reads the options in front of the program; what follows the program is the program's own.

use clap::Parser;
use pyrs_options::{DigitLimit, Options};
use pyrs_runtime::{Program, RunConfig, run};

/// A Python 3.14 runtime.
#[derive(Parser, Debug)]
#[command(name = "pyrs", disable_version_flag = true, trailing_var_arg = true, after_help = after_help())]
struct Arguments {
    /// Program passed in as a string; the rest are its arguments.
    #[arg(short = 'c', value_name = "COMMAND", num_args = 1.., allow_hyphen_values = true)]
    command: Option<Vec<String>>,
    /// Run a library module as a script; the rest are its arguments.
    #[arg(short = 'm', value_name = "MODULE", num_args = 1.., allow_hyphen_values = true, conflicts_with = "command")]
    module: Option<Vec<String>>,
    /// Set a switch of the runtime.
    #[arg(short = 'X', value_name = "SWITCH")]
    switches: Vec<String>,
    /// Print the version.
    #[arg(short = 'V', long)]
    version: bool,
    /// Isolated: neither the program's folder nor PYTHONPATH in sys.path.
    #[arg(short = 'I')]
    isolated: bool,
    /// Ignore PYTHON* environment variables.
    #[arg(short = 'E')]
    ignore_environment: bool,
    /// Do not import site.
    #[arg(short = 'S')]
    no_site: bool,
    /// Do not add the user's site folder.
    #[arg(short = 's')]
    no_user_site: bool,
    /// Do not write bytecode caches.
    #[arg(short = 'B')]
    no_bytecode: bool,
    /// Script file, or `-` for standard input, and its arguments.
    #[arg(value_name = "FILE", allow_hyphen_values = true)]
    file: Vec<String>,
}

fn after_help() -> String {
    format!("Switches:\n{}", pyrs_options::help())
}

fn main() {
    let arguments = Arguments::parse();
    if arguments.version {
        println!("Python 3.14.0 (pyrs {})", env!("CARGO_PKG_VERSION"));
        return;
    }
    match configure(arguments) {
        Ok(config) => std::process::exit(run(&config)),
        Err(error) => {
            eprintln!("pyrs: {error}");
            std::process::exit(2);
        }
    }
}

fn configure(arguments: Arguments) -> Result<RunConfig, String> {
    let mut options =
        Options::from_switches(arguments.switches.iter().map(String::as_str)).map_err(|error| error.to_string())?;
    if options.int_max_str_digits.0.is_none() && !arguments.isolated && !arguments.ignore_environment {
        options.int_max_str_digits = DigitLimit::from_environment()
            .ok_or("PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.")?;
    }
    let (program, argv) = program(&arguments);
    let mut path = Vec::new();
    if !arguments.isolated {
        path.push(match &program {
            Program::File(file) => folder_of(file),
            _ => String::new(),
        });
        if !arguments.ignore_environment
            && let Ok(value) = std::env::var("PYTHONPATH")
        {
            path.extend(value.split(':').filter(|folder| !folder.is_empty()).map(str::to_owned));
        }
    }
    if let Some(folder) = &options.stdlib {
        path.push(folder.to_string_lossy().into_owned());
    }
    let reads_environment = !arguments.isolated && !arguments.ignore_environment;
    let no_bytecode = arguments.no_bytecode
        || (reads_environment && std::env::var_os("PYTHONDONTWRITEBYTECODE").is_some_and(|value| !value.is_empty()));
    Ok(RunConfig {
        program,
        argv,
        path,
        switches: arguments.switches,
        options,
        no_bytecode,
    })
}

fn program(arguments: &Arguments) -> (Program, Vec<String>) {
    let with_rest = |first: &str, rest: &[String]| {
        let mut argv = vec![first.to_owned()];
        argv.extend_from_slice(rest);
        argv
    };
    if let Some([text, rest @ ..]) = arguments.command.as_deref() {
        return (Program::Command(text.clone()), with_rest("-c", rest));
    }
    if let Some([name, rest @ ..]) = arguments.module.as_deref() {
        return (Program::Module(name.clone()), with_rest("-m", rest));
    }
    match arguments.file.as_slice() {
        [] => (Program::StandardInput, vec![String::new()]),
        [dash, rest @ ..] if dash == "-" => (Program::StandardInput, with_rest("-", rest)),
        [file, rest @ ..] => (Program::File(file.clone()), with_rest(file, rest)),
    }
}

/// The folder that a script's own modules are looked for in.
fn folder_of(file: &str) -> String {
    let absolute = std::fs::canonicalize(file).ok();
    let folder = absolute.as_deref().and_then(|path| path.parent());
    folder.map_or_else(String::new, |folder| folder.to_string_lossy().into_owned())
}
