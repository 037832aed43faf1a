//! Runs a Python program in a child process with limits on time and output.
//!
//! The child leads a process group of its own, so that a program that forks is ended with all its children. It runs in
//! the program's folder with a small, fixed environment: a result depends on the program and the executable only.

use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Wall-clock limit of one run.
pub const TIME_LIMIT: Duration = Duration::from_secs(60);

/// What is kept of each output stream; a program that writes more is cut off.
const OUTPUT_LIMIT: u64 = 8 << 20;

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// With this status.
    Exit(i32),
    /// By this signal.
    Signal(i32),
    /// Ended by us at the time limit.
    TimedOut,
    /// Ended by us because it had so many megabytes of memory.
    TooBig(u64),
}

impl std::fmt::Display for End {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            End::Exit(status) => write!(formatter, "exit status {status}"),
            End::Signal(signal) => write!(formatter, "killed by signal {signal}"),
            End::TimedOut => write!(formatter, "no end after {} s", TIME_LIMIT.as_secs()),
            End::TooBig(megabytes) => write!(formatter, "{megabytes} MB of memory"),
        }
    }
}

/// What a run did. Paths of the program's folder are taken out of the outputs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// How it ended.
    pub end: End,
    /// What it wrote to stdout.
    pub stdout: Vec<u8>,
    /// What it wrote to stderr.
    pub stderr: Vec<u8>,
}

/// A program to run.
pub struct Run<'a> {
    /// The Python.
    pub executable: &'a Path,
    /// Its arguments before the program.
    pub arguments: &'a [String],
    /// The program.
    pub program: &'a Path,
    /// Arguments of the program.
    pub program_arguments: &'a [String],
    /// Environment beside the fixed one.
    pub environment: &'a [(&'a str, &'a OsStr)],
    /// Wall-clock limit.
    pub limit: Duration,
}

/// What a child keeps of our environment. RUST_BACKTRACE shows where an executable under test panicked.
const KEPT_ENVIRONMENT: &[&str] = &["PATH", "HOME", "TMPDIR", "RUST_BACKTRACE", "LD_LIBRARY_PATH"];

/// What every child gets, so that neither locale nor a random hash seed changes what it prints.
const FIXED_ENVIRONMENT: &[(&str, &str)] = &[
    ("LC_ALL", "C.UTF-8"),
    ("PYTHONHASHSEED", "0"),
    ("PYTHONDONTWRITEBYTECODE", "1"),
    ("PYTHON_COLORS", "0"),
    ("PYTHONIOENCODING", "utf-8"),
];

impl Run<'_> {
    /// Runs it in the program's folder.
    pub fn execute(&self) -> Result<Outcome, String> {
        let program = self
            .program
            .canonicalize()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        let (Some(folder), Some(name)) = (program.parent(), program.file_name()) else {
            return Err(format!("{}: not a file", program.display()));
        };
        let mut child = self
            .command(folder, name)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.executable.display()))?;
        let stdout = child.stdout.take().map(drain);
        let stderr = child.stderr.take().map(drain);
        // Children of the program that outlived it would keep the pipes open: they end too.
        let end = end_within(child, self.limit, u64::MAX)?;
        let folder = folder.as_os_str().as_encoded_bytes();
        let (stdout, stderr) = (collect(stdout), collect(stderr));
        Ok(Outcome {
            end,
            stdout: without_folder(&stdout, folder),
            stderr: without_folder(&stderr, folder),
        })
    }

    fn command(&self, folder: &Path, name: &OsStr) -> Command {
        let mut command = Command::new(self.executable);
        command
            .args(self.arguments)
            .arg(name)
            .args(self.program_arguments)
            .current_dir(folder);
        command.env_clear();
        command.envs(
            KEPT_ENVIRONMENT
                .iter()
                .filter_map(|name| Some((name, std::env::var_os(name)?))),
        );
        command
            .envs(FIXED_ENVIRONMENT.iter().copied())
            .envs(self.environment.iter().copied());
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0);
        command
    }
}

/// Runs `executable ARGUMENTS program` with nothing more.
pub fn run(executable: &Path, arguments: &[String], program: &Path, limit: Duration) -> Result<Outcome, String> {
    Run {
        executable,
        arguments,
        program,
        program_arguments: &[],
        environment: &[],
        limit,
    }
    .execute()
}

