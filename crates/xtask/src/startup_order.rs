//! `cargo xtask startup-order [EXE]`: records which functions run at start-up, for the linker to put them side by side.
//!
//! It runs `EXE -I -c pass` under valgrind's callgrind and writes `crates/pyrs/startup.ld`, a linker script that names the
//! section of each function that ran. A pattern stands for the hash in a symbol, which changes from build to build, and so
//! for all instances of a generic function: those of which most ran come first, so that the rest is less in the way. To be
//! run on a release build now and then; functions that are not listed merely lie elsewhere.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// Bytes of a pattern's functions.
#[derive(Default)]
struct Sizes {
    ran: u64,
    all: u64,
}

/// See the module's head.
pub fn run(args: &[String]) -> Result<(), String> {
    let exe = args.first().map_or("target/release/pyrs", String::as_str);
    let ran = functions_run(exe)?;
    let sizes = sizes(exe, &ran)?;
    let mut order: Vec<_> = sizes.iter().filter(|(_, sizes)| sizes.ran > 0).collect();
    order.sort_by_key(|(_, sizes)| std::cmp::Reverse(sizes.ran * 100 / sizes.all));
    let mut script = String::from(
        "/* Functions that run at start-up, written by `cargo xtask startup-order`. */\nSECTIONS\n{\n  .text.start :\n  {\n",
    );
    for (pattern, _) in &order {
        let _ = writeln!(script, "    *(.text.{pattern} .text.unlikely.{pattern})");
    }
    script.push_str("  }\n}\nINSERT BEFORE .text;\n");
    let path = Path::new("crates/pyrs/startup.ld");
    std::fs::write(path, script).map_err(|e| format!("{}: {e}", path.display()))?;
    let (hot, listed) = order
        .iter()
        .fold((0, 0), |(hot, listed), (_, s)| (hot + s.ran, listed + s.all));
    println!("{} patterns; {hot} bytes ran, {listed} bytes are listed", order.len());
    Ok(())
}

/// The symbols of the functions that ran.
fn functions_run(exe: &str) -> Result<HashSet<String>, String> {
    let profile = std::env::temp_dir().join(format!("pyrs-startup-{}.out", std::process::id()));
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--demangle=no", "--compress-strings=no"])
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .args([exe, "-I", "-c", "pass"]);
    output(&mut valgrind)?;
    let text = std::fs::read_to_string(&profile).map_err(|e| format!("{}: {e}", profile.display()))?;
    let _ = std::fs::remove_file(&profile);
    // A recursive call has its depth behind an apostrophe.
    let name = |line: &str| line.split('\'').next().unwrap_or(line).to_owned();
    Ok(text
        .lines()
        .filter_map(|line| line.strip_prefix("fn="))
        .map(name)
        .collect())
}

/// The patterns of all functions of the executable.
fn sizes(exe: &str, ran: &HashSet<String>) -> Result<BTreeMap<String, Sizes>, String> {
    let mut sizes = BTreeMap::<String, Sizes>::new();
    for line in output(Command::new("nm").args(["-S", "--defined-only", exe]))?.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let &[_, size, "t" | "T", symbol] = fields.as_slice() else {
            continue;
        };
        let size = u64::from_str_radix(size, 16).map_err(|e| format!("nm: {line}: {e}"))?;
        let entry = sizes.entry(pattern(symbol)).or_default();
        entry.all += size.max(1);
        if ran.contains(symbol) {
            entry.ran += size.max(1);
        }
    }
    Ok(sizes)
}

/// A symbol with a star in place of its hash: `_ZN4core3fmt5write17h0123456789abcdefE` as `_ZN4core3fmt5write17h*`.
fn pattern(symbol: &str) -> String {
    let name = symbol.split(".llvm.").next().unwrap_or(symbol);
    match name.rfind("17h") {
        Some(at) if name.starts_with("_ZN") && name.len() == at + 20 => format!("{}*", &name[..at + 3]),
        _ => symbol.to_owned(),
    }
}

fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|e| format!("{name}: {e}"))?;
    if !output.status.success() {
        return Err(format!(
            "{name}: {}: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn hashes_become_stars() {
        assert_eq!(
            pattern("_ZN4core3fmt5write17h0123456789abcdefE"),
            "_ZN4core3fmt5write17h*"
        );
        assert_eq!(
            pattern("_ZN4core3fmt5write17h0123456789abcdefE.llvm.77"),
            "_ZN4core3fmt5write17h*"
        );
        assert_eq!(pattern("_RNvCs1_3foo3bar"), "_RNvCs1_3foo3bar");
        assert_eq!(pattern("main"), "main");
    }
}
