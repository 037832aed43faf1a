//! Benchmarks pyrs against CPython: `cargo run --release -p pyrs_perf -- nbody richards`.
//!
//! The invariant is fairness: both sides run the same unmodified program under the same stand-in for pyperf, in
//! alternating processes, and must compute the same result. docs/performance.md has the method. Comparing two results
//! over time is deliberately absent: the JSON files are for that.

use std::process::ExitCode;

use clap::{Arg, ArgAction, ArgMatches, Command};
use pyrs_testkit::{bless, executable, workspace};

mod fetch;
mod measure;
mod statistics;
mod table;

use measure::{Limits, Side};

fn main() -> ExitCode {
    match compare(&command().get_matches()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("pyrs_perf: {message}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> Command {
    let number = |name: &'static str, default: &'static str| Arg::new(name).long(name).default_value(default);
    Command::new("pyrs_perf")
        .about("Benchmarks pyrs against CPython 3.14")
        .arg(
            Arg::new("programs")
                .required(true)
                .num_args(1..)
                .value_name("NAME[:ARG,ARG]")
                .help(
                    "A benchmark of pyperformance or a program of perf/programs, with arguments for it after a colon",
                ),
        )
        .arg(
            number("rounds", "5")
                .value_parser(clap::value_parser!(usize))
                .help("Processes per program and side"),
        )
        .arg(
            number("seconds", "2")
                .value_parser(clap::value_parser!(f64))
                .help("CPU time per process: half for warming up, half measured"),
        )
        .arg(
            Arg::new("warmups")
                .long("warmups")
                .value_parser(clap::value_parser!(u32))
                .help("Unmeasured iterations after calibration, instead of a time"),
        )
        .arg(
            Arg::new("pyrs-args")
                .long("pyrs-args")
                .default_value("")
                .allow_hyphen_values(true)
                .help("More arguments for pyrs, separated by spaces"),
        )
        .arg(
            Arg::new("interp")
                .long("interp")
                .action(ArgAction::SetTrue)
                .help("Also pyrs with -X jit=off"),
        )
        .arg(
            Arg::new("json")
                .long("json")
                .value_name("FILE")
                .help("Write the results to FILE"),
        )
}

/// Measures and prints; true if every program ran on every side with equal results.
fn compare(matches: &ArgMatches) -> Result<bool, String> {
    let root = workspace::root()?;
    let rounds = *matches.get_one::<usize>("rounds").unwrap_or(&5);
    let limits = Limits {
        seconds: *matches.get_one::<f64>("seconds").unwrap_or(&2.0),
        warmups: matches.get_one::<u32>("warmups").copied(),
        stand_in: root.join("perf/pyperf"),
    };
    let names = matches.get_many::<String>("programs").into_iter().flatten();
    let programs = names
        .map(|name| fetch::find(&root, name))
        .collect::<Result<Vec<_>, _>>()?;
    let sides = sides(matches)?;
    for side in &sides {
        println!(
            "{:<8} {} {}",
            side.name,
            side.executable.display(),
            side.arguments.join(" ")
        );
    }
    let mut results = Vec::new();
    for program in &programs {
        eprint!("{} ", program.name);
        results.extend(measure::program(&sides, program, &limits, rounds));
        eprintln!();
    }
    print!("{}", table::text(&sides, &results));
    if let Some(file) = matches.get_one::<String>("json") {
        std::fs::write(file, table::json(&sides, &results, rounds)).map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(results.iter().all(|result| result.complaint.is_none()))
}

/// CPython first: it is what the others are compared with.
fn sides(matches: &ArgMatches) -> Result<Vec<Side>, String> {
    let words = matches.get_one::<String>("pyrs-args").map_or("", String::as_str);
    let arguments: Vec<String> = words.split_whitespace().map(str::to_string).collect();
    let pyrs = executable::find()?;
    let mut sides = vec![
        Side {
            name: "cpython",
            executable: bless::reference_python()?,
            arguments: Vec::new(),
        },
        Side {
            name: "pyrs",
            executable: pyrs.clone(),
            arguments: arguments.clone(),
        },
    ];
    if matches.get_flag("interp") {
        let arguments = [arguments, vec!["-X".to_string(), "jit=off".to_string()]].concat();
        sides.push(Side {
            name: "interp",
            executable: pyrs,
            arguments,
        });
    }
    Ok(sides)
}
