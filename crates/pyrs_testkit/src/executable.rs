//! Finds the pyrs executable: `PYRS_EXE`, or else built by cargo now.
//!
//! Building here rather than trusting a file in the target folder means that the tests never run yesterday's
//! executable, and that one command is enough on a fresh machine.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::workspace;

/// The executable to test. `PYRS_TEST_PROFILE` names the cargo profile to build (default `release`).
pub fn find() -> Result<PathBuf, String> {
    if let Some(given) = std::env::var_os("PYRS_EXE") {
        let path = PathBuf::from(given);
        return if path.is_file() {
            Ok(path)
        } else {
            Err(format!("PYRS_EXE: no such file: {}", path.display()))
        };
    }
    let profile = std::env::var("PYRS_TEST_PROFILE").unwrap_or_else(|_| "release".to_string());
    build(&profile)
}

/// `cargo build -p pyrs`, and the path that cargo says it wrote.
pub fn build(profile: &str) -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["build", "--package", "pyrs", "--bin", "pyrs", "--profile", profile])
        .args(["--message-format", "json-render-diagnostics"])
        .current_dir(workspace::root()?)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot run cargo: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo build --profile {profile} -p pyrs: {}", output.status));
    }
    executable_in(&String::from_utf8_lossy(&output.stdout)).ok_or("cargo named no executable".to_string())
}

/// The last `executable` in cargo's JSON messages.
fn executable_in(messages: &str) -> Option<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .next_back()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_executable_is_read_from_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\nnoise\n\
                        {\"reason\":\"compiler-artifact\",\"executable\":\"/t/pyrs\"}\n{\"reason\":\"build-finished\"}";
        assert_eq!(executable_in(messages), Some(PathBuf::from("/t/pyrs")));
        assert_eq!(executable_in("{}"), None);
    }
}
