//! Says what went wrong with a program: which modes agree with each other, and how they differ from the expectation.

use std::fmt::Write;

use similar::TextDiff;

use crate::case::Case;
use crate::process::{End, Outcome};

/// Lines of a diff that are shown.
const DIFF_LINES: usize = 40;

/// Whether the outcome is the expected one.
pub fn is_expected(case: &Case, outcome: &Outcome) -> bool {
    outcome.end == End::Exit(case.directives.exit)
        && outcome.stdout == case.stdout
        && case.stderr.as_ref().is_none_or(|expected| *expected == outcome.stderr)
}

/// The report on a program that failed in some mode: equal outcomes are told once, with the modes that had them.
pub fn failure(case: &Case, outcomes: &[(&str, Outcome)]) -> String {
    let mut text = String::new();
    let good: Vec<&str> = outcomes
        .iter()
        .filter(|(_, outcome)| is_expected(case, outcome))
        .map(|(mode, _)| *mode)
        .collect();
    if !good.is_empty() {
        let _ = writeln!(text, "  as expected: {}", good.join(", "));
    }
    let mut told: Vec<&Outcome> = Vec::new();
    for (_, outcome) in outcomes.iter().filter(|(_, outcome)| !is_expected(case, outcome)) {
        if told.iter().any(|other| shows_the_same(case, other, outcome)) {
            continue;
        }
        told.push(outcome);
        let alike = outcomes
            .iter()
            .filter(|(_, other)| shows_the_same(case, other, outcome))
            .map(|(mode, _)| *mode);
        let _ = writeln!(text, "  wrong: {}", alike.collect::<Vec<_>>().join(", "));
        describe(case, outcome, &mut text);
    }
    text
}

/// Two wrong outcomes are told as one if all that is checked is equal.
fn shows_the_same(case: &Case, one: &Outcome, other: &Outcome) -> bool {
    one.end == other.end && one.stdout == other.stdout && (case.stderr.is_none() || one.stderr == other.stderr)
}

fn describe(case: &Case, outcome: &Outcome, text: &mut String) {
    if outcome.end != End::Exit(case.directives.exit) {
        let _ = writeln!(
            text,
            "    {}, expected exit status {}",
            outcome.end, case.directives.exit
        );
    }
    if outcome.stdout != case.stdout {
        diff("stdout", &case.stdout, &outcome.stdout, text);
    }
    match &case.stderr {
        Some(expected) if *expected != outcome.stderr => diff("stderr", expected, &outcome.stderr, text),
        // Not compared, but it usually says why the rest is wrong.
        None if !outcome.stderr.is_empty() => {
            let shown = String::from_utf8_lossy(&outcome.stderr);
            let lines: Vec<&str> = shown.lines().collect();
            for line in &lines[lines.len().saturating_sub(8)..] {
                let _ = writeln!(text, "    stderr: {line}");
            }
        }
        _ => {}
    }
}

fn diff(stream: &str, expected: &[u8], found: &[u8], text: &mut String) {
    let (expected, found) = (String::from_utf8_lossy(expected), String::from_utf8_lossy(found));
    let diff = TextDiff::from_lines(expected.as_ref(), found.as_ref());
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&format!("{stream} expected"), stream)
        .to_string();
    for line in unified.lines().take(DIFF_LINES) {
        let _ = writeln!(text, "    {line}");
    }
    let left = unified.lines().count().saturating_sub(DIFF_LINES);
    if left > 0 {
        let _ = writeln!(text, "    … {left} more lines");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Directives;

    fn outcome(stdout: &str) -> Outcome {
        Outcome {
            end: End::Exit(0),
            stdout: stdout.into(),
            stderr: Vec::new(),
        }
    }

    #[test]
    fn equal_failures_are_told_once() {
        let case = Case {
            path: "a.py".into(),
            directives: Directives::default(),
            stdout: b"1\n2\n".to_vec(),
            stderr: None,
        };
        let outcomes = [
            ("off", outcome("1\n2\n")),
            ("on", outcome("1\n3\n")),
            ("eager", outcome("1\n3\n")),
        ];
        let text = failure(&case, &outcomes);
        assert!(text.contains("as expected: off\n"), "{text}");
        assert!(text.contains("wrong: on, eager\n"), "{text}");
        assert_eq!(text.matches("+3").count(), 1, "{text}");
    }

    #[test]
    fn stderr_counts_only_where_recorded() {
        let mut case = Case {
            path: "a.py".into(),
            directives: Directives::default(),
            stdout: b"".to_vec(),
            stderr: None,
        };
        let noisy = Outcome {
            stderr: b"warning\n".to_vec(),
            ..outcome("")
        };
        assert!(is_expected(&case, &noisy));
        case.stderr = Some(Vec::new());
        assert!(!is_expected(&case, &noisy));
    }
}
