//! Runs one program in alternating processes and gathers what the stand-in reports.

use std::path::PathBuf;
use std::time::Duration;

use pyrs_testkit::process::{End, Run};
use serde_json::Value;

use crate::fetch::Program;
use crate::statistics::median;

/// Wall-clock limit of one process; a benchmark that takes longer is reported as failed.
const TIME_LIMIT: Duration = Duration::from_secs(300);

/// One Python to measure.
pub struct Side {
    /// Short name, for the table.
    pub name: &'static str,
    /// The executable.
    pub executable: PathBuf,
    /// Its arguments before the program.
    pub arguments: Vec<String>,
}

/// How long a process runs, and where the stand-in is.
pub struct Limits {
    /// CPU time: half for warming up, half measured.
    pub seconds: f64,
    /// Warm-up iterations, instead of a time.
    pub warmups: Option<u32>,
    /// Folder of `pyperf.py`.
    pub stand_in: PathBuf,
}

/// What one side did with one benchmark.
#[derive(Default, Clone)]
pub struct Measurement {
    /// Median seconds per iteration, of each process.
    pub rounds: Vec<f64>,
    /// What the benchmark computed, where that can be compared.
    pub check: Option<String>,
}

/// One benchmark on all sides.
pub struct Comparison {
    /// The name that the program reported.
    pub name: String,
    /// By side, in the order of the sides.
    pub sides: Vec<Measurement>,
    /// Why it does not count.
    pub complaint: Option<String>,
}

/// Runs the program `rounds` times on every side, alternating. A program can report several benchmarks.
pub fn program(sides: &[Side], program: &Program, limits: &Limits, rounds: usize) -> Vec<Comparison> {
    let mut results: Vec<Comparison> = Vec::new();
    for _ in 0..rounds {
        for (index, side) in sides.iter().enumerate() {
            eprint!(".");
            let reports = match run(side, program, limits) {
                Ok(reports) => reports,
                Err(message) => {
                    return vec![failed(sides, program, format!("{}: {message}", side.name))];
                }
            };
            for report in reports {
                let position = results
                    .iter()
                    .position(|result| result.name == report.name)
                    .unwrap_or_else(|| {
                        results.push(Comparison {
                            name: report.name.clone(),
                            sides: vec![Measurement::default(); sides.len()],
                            complaint: None,
                        });
                        results.len() - 1
                    });
                let measurement = &mut results[position].sides[index];
                measurement.rounds.push(report.seconds);
                measurement.check = report.check;
            }
        }
    }
    for result in &mut results {
        result.complaint = complaint(sides, &result.sides, rounds);
    }
    results
}

fn failed(sides: &[Side], program: &Program, message: String) -> Comparison {
    let nothing = vec![Measurement::default(); sides.len()];
    Comparison {
        name: program.name.clone(),
        sides: nothing,
        complaint: Some(message),
    }
}

fn complaint(sides: &[Side], measurements: &[Measurement], rounds: usize) -> Option<String> {
    let reference = measurements.first()?;
    for (side, measurement) in sides.iter().zip(measurements) {
        if measurement.rounds.len() != rounds {
            return Some(format!(
                "{}: reported {} of {rounds} times",
                side.name,
                measurement.rounds.len()
            ));
        }
        if measurement.check != reference.check {
            let (expected, found) = (&reference.check, &measurement.check);
            return Some(format!(
                "{}: computed {found:?}, {}: {expected:?}",
                side.name, sides[0].name
            ));
        }
    }
    None
}

/// One line of the stand-in.
#[derive(Debug, PartialEq)]
struct Report {
    name: String,
    seconds: f64,
    check: Option<String>,
}

fn run(side: &Side, program: &Program, limits: &Limits) -> Result<Vec<Report>, String> {
    let half = (limits.seconds / 2.0).to_string();
    let mut own = vec![
        "--stand-in-warmup".to_string(),
        half.clone(),
        "--stand-in-measure".to_string(),
        half,
    ];
    if let Some(warmups) = limits.warmups {
        own.extend(["--stand-in-warmups".to_string(), warmups.to_string()]);
    }
    own.extend(program.arguments.iter().cloned());
    let paths = std::iter::once(&limits.stand_in).chain(&program.packages);
    let path = std::env::join_paths(paths).map_err(|error| error.to_string())?;
    let outcome = Run {
        executable: &side.executable,
        arguments: &side.arguments,
        program: &program.path,
        program_arguments: &own,
        environment: &[("PYTHONPATH", path.as_os_str())],
        limit: TIME_LIMIT,
    }
    .execute()?;
    if outcome.end != End::Exit(0) {
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        return Err(format!("{} {}", outcome.end, stderr.lines().last().unwrap_or("")));
    }
    let reports: Vec<Report> = String::from_utf8_lossy(&outcome.stdout)
        .lines()
        .filter_map(parse)
        .collect();
    if reports.is_empty() {
        Err("reported nothing".to_string())
    } else {
        Ok(reports)
    }
}

/// Reads a line of the stand-in; other lines are the program's own output.
fn parse(line: &str) -> Option<Report> {
    let report: Value = line
        .starts_with('{')
        .then(|| serde_json::from_str(line).ok())
        .flatten()?;
    let values: Vec<f64> = report["values"].as_array()?.iter().filter_map(Value::as_f64).collect();
    Some(Report {
        name: report["name"].as_str()?.to_string(),
        seconds: median(&values)?,
        check: report["check"].as_str().map(str::to_string),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_told_from_other_output() {
        let line = r#"{"name": "a", "loops": 4, "warmups": 1, "values": [0.5, 0.25, 1.0], "check": "3"}"#;
        assert_eq!(
            parse(line),
            Some(Report {
                name: "a".into(),
                seconds: 0.5,
                check: Some("3".into())
            })
        );
        assert_eq!(parse("{'name': 'a'}"), None);
        assert_eq!(parse("done"), None);
    }
}
