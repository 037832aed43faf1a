//! Deep nesting: accepted up to the limit, refused above it, and never a stack overflow.

use pyrs_syntax::{ErrorKind, Source, parse_expression, parse_module};

/// Parses and drops on a thread with a small stack; the error's kind and message if there is one.
fn outcome(text: String) -> Result<(), (ErrorKind, String)> {
    let run = move || {
        let source = Source::from_str(&text).expect("decodable");
        parse_module(&source)
            .map(drop)
            .map_err(|error| (error.kind, error.message))
    };
    let thread = std::thread::Builder::new()
        .stack_size(512 << 10)
        .spawn(run)
        .expect("a thread");
    thread.join().expect("no panic")
}

fn is_refused(text: String) -> bool {
    matches!(outcome(text), Err((ErrorKind::Recursion, _)))
}

#[test]
fn deep_trees_are_accepted() {
    for count in [100, 10_000, 40_000] {
        assert_eq!(outcome("1 + ".repeat(count) + "1\n"), Ok(()), "sum of {count}");
        assert_eq!(outcome("-".repeat(count) + "1\n"), Ok(()), "{count} signs");
        assert_eq!(outcome("lambda: ".repeat(count) + "1\n"), Ok(()), "{count} lambdas");
        assert_eq!(
            outcome("a".to_owned() + &".a".repeat(count) + "\n"),
            Ok(()),
            "{count} attributes"
        );
        assert_eq!(
            outcome("a".to_owned() + &"(b)".repeat(count) + "\n"),
            Ok(()),
            "{count} calls"
        );
    }
}

#[test]
fn long_elif_chain_is_accepted() {
    let source = "if a:\n  b\n".to_owned() + &"elif a:\n  b\n".repeat(10_000);
    assert_eq!(outcome(source), Ok(()));
}

#[test]
fn flat_sources_are_not_deep() {
    assert_eq!(
        outcome("x = [".to_owned() + &"1 + a(b), ".repeat(60_000) + "]\n"),
        Ok(())
    );
    assert_eq!(
        outcome("x = [".to_owned() + &"lambda a, b: 0, ".repeat(60_000) + "]\n"),
        Ok(())
    );
    assert_eq!(outcome("if a: b\nelif c: d\n".repeat(60_000)), Ok(()));
}

#[test]
fn too_deep_is_refused() {
    assert!(is_refused("1 + ".repeat(1_000_000) + "1\n"));
    assert!(is_refused("not ".repeat(100_000) + "1\n"));
    assert!(is_refused("lambda a, b: ".repeat(100_000) + "1\n"));
    assert!(is_refused(
        "if a:\n  b\n".to_owned() + &"elif a:\n  b\n".repeat(100_000)
    ));
    assert!(is_refused("x = ".to_owned() + &"a if b else ".repeat(100_000) + "c\n"));
}

#[test]
fn error_after_deep_nesting() {
    let outcome = outcome("1 + ".repeat(40_000) + "1 $\n");
    assert_eq!(outcome, Err((ErrorKind::Syntax, "invalid syntax".to_owned())));
}

#[test]
fn brackets_are_limited() {
    let nested = |count: usize| "(".repeat(count) + "1" + &")".repeat(count) + "\n";
    assert_eq!(outcome(nested(200)), Ok(()));
    let message = "too many nested parentheses".to_owned();
    assert_eq!(outcome(nested(201)), Err((ErrorKind::Syntax, message.clone())));
    assert_eq!(outcome("(".repeat(100_000)), Err((ErrorKind::Syntax, message)));
}

#[test]
fn blocks_are_limited() {
    let nested = |count: usize| {
        let headers: String = (0..count).map(|level| " ".repeat(level) + "if a:\n").collect();
        headers + &" ".repeat(count) + "b\n"
    };
    assert_eq!(outcome(nested(99)), Ok(()));
    let message = "too many levels of indentation".to_owned();
    assert_eq!(outcome(nested(100)), Err((ErrorKind::Indentation, message)));
}

#[test]
fn nested_strings() {
    let nested = |count: usize| "f'{".repeat(count) + "1" + &"}'".repeat(count) + "\n";
    assert_eq!(outcome(nested(149)), Ok(()));
    assert!(outcome(nested(160)).is_err());
}

#[test]
fn the_bound_is_known() {
    let source = Source::from_str(&("1 + ".repeat(1000) + "1")).expect("decodable");
    let depth = parse_expression(&source).expect("valid").module.max_depth;
    assert!((1000..1100).contains(&depth), "{depth}");
}
