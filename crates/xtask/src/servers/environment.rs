//! The Python of a side with the application's pinned packages: a virtual environment in the user's cache folder.
//!
//! Under pyrs the environment is made by `pyrs -m venv`, and pip runs under pyrs with nothing else in PATH: no C compiler
//! can be found. An environment is made anew when the requirements or the executable's place change. Looking for newer
//! versions of packages is deliberately absent: they are pinned.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::description::Application;

/// One of the two Pythons, ready to run an application.
#[derive(Clone)]
pub struct Side {
    /// `cpython`, or the mode of pyrs.
    pub label: String,
    /// The interpreter.
    pub python: PathBuf,
    /// Folder of installed scripts; the interpreter's where nothing is installed.
    pub scripts: PathBuf,
    /// Environment of its processes beside the common one.
    pub variables: Vec<(&'static str, String)>,
}

impl Side {
    /// CPython, for recording.
    pub fn reference(python: &Path, application: &Application) -> Result<Side, String> {
        Side::new("cpython", python, application)
    }

    /// pyrs, in a mode still to be chosen.
    pub fn tested(executable: &Path, application: &Application) -> Result<Side, String> {
        let executable = executable
            .canonicalize()
            .map_err(|error| format!("{}: {error}", executable.display()))?;
        Side::new("pyrs", &executable, application)
    }

    /// This side with a mode of the JIT.
    pub fn in_mode(&self, mode: &str) -> Side {
        Side {
            label: format!("jit={mode}"),
            variables: vec![("PYRS_JIT", mode.to_string())],
            ..self.clone()
        }
    }

    /// The first of these modules that this side cannot import.
    pub fn missing<'a>(&self, modules: &'a [String]) -> Option<&'a str> {
        let imports = |module: &&String| {
            let status = Command::new(&self.python)
                .args(["-c", &format!("import {module}")])
                .stderr(Stdio::null())
                .status();
            status.is_ok_and(|status| status.success())
        };
        modules.iter().find(|module| !imports(module)).map(String::as_str)
    }

    fn new(label: &str, python: &Path, application: &Application) -> Result<Side, String> {
        let python = match application.requirements() {
            None => python.to_path_buf(),
            Some(requirements) => {
                let folder = cache()?.join(format!("{}-{label}", application.name));
                provide(&folder, python, &requirements)?;
                folder.join("bin/python")
            }
        };
        Ok(Side {
            label: label.to_string(),
            scripts: python.parent().unwrap_or(Path::new("/")).to_path_buf(),
            python,
            variables: Vec::new(),
        })
    }
}

/// Where environments, logs and working copies are.
pub fn cache() -> Result<PathBuf, String> {
    let home = std::env::var_os("HOME").ok_or("HOME is not set")?;
    Ok(PathBuf::from(home).join(".cache/pyrs-servers"))
}

/// Makes the environment, unless one with these packages is there.
fn provide(folder: &Path, python: &Path, requirements: &Path) -> Result<(), String> {
    let wanted =
        std::fs::read_to_string(requirements).map_err(|error| format!("{}: {error}", requirements.display()))?;
    let wanted = format!("{}\n{wanted}", python.display());
    let stamp = folder.join("complete");
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(());
    }
    eprintln!("making {}", folder.display());
    finish(Command::new(python).args(["-m", "venv", "--clear"]).arg(folder))?;
    let scripts = folder.join("bin");
    // The last word written says that all is there, so that an interrupted installation is begun again.
    finish(
        Command::new(scripts.join("pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
            .arg(requirements)
            .env("PATH", &scripts)
            .env("PIP_CACHE_DIR", cache()?.join("pip")),
    )?;
    std::fs::write(&stamp, wanted).map_err(|error| format!("{}: {error}", stamp.display()))
}

fn finish(command: &mut Command) -> Result<(), String> {
    let shown = format!("{command:?}");
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{shown}: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{shown}: {status}"))
    }
}
