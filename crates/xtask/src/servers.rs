//! `cargo xtask servers [NAME...] [--record] [--jit on|eager|off]`: server applications, compared with CPython 3.14.
//!
//! Each folder of `runtime-tests/servers/` is an application with a `server.toml` that says how it is started; a client
//! program talks to it and prints what it was answered. The client always runs under CPython, so that only the server
//! differs. What the client prints is recorded from a server under CPython 3.14 (`--record`) and must be the same, byte for
//! byte, from a server under pyrs. NAME is an application (`flask`) or one of its cases (`flask/gunicorn`). Measuring is
//! deliberately absent: perf/servers does that.

use std::path::{Path, PathBuf};

use pyrs_testkit::{bless, executable, workspace};

mod compare;
mod description;
mod environment;
mod exercise;
mod started;

use description::Application;

const JIT_MODES: &[&str] = &["on", "eager", "off"];

/// What was asked for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Request {
    names: Vec<String>,
    record: bool,
    jit: Vec<String>,
}

/// What the cases came to.
#[derive(Default)]
struct Tally {
    passed: usize,
    skipped: usize,
    failed: Vec<String>,
}

/// See the module's head.
pub fn run(args: &[String]) -> Result<(), String> {
    let request = parse(args)?;
    let folder = workspace::root()?.join("runtime-tests/servers");
    let reference = bless::reference_python()?;
    let applications = chosen(&folder, &request.names)?;
    let mut tally = Tally::default();
    for application in &applications {
        if request.record {
            let side = environment::Side::reference(&reference, application)?;
            exercise_all(application, &request, &side, &reference, &mut tally);
        } else {
            let side = environment::Side::tested(&executable::find()?, application)?;
            for mode in &request.jit {
                exercise_all(application, &request, &side.in_mode(mode), &reference, &mut tally);
            }
        }
    }
    println!("{} passed, {} skipped", tally.passed, tally.skipped);
    if tally.failed.is_empty() {
        Ok(())
    } else {
        Err(format!("{} failed: {}", tally.failed.len(), tally.failed.join(", ")))
    }
}

fn exercise_all(
    application: &Application,
    request: &Request,
    side: &environment::Side,
    reference: &Path,
    tally: &mut Tally,
) {
    for case in &application.cases {
        let name = format!("{}/{}", application.name, case.name);
        if !is_wanted(&request.names, &application.name, &name) {
            continue;
        }
        let label = format!("{name} [{}]", side.label);
        let module = || Some(format!("there is no module {}", side.missing(&case.needs)?));
        if let Some(missing) = case.missing_service().or_else(module) {
            println!("skipped {label}: {missing}");
            tally.skipped += 1;
            continue;
        }
        let start = std::time::Instant::now();
        let text = || exercise::run(application, case, side, reference);
        let recorded = application.recorded(case);
        let outcome = match request.record {
            true => text().and_then(|first| compare::record(&recorded, &first, &text()?)),
            false => text().and_then(|text| compare::check(&recorded, &text)),
        };
        match outcome {
            Ok(word) => {
                println!("{word} {label} {:.1} s", start.elapsed().as_secs_f64());
                tally.passed += 1;
            }
            Err(message) => {
                println!("FAILED {label}\n{message}");
                tally.failed.push(label);
            }
        }
    }
}

fn is_wanted(names: &[String], application: &str, case: &str) -> bool {
    names.is_empty() || names.iter().any(|name| name == application || name == case)
}

/// The applications that the names ask for, sorted; a name that asks for none is an error.
fn chosen(folder: &Path, names: &[String]) -> Result<Vec<Application>, String> {
    let complaint = |error| format!("{}: {error}", folder.display());
    let mut folders: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(complaint)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join(description::FILE).is_file())
        .collect();
    folders.sort();
    let all = folders
        .iter()
        .map(|folder| Application::load(folder))
        .collect::<Result<Vec<_>, _>>()?;
    for name in names {
        let known = all.iter().any(|application| application.answers_to(name));
        if !known {
            return Err(format!("no application or case '{name}' in {}", folder.display()));
        }
    }
    Ok(all
        .into_iter()
        .filter(|application| names.is_empty() || names.iter().any(|name| application.answers_to(name)))
        .collect())
}

fn parse(args: &[String]) -> Result<Request, String> {
    let mut request = Request::default();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--record" => request.record = true,
            "--jit" => {
                let modes = args
                    .next()
                    .ok_or("--jit wants on, eager or off, or several with commas")?;
                request.jit = modes.split(',').map(str::to_string).collect();
            }
            option if option.starts_with('-') => return Err(format!("no option '{option}'")),
            name => request.names.push(name.trim_end_matches('/').to_string()),
        }
    }
    if let Some(mode) = request.jit.iter().find(|mode| !JIT_MODES.contains(&mode.as_str())) {
        return Err(format!("--jit: '{mode}' is none of {}", JIT_MODES.join(", ")));
    }
    if request.jit.is_empty() {
        request.jit.push("on".to_string());
    }
    Ok(request)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_string).collect()
    }

    #[test]
    fn arguments() {
        let request = parse(&words("flask --jit on,eager django/gunicorn")).expect("valid");
        assert_eq!(request.names, ["flask", "django/gunicorn"]);
        assert_eq!(request.jit, ["on", "eager"]);
        assert!(parse(&words("--jit fast")).is_err());
        assert!(parse(&words("--recrod")).is_err());
    }

    #[test]
    fn names_ask_for_applications_and_cases() {
        assert!(is_wanted(&words("flask"), "flask", "flask/gunicorn"));
        assert!(is_wanted(&words("flask/gunicorn"), "flask", "flask/gunicorn"));
        assert!(!is_wanted(&words("flask/waitress"), "flask", "flask/gunicorn"));
    }
}