/// Waits for the end of a child that leads a process group, kills it at the limit of time or of megabytes of memory, and
/// ends what is left of its group.
pub fn end_within(mut child: Child, limit: Duration, megabytes: u64) -> Result<End, String> {
    let status = wait(&mut child, limit, megabytes)?;
    kill_group(&child);
    Ok(match status {
        Err(end) => end,
        Ok(status) => match (status.code(), status.signal()) {
            (Some(code), _) => End::Exit(code),
            (None, signal) => End::Signal(signal.unwrap_or(0)),
        },
    })
}

/// Waits for the end; an error when a limit came first (the child is then killed and reaped).
fn wait(child: &mut Child, limit: Duration, megabytes: u64) -> Result<Result<ExitStatus, End>, String> {
    let start = Instant::now();
    let mut pause = Duration::from_micros(500);
    loop {
        if let Some(status) = child.try_wait().map_err(|error| error.to_string())? {
            return Ok(Ok(status));
        }
        let resident = if megabytes == u64::MAX {
            0
        } else {
            resident_megabytes(child)
        };
        let end = match () {
            () if start.elapsed() > limit => Some(End::TimedOut),
            () if resident > megabytes => Some(End::TooBig(resident)),
            () => None,
        };
        if let Some(end) = end {
            kill_group(child);
            child.wait().map_err(|error| error.to_string())?;
            return Ok(Err(end));
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(10));
    }
}

/// The memory that a process has in use; 0 where the system does not say.
fn resident_megabytes(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}

fn kill_group(child: &Child) {
    let Ok(group) = libc::pid_t::try_from(child.id()) else {
        return;
    };
    // SAFETY: killpg takes no pointer. The group is the child's own (`process_group(0)`); if it is gone already, the call
    // fails with ESRCH, which is what we want.
    unsafe { libc::killpg(group, libc::SIGKILL) };
}

fn drain(mut stream: impl Read + Send + 'static) -> JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // A read error ends the capture; what was read so far is what the report shows.
        let _ = stream.by_ref().take(OUTPUT_LIMIT).read_to_end(&mut bytes);
        bytes
    })
}

fn collect(reader: Option<JoinHandle<Vec<u8>>>) -> Vec<u8> {
    reader.and_then(|reader| reader.join().ok()).unwrap_or_default()
}

/// Takes `FOLDER/` out, so that tracebacks do not depend on where the repository is.
fn without_folder(bytes: &[u8], folder: &[u8]) -> Vec<u8> {
    let needle = [folder, b"/"].concat();
    let mut kept = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(&first) = rest.first() {
        if let Some(tail) = rest.strip_prefix(needle.as_slice()) {
            rest = tail;
        } else {
            kept.push(first);
            rest = &rest[1..];
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(name: &str, script: &str, limit: Duration) -> Outcome {
        let folder = std::env::temp_dir().join(format!("pyrs-testkit-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("temporary folder");
        let program = folder.join("program.sh");
        std::fs::write(&program, script).expect("temporary file");
        let outcome = run(Path::new("/bin/sh"), &[], &program, limit).expect("a shell");
        std::fs::remove_dir_all(&folder).expect("temporary folder");
        outcome
    }

    #[test]
    fn outputs_status_and_signal() {
        let outcome = shell("status", "echo out; echo err >&2; exit 3", TIME_LIMIT);
        assert_eq!(
            outcome,
            Outcome {
                end: End::Exit(3),
                stdout: b"out\n".to_vec(),
                stderr: b"err\n".to_vec()
            }
        );
        assert_eq!(
            shell("signal", "kill -SEGV $$", TIME_LIMIT).end,
            End::Signal(libc::SIGSEGV)
        );
    }

    #[test]
    fn the_limit_ends_the_whole_group() {
        let start = Instant::now();
        let outcome = shell("limit", "echo begun; sleep 30 & sleep 30", Duration::from_millis(200));
        assert_eq!((outcome.end, outcome.stdout), (End::TimedOut, b"begun\n".to_vec()));
        assert!(start.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn the_folder_is_taken_out() {
        assert_eq!(
            without_folder(b"File \"/a/b/c.py\", /a/bc", b"/a/b"),
            b"File \"c.py\", /a/bc"
        );
    }
}
