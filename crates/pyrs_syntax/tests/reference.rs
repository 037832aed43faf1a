//! Trees and errors that are the reference interpreter's: see `bless.py` for the format of `reference.txt`.

use pyrs_syntax::{ErrorKind, Source, SyntaxError, dump, parse_module};

const CASES: &str = include_str!("reference.txt");

/// The escapes of Python's `repr` of bytes.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        let (&letter, after) = rest.split_first().expect("an escape has a letter");
        rest = after;
        match letter {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'x' => {
                let digits = std::str::from_utf8(&rest[..2]).expect("digits");
                out.push(u8::from_str_radix(digits, 16).expect("digits"));
                rest = &rest[2..];
            }
            other => out.push(other),
        }
    }
    out
}

fn describe(error: &SyntaxError) -> String {
    let class = match error.kind {
        ErrorKind::Syntax => "SyntaxError",
        ErrorKind::Indentation => "IndentationError",
        ErrorKind::Tab => "TabError",
        ErrorKind::Recursion => "RecursionError",
    };
    let SyntaxError {
        lineno,
        offset,
        end_lineno,
        end_offset,
        message,
        ..
    } = error;
    format!("error: {class} {lineno}:{offset}-{end_lineno}:{end_offset} {message}\n")
}

fn outcome(bytes: &[u8]) -> String {
    let parsed = Source::decode(bytes, "case.py").and_then(|source| parse_module(&source));
    match parsed {
        Ok(parsed) => dump::dump(&parsed.module, &parsed.lines),
        Err(error) => describe(&error),
    }
}

#[test]
fn same_as_reference() {
    let mut failures = Vec::new();
    let mut count = 0;
    for case in CASES.split("source: ").skip(1) {
        let (source, expected) = case.split_once('\n').expect("a case has an outcome");
        let ours = outcome(&unescape(source));
        count += 1;
        if ours.trim_end() != expected.trim_end() {
            failures.push(format!("source: {source}\nreference:\n{expected}ours:\n{ours}"));
        }
    }
    assert!(count > 100, "the table of cases is incomplete");
    assert!(
        failures.is_empty(),
        "{} of {count} differ\n{}",
        failures.len(),
        failures.join("\n")
    );
}
