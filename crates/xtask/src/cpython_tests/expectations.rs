//! The failures that are expected, each with its reason: `runtime-tests/cpython/expectations.toml`.
//!
//! One table a module, one key a reason, whose value lists the tests. `--record` writes the file anew: it keeps the reason
//! of a test that is listed already, takes the first line of the error for a new one, and lists `*` for a
//! module of which nothing passes.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use toml::Table;

use super::groups::{Groups, strings};
use super::outcome::Comparison;

const HEAD: &str = "# Tests that CPython passes and pyrs does not yet: [module], then reason = [tests].\n\
                    # `cargo xtask cpython-tests MODULE --record` writes the tables of modules anew.\n";

/// Stands for all tests of a module of which none passes.
const WHOLE: &str = "*";

/// The file.
pub struct Expectations {
    path: PathBuf,
    /// Module, test, reason.
    modules: BTreeMap<String, BTreeMap<String, String>>,
}

impl Expectations {
    /// Reads it.
    pub fn read(path: &Path) -> Result<Expectations, String> {
        let text = std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let modules = parse(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Expectations {
            path: path.to_path_buf(),
            modules,
        })
    }

    /// What differs from the file, a line each.
    pub fn surprises(&self, comparison: &Comparison, groups: &Groups) -> Vec<String> {
        let none = BTreeMap::new();
        let module = &comparison.module;
        let expected = self.modules.get(module).unwrap_or(&none);
        if expected.contains_key(WHOLE) {
            return match comparison.passed {
                0 => Vec::new(),
                passed => vec![format!("  passes now: {module}, {passed} of its tests")],
            };
        }
        let compared = |test: &&String| !groups.is_flaky(module, test);
        let failing = comparison.failures.keys().filter(compared);
        let passing = expected.keys().filter(compared);
        let new = failing.filter(|test| !expected.contains_key(*test)).map(|test| {
            let outcome = &comparison.failures[test];
            format!(
                "  fails: {module} {test}: {} {}",
                outcome.verdict.name(),
                outcome.message
            )
        });
        let old = passing
            .filter(|test| !comparison.failures.contains_key(*test))
            .map(|test| format!("  passes now: {module} {test}"));
        new.chain(old).collect()
    }

    /// Takes the comparison's failures for expected.
    pub fn record(&mut self, comparison: &Comparison, groups: &Groups) {
        let old = self.modules.remove(&comparison.module).unwrap_or_default();
        if let (0, Some((_, outcome))) = (comparison.passed, comparison.failures.first_key_value()) {
            let reason = old.get(WHOLE).unwrap_or(&outcome.message).clone();
            let whole = BTreeMap::from([(WHOLE.to_string(), reason)]);
            self.modules.insert(comparison.module.clone(), whole);
            return;
        }
        let compared = comparison
            .failures
            .iter()
            .filter(|(test, _)| !groups.is_flaky(&comparison.module, test));
        let new: BTreeMap<String, String> = compared
            .map(|(test, outcome)| {
                let reason = old
                    .get(test)
                    .cloned()
                    .unwrap_or_else(|| match outcome.message.as_str() {
                        "" => outcome.verdict.name().to_string(),
                        message => message.to_string(),
                    });
                (test.clone(), reason)
            })
            .collect();
        if !new.is_empty() {
            self.modules.insert(comparison.module.clone(), new);
        }
    }

    /// Writes the file.
    pub fn write(&self) -> Result<(), String> {
        std::fs::write(&self.path, text(&self.modules)).map_err(|error| format!("{}: {error}", self.path.display()))
    }
}

fn parse(text: &str) -> Result<BTreeMap<String, BTreeMap<String, String>>, String> {
    let table: Table = text.parse().map_err(|error| format!("{error}"))?;
    let mut modules = BTreeMap::new();
    for (module, reasons) in &table {
        let reasons = reasons.as_table().ok_or(format!("{module}: not a table"))?;
        let mut tests = BTreeMap::new();
        for (reason, list) in reasons {
            for test in strings(reason, list)? {
                if tests.insert(test.clone(), reason.clone()).is_some() {
                    return Err(format!("{module}: {test} has two reasons"));
                }
            }
        }
        modules.insert(module.clone(), tests);
    }
    Ok(modules)
}

fn text(modules: &BTreeMap<String, BTreeMap<String, String>>) -> String {
    let mut text = HEAD.to_string();
    for (module, tests) in modules {
        let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (test, reason) in tests {
            reasons.entry(reason).or_default().push(test);
        }
        let _ = writeln!(text, "\n[{module}]");
        for (reason, tests) in reasons {
            let tests: Vec<String> = tests.iter().map(|test| format!("    {},\n", quoted(test))).collect();
            let _ = writeln!(text, "{} = [\n{}]", quoted(reason), tests.concat());
        }
    }
    text
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(control));
            }
            other => quoted.push(other),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let tests = BTreeMap::from([
            ("C.a".to_string(), "E: \"x\" \\ \u{1}".to_string()),
            ("C.b".to_string(), "other".to_string()),
        ]);
        let modules = BTreeMap::from([("test_x".to_string(), tests)]);
        assert_eq!(parse(&text(&modules)), Ok(modules));
    }

    #[test]
    fn a_test_with_two_reasons_is_refused() {
        assert!(parse("[test_x]\na = ['t']\nb = ['t']\n").is_err());
    }
}
