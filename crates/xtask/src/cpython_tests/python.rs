//! The two Pythons, and how a module is run on one: in as many processes as its crashes and hangs make necessary.
//!
//! A process that dies or comes to its time limit is followed by another that leaves out the tests that have an outcome,
//! among them the one that was running. Memory is limited by what is in use: what a process reserves without using it, which
//! the collector and the threads of pyrs do, is not counted.

use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use pyrs_testkit::bless;
use pyrs_testkit::process::{self, End};

use super::outcome::ModuleRun;

/// Processes for one module, at most.
const MAX_PROCESSES: usize = 16;

/// Time for all processes of a module, in limits of one.
const MODULE_LIMITS: u64 = 5;

/// Limits of one process.
#[derive(Clone, Copy)]
pub struct Limits {
    pub seconds: u64,
    pub megabytes: u64,
}

/// An executable with what it needs to run test modules.
pub struct Python {
    exe: PathBuf,
    arguments: Vec<String>,
    runner: PathBuf,
    /// The package `test`.
    tests: PathBuf,
    /// Where results and outputs go.
    results: PathBuf,
}

impl Python {
    /// The reference; its results are kept in a folder named after it and the runner.
    pub fn reference(runner: &Path) -> Result<Python, String> {
        let exe = bless::reference_python()?;
        let script = "import os, sys, test; print(os.path.dirname(test.__file__)); print(sys.version.split()[0])";
        let output = Command::new(&exe)
            .args(["-I", "-c", script])
            .output()
            .map_err(|error| format!("{}: {error}", exe.display()))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let (Some(tests), Some(version)) = (text.lines().next(), text.lines().nth(1)) else {
            return Err(format!(
                "{} has no package `test`: the reference must be installed with its tests",
                exe.display()
            ));
        };
        let tests = PathBuf::from(tests);
        if !tests.join("test_grammar.py").is_file() {
            return Err(format!("{}: no tests in it", tests.display()));
        }
        let source = fs::read(runner).map_err(|error| format!("{}: {error}", runner.display()))?;
        let results = cache()?.join(format!("cpython-{version}-{:016x}", fingerprint(&source)));
        Ok(Python {
            exe,
            arguments: Vec::new(),
            runner: runner.to_path_buf(),
            tests,
            results,
        })
    }

    /// pyrs, copied to a home of its own whose site-packages hold the reference's package `test` and nothing else, so
    /// that programs which the tests start find it too.
    pub fn pyrs(exe: &Path, reference: &Python, jit: &str, runner: &Path) -> Result<Python, String> {
        let home = cache()?.join(format!("home-{}", std::process::id()));
        let fail = |error: std::io::Error| format!("{}: {error}", home.display());
        for old in old_homes(&cache()?) {
            // Left by a run that was interrupted.
            let _ = fs::remove_dir_all(old);
        }
        let site = home.join("lib/python3.14/site-packages");
        fs::create_dir_all(&site).map_err(fail)?;
        fs::create_dir_all(home.join("bin")).map_err(fail)?;
        std::os::unix::fs::symlink(&reference.tests, site.join("test")).map_err(fail)?;
        let copy = home.join("bin/python3.14");
        fs::copy(exe, &copy).map_err(fail)?;
        Ok(Python {
            exe: copy,
            arguments: vec!["-X".to_string(), format!("jit={jit}")],
            runner: runner.to_path_buf(),
            tests: reference.tests.clone(),
            results: cache()?.join("pyrs"),
        })
    }

    /// Refuses a module that the package `test` does not have.
    pub fn has(&self, module: &str) -> Result<(), String> {
        let path = self.tests.join(module);
        if path.join("__init__.py").is_file() || path.with_extension("py").is_file() {
            Ok(())
        } else {
            Err(format!(
                "no group and no test module '{module}' in {}",
                self.tests.display()
            ))
        }
    }

    /// The results of a run that came to its end earlier, or else of one now.
    pub fn cached(&self, module: &str, limits: Limits) -> Result<ModuleRun, String> {
        if let Ok(text) = fs::read_to_string(self.results.join(format!("{module}.txt"))) {
            let run = ModuleRun::parse(module, &text);
            if run.ended {
                return Ok(run);
            }
        }
        self.run(module, limits)
    }

    /// Runs the module.
    pub fn run(&self, module: &str, limits: Limits) -> Result<ModuleRun, String> {
        fs::create_dir_all(&self.results).map_err(|error| format!("{}: {error}", self.results.display()))?;
        let file = |extension: &str| self.results.join(format!("{module}.{extension}"));
        let (unfinished, log) = (file("part"), file("log"));
        let fail = |error: std::io::Error| format!("{}: {error}", unfinished.display());
        for path in [&unfinished, &log] {
            File::create(path).map_err(fail)?;
        }
        let begun = Instant::now();
        for _ in 0..MAX_PROCESSES {
            let before = fs::read_to_string(&unfinished).map_err(fail)?;
            let skip = file("skip");
            fs::write(&skip, finished(&before)).map_err(fail)?;
            let end = self.process(module, &unfinished, &skip, &log, limits)?;
            let _ = fs::remove_file(&skip);
            let text = fs::read_to_string(&unfinished).map_err(fail)?;
            let more = after_process(module, &before, &text, end, limits);
            let stop = more.is_none() || begun.elapsed().as_secs() >= limits.seconds * MODULE_LIMITS;
            append(&unfinished, &more.unwrap_or_default()).map_err(fail)?;
            if stop {
                break;
            }
        }
        append(&unfinished, &panics(&log)).map_err(fail)?;
        append(&unfinished, &format!("seconds\t{:.1}\n", begun.elapsed().as_secs_f64())).map_err(fail)?;
        let text = fs::read_to_string(&unfinished).map_err(fail)?;
        fs::rename(&unfinished, file("txt")).map_err(fail)?;
        Ok(ModuleRun::parse(module, &text))
    }

