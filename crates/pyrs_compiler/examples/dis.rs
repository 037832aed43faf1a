//! Shows the bytecode of Python files, or checks that all of a directory compile and verify.
//!
//! `dis --facts FILE…` prints what Python code can see of the code objects, to be compared with another implementation;
//! `dis FILE` prints the disassembly; `dis --check DIR…` compiles every `.py` file below and prints what fails.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pyrs_bytecode::{CodeTemplate, Constant, Op, Position, Positions, disassemble, verify};
use pyrs_compiler::{CompileOptions, Tree, compile};
use pyrs_syntax::{Source, parse_module};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.split_first() {
        Some((flag, files)) if flag == "--facts" => files.iter().for_each(|file| facts(Path::new(file))),
        Some((flag, directories)) if flag == "--check" => check(directories),
        Some((file, [])) => match template(Path::new(file), &mut Duration::default()) {
            Ok(template) => {
                print!("{}", disassemble(&template));
                if let Err(error) = verify(&template) {
                    eprintln!("{error}");
                }
            }
            Err(message) => eprintln!("{message}"),
        },
        _ => eprintln!("usage: dis FILE | dis --check DIR..."),
    }
}

fn template(path: &Path, spent: &mut Duration) -> Result<CodeTemplate, String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let source = Source::decode(&bytes, &path.to_string_lossy()).map_err(|error| format!("decode: {error:?}"))?;
    let parsed = parse_module(&source).map_err(|error| format!("parse: {} line {}", error.message, error.lineno))?;
    let start = Instant::now();
    let result = compile(Tree::Module(&parsed.module), &parsed.lines, &CompileOptions::default());
    *spent += start.elapsed();
    result.map_err(|error| {
        format!(
            "compile: {} line {}",
            error.message,
            parsed.lines.line(error.range.start)
        )
    })
}

fn check(directories: &[String]) {
    let mut pending: Vec<PathBuf> = directories.iter().map(PathBuf::from).collect();
    let (mut files, mut bytes, mut failures, mut spent) = (0, 0, 0, Duration::default());
    while let Some(path) = pending.pop() {
        if let Ok(entries) = std::fs::read_dir(&path) {
            pending.extend(entries.flatten().map(|entry| entry.path()));
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        files += 1;
        bytes += std::fs::metadata(&path).map_or(0, |data| data.len());
        let result = template(&path, &mut spent);
        let result = result.and_then(|template| verify(&template).map_err(|error| format!("verify: {error}")));
        if let Err(message) = result {
            failures += 1;
            println!("{}: {message}", path.display());
        }
    }
    let speed = bytes as f64 / 1e6 / spent.as_secs_f64().max(1e-9);
    println!("{files} files, {failures} failures, {bytes} bytes, compile {spent:.2?} ({speed:.1} MB/s)");
}

fn facts(path: &Path) {
    println!("file {}", path.display());
    let Ok(template) = template(path, &mut Duration::default()) else {
        return println!("error");
    };
    let mut pending = vec![&template];
    while let Some(code) = pending.pop() {
        let cells: Vec<&str> = code.cellvars.iter().map(|(name, _)| &**name).collect();
        println!(
            "{}|{}|{} {} {}|{:x}|{}|{}|{}",
            code.qualname,
            code.first_line,
            code.argcount,
            code.posonly_argcount,
            code.kwonly_argcount,
            code.flags.bits(),
            code.varnames.join(" "),
            cells.join(" "),
            code.freevars.join(" "),
        );
        let calls = [
            Op::Call,
            Op::CallKw,
            Op::CallMethod,
            Op::CallMethodKw,
            Op::CallEx,
            Op::CallPair,
        ];
        let positions = Positions::new(&code.positions, code.first_line);
        let mut spans: Vec<Position> = code
            .instructions
            .iter()
            .enumerate()
            .filter(|(_, instr)| calls.contains(&instr.op()))
            .filter_map(|(pc, _)| positions.position_of(pc))
            .collect();
        spans.sort_by_key(|p| (p.line, p.column, p.end_line, p.end_column));
        spans.dedup();
        let spans: Vec<String> = spans
            .iter()
            .map(|p| format!("{}:{}-{}:{}", p.line, p.column, p.end_line, p.end_column))
            .collect();
        println!("  calls {}", spans.join(" "));
        pending.extend(code.constants.iter().rev().filter_map(|constant| match constant {
            Constant::Code(inner) => Some(&**inner),
            _ => None,
        }));
    }
}
