//! Finds benchmark programs: ours in `perf/programs/`, or pyperformance's, fetched once.
//!
//! The pinned package is unpacked by pip into the user's cache folder, never into the repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGE: &str = "pyperformance";
const VERSION: &str = "1.14.0";

/// A program to measure.
pub struct Program {
    /// As asked for.
    pub name: String,
    /// The file.
    pub path: PathBuf,
    /// Its own arguments.
    pub arguments: Vec<String>,
    /// Folder with the packages that it imports, if it needs any.
    pub packages: Option<PathBuf>,
}

/// Finds `NAME` or `NAME:ARG,ARG`.
pub fn find(root: &Path, request: &str) -> Result<Program, String> {
    let (name, arguments) = split(request);
    let own = root.join("perf/programs").join(format!("{name}.py"));
    let path = if own.is_file() {
        own
    } else {
        package()?.join(format!("bm_{name}/run_benchmark.py"))
    };
    if !path.is_file() {
        return Err(format!("no benchmark '{name}' in perf/programs or {PACKAGE} {VERSION}"));
    }
    Ok(Program {
        name: request.to_string(),
        packages: packages(&path)?,
        path,
        arguments,
    })
}

/// The packages that a benchmark pins in the `requirements.txt` beside it.
fn packages(program: &Path) -> Result<Option<PathBuf>, String> {
    let requirements = program.with_file_name("requirements.txt");
    if !requirements.is_file() {
        return Ok(None);
    }
    let benchmark = program.parent().and_then(Path::file_name).unwrap_or_default();
    let folder = format!("{}-{VERSION}", benchmark.to_string_lossy());
    fetch(&folder, &[OsStr::new("--requirement"), requirements.as_os_str()]).map(Some)
}

fn split(request: &str) -> (&str, Vec<String>) {
    match request.split_once(':') {
        Some((name, arguments)) => (name, arguments.split(',').map(str::to_string).collect()),
        None => (request, Vec::new()),
    }
}

/// The folder of pyperformance's benchmarks.
fn package() -> Result<PathBuf, String> {
    let pinned = format!("{PACKAGE}=={VERSION}");
    let folder = fetch(&format!("{PACKAGE}-{VERSION}"), &[OsStr::new(&pinned)])?;
    Ok(folder.join("pyperformance/data-files/benchmarks"))
}

/// Lets pip install what `wanted` says, without what that depends on, into a folder of the cache, unless it is there.
fn fetch(name: &str, wanted: &[&OsStr]) -> Result<PathBuf, String> {
    let home = std::env::var_os("HOME").ok_or("HOME is not set")?;
    let cache = PathBuf::from(home).join(".cache/pyrs-perf");
    let folder = cache.join(name);
    if !folder.is_dir() {
        // Unpacked beside and renamed, so that an interrupted fetch leaves nothing that looks complete.
        let partial = cache.join(format!("partial-{}", std::process::id()));
        let status = Command::new("python3")
            .args([
                "-m",
                "pip",
                "--quiet",
                "--disable-pip-version-check",
                "install",
                "--no-deps",
                "--target",
            ])
            .arg(&partial)
            .args(wanted)
            .status()
            .map_err(|error| format!("cannot run python3 -m pip: {error}"))?;
        if !status.success() {
            return Err(format!("fetching {name} with pip: {status}"));
        }
        std::fs::rename(&partial, &folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_follow_a_colon() {
        assert_eq!(split("nbody"), ("nbody", Vec::new()));
        assert_eq!(split("scimark:fft"), ("scimark", vec!["fft".to_string()]));
    }
}
