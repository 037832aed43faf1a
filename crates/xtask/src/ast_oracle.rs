//! `cargo xtask ast-oracle`: compares our trees with those of the reference interpreter's `ast` module.
//!
//! Every node, field and position of every file counts. The reference interpreter is `$PYRS_ORACLE`, or
//! `~/.cache/pyrs-oracle/bin/python3.14`; without arguments its `Lib` (and `Lib/test`, if installed) is compared.

use pyrs_syntax::{Source, dump, nesting, parse_module};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The script that dumps the reference's trees.
const DUMPER: &str = include_str!("ast_dump.py");

/// How many differing lines to show of a file.
const SHOWN_LINES: usize = 3;

/// What a comparison found, in files.
#[derive(Default)]
struct Counts {
    identical: usize,
    different: usize,
    both_reject: usize,
    one_sided: usize,
    lines: usize,
}

/// Runs the comparison on the files and directories in `args`.
pub fn run(args: &[String]) -> Result<(), String> {
    let python = reference_interpreter()?;
    let roots = if args.is_empty() {
        vec![standard_library(&python)?]
    } else {
        args.to_vec()
    };
    let out = std::env::temp_dir().join(format!("pyrs-ast-oracle-{}", std::process::id()));
    let result = dump_reference(&python, &out, &roots).and_then(|()| compare(&out));
    // What is left behind is a temporary directory: a failure to remove it is no result.
    let _ = std::fs::remove_dir_all(&out);
    let counts = result?;
    println!(
        "identical {}, different {}, both reject {}, one-sided {}; {} lines of dump compared",
        counts.identical, counts.different, counts.both_reject, counts.one_sided, counts.lines
    );
    match counts.different + counts.one_sided {
        0 => Ok(()),
        bad => Err(format!("{bad} files differ from the reference")),
    }
}

fn reference_interpreter() -> Result<PathBuf, String> {
    if let Some(path) = std::env::var_os("PYRS_ORACLE") {
        return Ok(path.into());
    }
    let home = std::env::var_os("HOME").ok_or("neither PYRS_ORACLE nor HOME is set")?;
    let path = Path::new(&home).join(".cache/pyrs-oracle/bin/python3.14");
    if path.exists() {
        Ok(path)
    } else {
        Err(format!("no reference interpreter at {}", path.display()))
    }
}

fn standard_library(python: &Path) -> Result<String, String> {
    let code = "import os; print(os.path.dirname(os.__file__))";
    let output = Command::new(python).args(["-I", "-c", code]).output();
    let output = output.map_err(|e| format!("{}: {e}", python.display()))?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn dump_reference(python: &Path, out: &Path, roots: &[String]) -> Result<(), String> {
    let status = Command::new(python)
        .args(["-I", "-c", DUMPER])
        .arg(out)
        .args(roots)
        .status();
    let status = status.map_err(|e| format!("{}: {e}", python.display()))?;
    if status.success() {
        Ok(())
    } else {
        Err("the reference interpreter failed to dump".to_owned())
    }
}

fn compare(out: &Path) -> Result<Counts, String> {
    let read = |path: &Path| std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()));
    let index = read(&out.join("INDEX"))?;
    let mut counts = Counts::default();
    for entry in String::from_utf8_lossy(&index).lines() {
        let Some((number, path)) = entry.split_once('\t') else {
            continue;
        };
        let theirs = read(&out.join(format!("{number}.txt")))?;
        let ours = our_dump(&read(Path::new(path))?, path);
        compare_file(path, &ours, &String::from_utf8_lossy(&theirs), &mut counts);
    }
    Ok(counts)
}

fn our_dump(bytes: &[u8], path: &str) -> Result<String, String> {
    let source = Source::decode(bytes, path).map_err(|e| e.to_string())?;
    let parsed = parse_module(&source).map_err(|e| e.to_string())?;
    let depth = parsed.module.max_depth;
    Ok(nesting::with_stack_for(depth, || {
        dump::dump(&parsed.module, &parsed.lines)
    }))
}

fn compare_file(path: &str, ours: &Result<String, String>, theirs: &str, counts: &mut Counts) {
    let their_error = theirs.strip_prefix("ERROR ").map(str::trim_end);
    match (ours, their_error) {
        (Ok(ours), None) if ours == theirs => {
            counts.identical += 1;
            counts.lines += theirs.lines().count();
        }
        (Ok(ours), None) => {
            counts.different += 1;
            println!("{path}: different");
            let differing = ours.lines().zip(theirs.lines()).filter(|(a, b)| a != b);
            for (ours, theirs) in differing.take(SHOWN_LINES) {
                println!("    ours {}\n    reference {}", ours.trim(), theirs.trim());
            }
        }
        (Err(_), Some(_)) => counts.both_reject += 1,
        (Ok(_), Some(error)) => {
            counts.one_sided += 1;
            println!("{path}: only the reference rejects it: {error}");
        }
        (Err(error), None) => {
            counts.one_sided += 1;
            println!("{path}: only we reject it: {error}");
        }
    }
}
