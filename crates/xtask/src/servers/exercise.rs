//! Runs one case: working copy, preparations, services, server, client, end.
//!
//! The text it makes is all that is compared: what the client printed and how the processes ended. A crash of the server
//! fails the case whatever was answered. Retrying is deliberately absent.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use pyrs_testkit::process::{End, Run};

use super::description::{Application, Case};
use super::environment::{self, Side};
use super::started::{Started, free_port};

/// A client drives many requests, against a server that compiles everything in one mode.
const CLIENT_LIMIT: Duration = Duration::from_secs(300);

/// Lines of the server's log that a failure shows.
const LOG_LINES: usize = 15;

/// What a server keeps of our environment.
const KEPT_ENVIRONMENT: &[&str] = &["HOME", "TMPDIR", "RUST_BACKTRACE", "LD_LIBRARY_PATH"];

/// What every process gets, so that nothing depends on the user's settings.
const FIXED_ENVIRONMENT: &[(&str, &str)] = &[
    ("LC_ALL", "C.UTF-8"),
    ("PYTHONHASHSEED", "0"),
    ("PYTHONUNBUFFERED", "1"),
    ("PYTHON_COLORS", "0"),
    ("PYTHONIOENCODING", "utf-8"),
];

/// What the braces of commands stand for.
struct Place<'a> {
    side: &'a Side,
    work: PathBuf,
    port: u16,
    redis: u16,
}

/// The case's text, or what failed.
pub fn run(application: &Application, case: &Case, side: &Side, reference: &Path) -> Result<String, String> {
    let work = environment::cache()?.join(format!("work-{}-{}", application.name, std::process::id()));
    let _ = std::fs::remove_dir_all(&work);
    copy(&application.folder, &work).map_err(|error| format!("{}: {error}", work.display()))?;
    let place = Place {
        side,
        work: work.clone(),
        port: free_port()?,
        redis: free_port()?,
    };
    let outcome = in_place(application, case, &place, reference).map(|text| place.without_paths(&text));
    if outcome.is_ok() {
        let _ = std::fs::remove_dir_all(&work);
    }
    outcome
}

fn in_place(application: &Application, case: &Case, place: &Place, reference: &Path) -> Result<String, String> {
    let mut text = String::new();
    let _redis = if case.redis { Some(place.redis()?) } else { None };
    for command in &case.before {
        place.finish(command)?;
    }
    let mut server = match &case.server {
        None => None,
        Some(command) => Some(Started::new(place.command(command)?, place.work.join("server.log"))?),
    };
    let told = |error: String, server: &Option<Started>| match server {
        Some(server) => format!("{error}\n{}", tail(&server.log())),
        None => error,
    };
    if let Some(started) = &mut server {
        let ready = started.wait_ready(place.port, case.ready.as_deref());
        ready.map_err(|error| told(error, &server))?;
    }
    let printed = match (&case.client, &case.program) {
        (Some(client), _) => place.client(application, client, &case.arguments, server.as_ref(), reference),
        (None, Some(program)) => place.program(program),
        (None, None) => Err("neither a client nor a program".to_string()),
    };
    text.push_str(&printed.map_err(|error| told(error, &server))?);
    if let Some(started) = &mut server {
        text.push_str(&format!("server: {}\n", started.end(!case.ended_by_client)?));
        let log = started.log();
        let crashed = ["panicked at", "Fatal Python error"]
            .iter()
            .any(|word| log.contains(word));
        if crashed || (!case.tracebacks && log.contains("Traceback (most recent call last)")) {
            return Err(format!("the server's log has a traceback\n{}", tail(&log)));
        }
    }
    Ok(text)
}

impl Place<'_> {
    fn command(&self, command: &str) -> Result<Command, String> {
        let mut words = command.split_whitespace().map(|word| self.filled(word));
        let program = words.next().ok_or("an empty command")?;
        let mut command = Command::new(program);
        command.args(words).current_dir(&self.work).env_clear();
        let kept = KEPT_ENVIRONMENT
            .iter()
            .filter_map(|name| Some((name, std::env::var_os(name)?)));
        command
            .envs(kept)
            .envs(FIXED_ENVIRONMENT.iter().copied())
            .env("PATH", &self.side.scripts)
            .env("PORT", self.port.to_string())
            .env("REDIS_PORT", self.redis.to_string())
            .envs(self.side.variables.iter().map(|(name, value)| (name, value)));
        Ok(command)
    }

    /// Where the application and its packages are says nothing about them.
    fn without_paths(&self, text: &str) -> String {
        let packages = self.side.scripts.parent().unwrap_or(Path::new("/usr"));
        text.replace(&*self.work.to_string_lossy(), "{work}")
            .replace(&*packages.to_string_lossy(), "{packages}")
    }

    fn filled(&self, word: &str) -> String {
        word.replace("{python}", &self.side.python.to_string_lossy())
            .replace("{bin}", &self.side.scripts.to_string_lossy())
            .replace("{port}", &self.port.to_string())
            .replace("{redis}", &self.redis.to_string())
    }

    /// Runs a preparation.
    fn finish(&self, command: &str) -> Result<(), String> {
        let output = self
            .command(command)?
            .output()
            .map_err(|error| format!("{command}: {error}"))?;
        if output.status.success() {
            return Ok(());
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(format!("{command}: {}\n{}", output.status, tail(&stderr)))
    }

    fn redis(&self) -> Result<Started, String> {
        let mut command = Command::new("redis-server");
        command
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port"])
            .arg(self.redis.to_string())
            .current_dir(&self.work);
        let mut redis = Started::new(command, self.work.join("redis.log"))?;
        redis.wait_ready(self.redis, None)?;
        Ok(redis)
    }

    /// What a program under test prints; it must end well.
    fn program(&self, command: &str) -> Result<String, String> {
        let mut started = self.command(command)?;
        let output = started.output().map_err(|error| format!("{command}: {error}"))?;
        let (stdout, stderr) = (
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        if !output.status.success() || stderr.contains("panicked at") {
            return Err(format!(
                "{command}: {}\n{}{}",
                output.status,
                tail(&stdout),
                tail(&stderr)
            ));
        }
        Ok(stdout.into_owned())
    }

    /// What the client prints.
    fn client(
        &self,
        application: &Application,
        client: &str,
        arguments: &[String],
        server: Option<&Started>,
        reference: &Path,
    ) -> Result<String, String> {
        let shared = application.folder.parent().unwrap_or(Path::new("/"));
        let (port, redis) = (self.port.to_string(), self.redis.to_string());
        let server = server.map_or(0, Started::id).to_string();
        let environment: [(&str, &OsStr); 4] = [
            ("PYTHONPATH", shared.as_os_str()),
            ("PORT", port.as_ref()),
            ("REDIS_PORT", redis.as_ref()),
            ("SERVER", server.as_ref()),
        ];
        let outcome = Run {
            executable: reference,
            arguments: &[],
            program: &self.work.join(client),
            program_arguments: arguments,
            environment: &environment,
            limit: CLIENT_LIMIT,
        }
        .execute()?;
        let printed = String::from_utf8_lossy(&outcome.stdout).into_owned();
        if outcome.end == End::Exit(0) {
            return Ok(printed);
        }
        let stderr = String::from_utf8_lossy(&outcome.stderr);
        Err(format!(
            "the client: {}\n{}\n{}",
            outcome.end,
            tail(&printed),
            tail(&stderr)
        ))
    }
}

/// Copies the application, so that it can write beside its sources.
fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

fn tail(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let shown = &lines[lines.len().saturating_sub(LOG_LINES)..];
    shown.iter().map(|line| format!("    {line}\n")).collect()
}
