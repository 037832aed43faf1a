//! What became of the tests of a module, and the comparison of two runs of it.
//!
//! A test counts as passed only if it ran and nothing in it failed. A crash or a hang is the outcome of the test that was
//! running; the tests that no process came to have no outcome.

use std::collections::BTreeMap;

/// How a test ended; the worse, the later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Pass,
    Skip,
    ExpectedFailure,
    UnexpectedSuccess,
    Fail,
    Error,
    Hang,
    Crash,
}

impl Verdict {
    /// The word that the runner writes, which is also that of reports.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Pass => "pass",
            Verdict::Skip => "skip",
            Verdict::ExpectedFailure => "expected",
            Verdict::UnexpectedSuccess => "unexpected",
            Verdict::Fail => "fail",
            Verdict::Error => "error",
            Verdict::Hang => "hang",
            Verdict::Crash => "crash",
        }
    }

    fn from_name(name: &str) -> Option<Verdict> {
        use Verdict::*;
        [Pass, Skip, ExpectedFailure, UnexpectedSuccess, Fail, Error, Hang, Crash]
            .into_iter()
            .find(|verdict| verdict.name() == name)
    }
}

/// A test's verdict with the first line of its error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub verdict: Verdict,
    pub message: String,
}

/// The results of a module.
#[derive(Default)]
pub struct ModuleRun {
    pub tests: BTreeMap<String, Outcome>,
    /// A test that began and did not end, with the seconds at which it began.
    pub open: Option<(String, f64)>,
    /// The module came to its end.
    pub ended: bool,
    /// Crashes, panics and hangs, each with what was running.
    pub incidents: Vec<String>,
    pub seconds: f64,
}

impl ModuleRun {
    /// Reads what the runner (and, after a crash, we) wrote.
    pub fn parse(module: &str, text: &str) -> ModuleRun {
        let mut run = ModuleRun::default();
        for line in text.lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            match fields.as_slice() {
                ["end"] => run.ended = true,
                ["incident", what] => run.incidents.push((*what).to_string()),
                ["seconds", seconds] => run.seconds = seconds.parse().unwrap_or(0.0),
                ["start", id, at] => run.open = Some(((*id).to_string(), at.parse().unwrap_or(0.0))),
                [word, id, _, message] => {
                    if let Some(verdict) = Verdict::from_name(word) {
                        run.add(short(module, id), verdict, message);
                    }
                    if run.open.as_ref().is_some_and(|(open, _)| open == id) {
                        run.open = None;
                    }
                }
                _ => {}
            }
        }
        run
    }

    /// Of two verdicts on one test (some occur in two suites), the worse counts.
    fn add(&mut self, id: String, verdict: Verdict, message: &str) {
        let message = stable(message);
        let entry = self.tests.entry(id).or_insert(Outcome {
            verdict: Verdict::Pass,
            message: String::new(),
        });
        if verdict > entry.verdict {
            *entry = Outcome { verdict, message };
        }
    }

    fn passed(&self, id: &str) -> bool {
        self.tests
            .get(id)
            .is_some_and(|outcome| outcome.verdict == Verdict::Pass)
    }
}

/// `test.MODULE.` is left out of a test's name.
fn short(module: &str, id: &str) -> String {
    let prefix = format!("test.{module}.");
    id.strip_prefix(&prefix).unwrap_or(id).to_string()
}

/// The message without what changes from run to run: addresses, numbers of processes and long tails.
fn stable(message: &str) -> String {
    let mut text = String::new();
    let mut rest = message;
    while let Some(at) = rest.find("0x") {
        let (before, after) = rest.split_at(at + 2);
        text.push_str(before);
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_hexdigit()).len();
        text.push_str(if digits >= 6 { "\u{2026}" } else { &after[..digits] });
        rest = &after[digits..];
    }
    text.push_str(rest);
    text.chars().take(160).collect()
}

/// A module on both sides.
pub struct Comparison {
    pub module: String,
    /// How many tests CPython passes.
    pub of: usize,
    /// How many of those pyrs passes.
    pub passed: usize,
    /// Those that it does not pass.
    pub failures: BTreeMap<String, Outcome>,
    pub incidents: Vec<String>,
    pub seconds: f64,
    pub reference_seconds: f64,
}

impl Comparison {
    /// Compares.
    pub fn new(module: &str, reference: &ModuleRun, pyrs: &ModuleRun) -> Comparison {
        let wanted = reference.tests.keys().filter(|id| reference.passed(id));
        let (mut of, mut failures) = (0, BTreeMap::new());
        let absent = whole_module_error(pyrs);
        for id in wanted {
            of += 1;
            if !pyrs.passed(id) {
                let outcome = pyrs.tests.get(id).cloned().or_else(|| fixture_error(pyrs, id));
                failures.insert(id.clone(), outcome.unwrap_or_else(|| absent.clone()));
            }
        }
        Comparison {
            module: module.to_string(),
            of,
            passed: of - failures.len(),
            failures,
            incidents: pyrs.incidents.clone(),
            seconds: pyrs.seconds,
            reference_seconds: reference.seconds,
        }
    }
}

/// Why a test may not have run at all.
fn whole_module_error(run: &ModuleRun) -> Outcome {
    let whole = run
        .tests
        .iter()
        .find(|(id, outcome)| {
            (id.starts_with("import of ") || id.starts_with("setUpModule ")) && outcome.verdict != Verdict::Pass
        })
        .map(|(id, outcome)| {
            (
                outcome.verdict,
                format!("{}: {}", id.split(" (").next().unwrap_or(id), outcome.message),
            )
        });
    let (verdict, message) = whole.unwrap_or((Verdict::Error, "did not run".to_string()));
    Outcome { verdict, message }
}

/// The error of the class's own fixture.
fn fixture_error(run: &ModuleRun, id: &str) -> Option<Outcome> {
    let class = id.rsplit_once('.')?.0;
    run.tests
        .iter()
        .find(|(other, _)| other.starts_with("setUpClass (") && other.trim_end_matches(')').ends_with(class))
        .map(|(_, outcome)| Outcome {
            verdict: outcome.verdict,
            message: format!("setUpClass: {}", outcome.message),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_verdict_counts_and_open_tests_are_seen() {
        let text = "start\ttest.test_x.C.a\t0.1\nfail\ttest.test_x.C.a\t0.2\tAssertionError: <o at 0x7fab12cd>\n\
                    start\ttest.test_x.C.a\t0.3\npass\ttest.test_x.C.a\t0.2\t\nstart\ttest.test_x.C.b\t0.5\n";
        let run = ModuleRun::parse("test_x", text);
        let outcome = run.tests.get("C.a").expect("recorded");
        assert_eq!(outcome.verdict, Verdict::Fail);
        assert_eq!(outcome.message, "AssertionError: <o at 0x\u{2026}>");
        assert_eq!(run.open, Some(("test.test_x.C.b".to_string(), 0.5)));
        assert!(!run.ended);
    }

    #[test]
    fn only_what_the_reference_passes_is_compared() {
        let reference = ModuleRun::parse("test_x", "pass\tC.a\t0\t\nskip\tC.b\t0\tno\npass\tC.c\t0\t\nend\n");
        let pyrs = ModuleRun::parse("test_x", "pass\tC.a\t0\t\nerror\tC.b\t0\tE\nend\n");
        let comparison = Comparison::new("test_x", &reference, &pyrs);
        assert_eq!((comparison.passed, comparison.of), (1, 2));
        assert_eq!(comparison.failures["C.c"].message, "did not run");
    }
}
