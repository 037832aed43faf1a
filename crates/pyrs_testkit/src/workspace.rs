//! Finds the workspace that a development tool is run from.
//!
//! At run time, never with `env!`: a target folder can be shared by several checkouts, and cargo then takes a binary
//! that was built in another checkout for fresh.

use std::path::{Path, PathBuf};

/// The folder of the workspace's `Cargo.toml`: around the package that cargo runs, or around the current folder.
pub fn root() -> Result<PathBuf, String> {
    let start = match std::env::var_os("CARGO_MANIFEST_DIR") {
        Some(package) => PathBuf::from(package),
        None => std::env::current_dir().map_err(|error| format!("no current folder: {error}"))?,
    };
    start
        .ancestors()
        .find(|folder| is_workspace(folder))
        .map(Path::to_path_buf)
        .ok_or_else(|| format!("{} is in no workspace of pyrs", start.display()))
}

fn is_workspace(folder: &Path) -> bool {
    folder.join("crates/xtask").is_dir()
        && std::fs::read_to_string(folder.join("Cargo.toml")).is_ok_and(|text| text.contains("[workspace]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_crate_is_in_the_workspace() {
        let root = root().expect("tests run inside the workspace");
        assert!(root.join("crates/pyrs_testkit/Cargo.toml").is_file());
    }
}
