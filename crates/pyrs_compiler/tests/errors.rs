//! Messages of compile errors. `errors.txt` holds sources (with `\n` for line ends), each followed by CPython's message;
//! sources that the parser refuses count as agreeing if their message does.

use pyrs_compiler::{CompileOptions, Tree, compile};
use pyrs_syntax::{Source, parse_module};

fn message(text: &str) -> String {
    let source = match Source::from_str(text) {
        Ok(source) => source,
        Err(error) => return error.message,
    };
    let parsed = match parse_module(&source) {
        Ok(parsed) => parsed,
        Err(error) => return error.message,
    };
    let result = compile(Tree::Module(&parsed.module), &parsed.lines, &CompileOptions::default());
    result.map_or_else(|error| error.message, |_| "OK".into())
}

#[test]
fn messages_are_those_of_cpython() {
    let mut lines = include_str!("errors.txt").lines();
    let mut failures = String::new();
    while let (Some(source), Some(expected)) = (lines.next(), lines.next()) {
        let actual = message(&(source.replace("\\n", "\n") + "\n"));
        if actual != expected.trim_start() {
            failures += &format!("{source}\n  expected {}\n  got      {actual}\n", expected.trim_start());
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}
