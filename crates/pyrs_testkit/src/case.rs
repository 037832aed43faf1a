//! Behaviour programs: which files are programs, and what the comments at their head ask for.
//!
//! A program is a `.py` file whose name does not begin with `_` (those are modules for programs to import) and that is
//! not in a folder with such a name, nor in one with a `server.toml` (`cargo xtask servers`). Its expected stdout is
//! `NAME.out`; if `NAME.err` exists, that is its expected stderr. A misspelt directive is an error, never a comment.

use std::io;
use std::path::{Path, PathBuf};

/// What the head of a program asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Directives {
    /// `# exit: N`: expected exit status.
    pub exit: i32,
    /// `# gc-stress: N`: allocations between two collections in the GC stress mode.
    pub gc_stress: u32,
    /// `# slow`: leave out the modes that multiply the running time.
    pub slow: bool,
}

impl Default for Directives {
    fn default() -> Self {
        Directives {
            exit: 0,
            gc_stress: 97,
            slow: false,
        }
    }
}

/// A program and what it is expected to do.
pub struct Case {
    /// The program.
    pub path: PathBuf,
    /// What its head asks for.
    pub directives: Directives,
    /// Expected stdout.
    pub stdout: Vec<u8>,
    /// Expected stderr, where it matters.
    pub stderr: Option<Vec<u8>>,
}

impl Case {
    /// Reads the program's head and its recorded outputs.
    pub fn load(path: &Path) -> Result<Case, String> {
        let source = std::fs::read(path).map_err(|error| error.to_string())?;
        let directives = parse_directives(&String::from_utf8_lossy(&source))?;
        let stdout = std::fs::read(path.with_extension("out"))
            .map_err(|error| format!("no recorded output ({error}); run `cargo xtask bless`"))?;
        let stderr = match std::fs::read(path.with_extension("err")) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(format!("expected stderr: {error}")),
        };
        Ok(Case {
            path: path.to_path_buf(),
            directives,
            stdout,
            stderr,
        })
    }
}

/// Every program at or under `start`, sorted.
pub fn find_programs(start: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    collect(start, &mut found)?;
    found.sort();
    Ok(found)
}

fn collect(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        if path.join("server.toml").is_file() {
            return Ok(());
        }
        for entry in std::fs::read_dir(path)? {
            let entry = entry?;
            let name = entry.file_name();
            if !name.as_encoded_bytes().starts_with(b"_") && !name.as_encoded_bytes().starts_with(b".") {
                collect(&entry.path(), found)?;
            }
        }
    } else if path.extension().is_some_and(|extension| extension == "py") {
        found.push(path.to_path_buf());
    }
    Ok(())
}

/// Reads the comment lines before the first other line: `# key: value`, `# slow`, or prose (a sentence, whose words
/// before any colon are more than one).
pub fn parse_directives(source: &str) -> Result<Directives, String> {
    let mut directives = Directives::default();
    for line in source.lines().map_while(|line| line.strip_prefix('#')) {
        let line = line.trim();
        if line == "slow" {
            directives.slow = true;
            continue;
        }
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim();
        match key.trim() {
            "exit" => directives.exit = number(key, value)?,
            "gc-stress" => directives.gc_stress = number(key, value)?,
            prose if prose.contains(' ') => {}
            unknown => return Err(format!("unknown directive '# {unknown}:'")),
        }
    }
    Ok(directives)
}

fn number<T: std::str::FromStr>(key: &str, value: &str) -> Result<T, String> {
    value
        .parse()
        .map_err(|_| format!("directive '# {key}: {value}' wants a number"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_are_read_from_the_head_only() {
        let parsed = parse_directives("# Says what it does: nothing.\n# exit: 3\n# slow\nprint()\n# gc-stress: 1\n");
        assert_eq!(
            parsed,
            Ok(Directives {
                exit: 3,
                gc_stress: 97,
                slow: true
            })
        );
        assert_eq!(parse_directives("print()\n"), Ok(Directives::default()));
    }

    #[test]
    fn misspelt_directives_are_refused() {
        assert!(parse_directives("# gc_stress: 3\n").is_err());
        assert!(parse_directives("# exit: three\n").is_err());
    }
}
