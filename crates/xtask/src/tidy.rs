//! `cargo xtask tidy`: the rules of the house that neither rustc nor clippy knows.
//!
//! Every check takes text and returns complaints, so that its unit tests need no repository. This file finds the files
//! (those that git tracks or would track) and hands them out.

use std::path::Path;
use std::process::Command;

mod architecture;
mod crates;
mod manifests;
mod scan;
mod sources;

/// Names that the repository's top level may hold besides dotfiles.
const TOP_LEVEL: &[&str] = &[
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "crates",
    "docs",
    "perf",
    "runtime-tests",
    "rust-toolchain.toml",
];

pub fn run(args: &[String]) -> Result<(), String> {
    if !args.is_empty() {
        return Err("tidy takes no arguments".to_string());
    }
    let root = pyrs_testkit::workspace::root()?;
    let files = repository_files(&root)?;
    let mut complaints = Vec::new();
    check_top_level(&files, &mut complaints);
    check_recordings(&files, &mut complaints);
    let page = std::fs::read_to_string(root.join(architecture::PAGE))
        .map_err(|error| format!("{}: {error}", architecture::PAGE))?;
    architecture::check(&page, &mut complaints);
    for file in &files {
        let is_manifest = is_crate_manifest(file);
        if !is_manifest && !file.ends_with(".rs") {
            continue;
        }
        let text = match std::fs::read_to_string(root.join(file)) {
            Ok(text) => text,
            // Tracked, but deleted in the working tree.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(format!("{file}: {error}")),
        };
        if is_manifest {
            manifests::check(file, &text, &mut complaints);
        } else {
            sources::check(file, &text, &mut complaints);
        }
    }
    if complaints.is_empty() {
        println!("tidy: {} files, no complaint", files.len());
        return Ok(());
    }
    Err(format!("{} complaints\n{}", complaints.len(), complaints.join("\n")))
}

/// Paths from the repository's root, tracked or about to be.
fn repository_files(root: &Path) -> Result<Vec<String>, String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    if !output.status.success() {
        return Err(format!("git ls-files: {}", String::from_utf8_lossy(&output.stderr)));
    }
    let listing = String::from_utf8_lossy(&output.stdout);
    Ok(listing
        .split('\0')
        .filter(|name| !name.is_empty())
        .map(str::to_string)
        .collect())
}

fn is_crate_manifest(file: &str) -> bool {
    matches!(file.split('/').collect::<Vec<_>>()[..], ["crates", _, "Cargo.toml"])
}

fn check_top_level(files: &[String], complaints: &mut Vec<String>) {
    let mut seen = Vec::new();
    for file in files {
        let name = file.split('/').next().unwrap_or(file);
        if seen.contains(&name) {
            continue;
        }
        seen.push(name);
        if !name.starts_with('.') && !TOP_LEVEL.contains(&name) {
            complaints.push(format!(
                "{name}: not a name for the top level (allowed: dotfiles, {})",
                TOP_LEVEL.join(", ")
            ));
        }
    }
}

/// A recorded output whose program is gone would be kept for ever.
fn check_recordings(files: &[String], complaints: &mut Vec<String>) {
    for file in files.iter().filter(|file| file.starts_with("runtime-tests/")) {
        let Some(stem) = file.strip_suffix(".out").or_else(|| file.strip_suffix(".err")) else {
            continue;
        };
        let program = format!("{stem}.py");
        if !files.contains(&program) {
            complaints.push(format!("{file}: there is no {program}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recording_needs_its_program() {
        let files = ["runtime-tests/a/b.py", "runtime-tests/a/b.out", "runtime-tests/a/c.err"].map(String::from);
        let mut complaints = Vec::new();
        check_recordings(&files, &mut complaints);
        assert_eq!(complaints, ["runtime-tests/a/c.err: there is no runtime-tests/a/c.py"]);
    }

    #[test]
    fn a_new_top_level_name_is_refused() {
        let files = ["crates/a/src/lib.rs", ".ci/run", "scratch/notes.md", "scratch/more.md"].map(String::from);
        let mut complaints = Vec::new();
        check_top_level(&files, &mut complaints);
        assert_eq!(complaints.len(), 1, "{complaints:?}");
        assert!(complaints[0].starts_with("scratch:"));
    }

    #[test]
    fn only_manifests_of_crates_are_manifests() {
        assert!(is_crate_manifest("crates/pyrs_gc/Cargo.toml"));
        assert!(!is_crate_manifest("Cargo.toml"));
        assert!(!is_crate_manifest("crates/pyrs_gc/fixtures/Cargo.toml"));
    }
}