    fn process(&self, module: &str, results: &Path, skip: &Path, log: &Path, limits: Limits) -> Result<End, String> {
        let scratch = cache()?.join(format!("scratch-{}", std::process::id()));
        let fail = |error: std::io::Error| format!("{}: {error}", scratch.display());
        let _ = fs::remove_dir_all(&scratch);
        fs::create_dir_all(scratch.join("tmp")).map_err(fail)?;
        let output = File::options().append(true).open(log).map_err(fail)?;
        let mut command = Command::new(&self.exe);
        command
            .args(&self.arguments)
            .arg(&self.runner)
            .arg(module)
            .args([results, skip])
            .current_dir(&scratch)
            .env("TMPDIR", scratch.join("tmp"))
            .env_remove("PYTHONPATH")
            .stdin(Stdio::null())
            .stdout(output.try_clone().map_err(fail)?)
            .stderr(output)
            .process_group(0);
        let child = command
            .spawn()
            .map_err(|error| format!("{}: {error}", self.exe.display()))?;
        let end = process::end_within(child, Duration::from_secs(limits.seconds), limits.megabytes);
        let _ = fs::remove_dir_all(&scratch);
        end
    }
}

impl Drop for Python {
    fn drop(&mut self) {
        if let Some(home) = self.exe.ancestors().nth(2).filter(|_| !self.arguments.is_empty()) {
            let _ = fs::remove_dir_all(home);
        }
    }
}

/// What is to be noted after a process ended so; `None` if the module came to its end or no further process would help.
fn after_process(module: &str, before: &str, text: &str, end: End, limits: Limits) -> Option<String> {
    let run = ModuleRun::parse(module, text);
    if run.ended {
        return None;
    }
    let how = match end {
        End::TimedOut => format!("no end after {} s", limits.seconds),
        ref other => other.to_string(),
    };
    let Some((id, at)) = run.open else {
        // Outside of tests: another process is of use only if this one ran some.
        let note = format!("incident\toutside of tests: {how}\n");
        return (text.len() > before.len()).then_some(note);
    };
    let first = text[before.len()..].matches("start\t").count() <= 1;
    let verdict = match end {
        // Time ran out, and this test had little of it: the next process begins with it.
        End::TimedOut if !first && at > limits.seconds as f64 / 2.0 => {
            return Some(format!("skip\tout of time\t0\t{id}\n"));
        }
        End::TimedOut => "hang",
        _ => "crash",
    };
    Some(format!("{verdict}\t{id}\t0\t{how}\nincident\t{id}: {how}\n"))
}

/// The tests that have an outcome.
fn finished(text: &str) -> String {
    let mut ids = String::new();
    for line in text.lines().filter(|line| !line.starts_with("start\t")) {
        if let Some(id) = line.split('\t').nth(1) {
            ids.push_str(id);
            ids.push('\n');
        }
    }
    ids
}

/// Panics that the process or programs that it started wrote of.
fn panics(log: &Path) -> String {
    let bytes = fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut lines: Vec<&str> = text.lines().filter(|line| line.contains("panicked at ")).collect();
    lines.sort_unstable();
    lines.dedup();
    lines
        .iter()
        .map(|line| format!("incident\t{}\n", line.replace('\t', " ")))
        .collect()
}

fn append(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write;
    File::options().append(true).open(path)?.write_all(text.as_bytes())
}

/// `~/.cache/pyrs-cpython-tests`.
fn cache() -> Result<PathBuf, String> {
    let home = std::env::var_os("HOME").ok_or("HOME is not set")?;
    Ok(Path::new(&home).join(".cache/pyrs-cpython-tests"))
}

/// Homes whose process is gone.
fn old_homes(cache: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(cache).into_iter().flatten().flatten();
    let stale = |name: &str| {
        name.strip_prefix("home-")
            .is_some_and(|process| !Path::new("/proc").join(process).exists())
    };
    entries
        .filter(|entry| stale(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect()
}

/// FNV-1a.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        seconds: 100,
        megabytes: 1,
    };

    #[test]
    fn the_running_test_is_named() {
        let text = "start\ta\t1\npass\ta\t1\t\nstart\tb\t2\n";
        let crash = after_process("test_x", "", text, End::Signal(11), LIMITS).expect("more");
        assert!(crash.starts_with("crash\tb\t0\tkilled by signal 11\n"), "{crash}");
        let hang = after_process("test_x", "", text, End::TimedOut, LIMITS).expect("more");
        assert!(hang.starts_with("hang\tb\t0\tno end after 100 s\n"), "{hang}");
        assert_eq!(after_process("test_x", "", "end\n", End::Exit(0), LIMITS), None);
    }

    #[test]
    fn a_late_test_gets_another_chance() {
        let text = "start\ta\t1\npass\ta\t89\t\nstart\tb\t90\n";
        let more = after_process("test_x", "", text, End::TimedOut, LIMITS).expect("more");
        let whole = format!("{text}{more}");
        assert!(!finished(&whole).contains('b') || finished(&whole).contains("out of time"));
        assert!(!finished(&whole).lines().any(|id| id == "b"));
    }
}
