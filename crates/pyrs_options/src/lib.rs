//! Switches of the runtime: one table, from which `-X NAME[=VALUE]`, the environment names `PYRS_NAME` and the help text
//! come.
//!
//! A `-X` name that is not in the table is no error, for CPython has such switches too: it goes to `sys._xoptions` like
//! all others. A value that does not fit is an error with the expected form.

use std::fmt::Write as _;
use std::path::PathBuf;

/// Which code the JIT compiles.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum JitMode {
    /// None.
    Off,
    /// Hot functions and loops.
    #[default]
    On,
    /// Every function at its first call, without waiting for feedback to settle.
    Eager,
}

/// Form of the statistics that are printed at exit.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum StatsForm {
    /// No statistics.
    #[default]
    None,
    /// A table for people.
    Text,
    /// One JSON object.
    Json,
}

trait Setting: Sized {
    /// Reads the text after `=`; `None` where there is no `=`.
    fn parse(text: Option<&str>) -> Result<Self, &'static str>;
}

impl Setting for u32 {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        text.and_then(|t| t.parse().ok()).ok_or("a number")
    }
}

impl Setting for bool {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        match text {
            None | Some("1") => Ok(true),
            Some("0") => Ok(false),
            Some(_) => Err("nothing, 0 or 1"),
        }
    }
}

impl Setting for Option<PathBuf> {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        text.filter(|t| !t.is_empty())
            .map(|t| Some(PathBuf::from(t)))
            .ok_or("a path")
    }
}

impl Setting for String {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        text.filter(|t| !t.is_empty()).map(str::to_owned).ok_or("a text")
    }
}

/// Limit of digits in conversions between int and str, if one was given.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DigitLimit(pub Option<u32>);

impl DigitLimit {
    /// Least limit but none at all.
    pub const LEAST: u32 = 640;

    fn of(text: &str) -> Option<DigitLimit> {
        let limit = text.parse().ok()?;
        (limit == 0 || (DigitLimit::LEAST..=i32::MAX as u32).contains(&limit)).then_some(DigitLimit(Some(limit)))
    }

    /// What `PYTHONINTMAXSTRDIGITS` says; `None` where it does not fit.
    pub fn from_environment() -> Option<DigitLimit> {
        match std::env::var("PYTHONINTMAXSTRDIGITS") {
            Ok(text) if !text.is_empty() => DigitLimit::of(&text),
            _ => Some(DigitLimit(None)),
        }
    }
}

impl Setting for DigitLimit {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        text.and_then(DigitLimit::of).ok_or("0 or a number from 640")
    }
}

impl Setting for JitMode {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        match text {
            Some("off") => Ok(JitMode::Off),
            Some("on") => Ok(JitMode::On),
            Some("eager") => Ok(JitMode::Eager),
            _ => Err("off, on or eager"),
        }
    }
}

impl Setting for StatsForm {
    fn parse(text: Option<&str>) -> Result<Self, &'static str> {
        match text {
            None => Ok(StatsForm::Text),
            Some("json") => Ok(StatsForm::Json),
            Some(_) => Err("nothing or json"),
        }
    }
}

macro_rules! options {
    ($($field:ident: $type:ty = $default:expr, $name:literal, $value:literal, $doc:literal;)*) => {
        /// The settings of a run.
        #[derive(Clone, Debug)]
        pub struct Options { $(#[doc = $doc] pub $field: $type),* }

        impl Default for Options {
            fn default() -> Self {
                Options { $($field: $default),* }
            }
        }

        impl Options {
            /// Applies one switch. Unknown names are ignored.
            pub fn set(&mut self, name: &str, value: Option<&str>) -> Result<(), OptionError> {
                match name {
                    $($name => {
                        self.$field = Setting::parse(value)
                            .map_err(|expected| OptionError { name: name.to_owned(), expected })?;
                    })*
                    _ => {}
                }
                Ok(())
            }
        }

        /// Name, form of the value, and what it does, of every switch.
        pub const TABLE: &[(&str, &str, &str)] = &[$(($name, $value, $doc)),*];
    };
}

options! {
    jit: JitMode = JitMode::On, "jit", "=off|on|eager", "Which functions are compiled to native code.";
    jit_threshold: u32 = 200, "jit-threshold", "=N", "Calls before a function is compiled.";
    osr_threshold: u32 = 2000, "osr-threshold", "=N", "Iterations before a running loop is compiled.";
    jit_dump: String = String::new(), "jit-dump", "=bytecode,hir,hir-passes,clif,asm", "What to print of compiled functions.";
    jit_dump_filter: String = String::new(), "jit-dump-filter", "=QUALNAME", "Dump only functions whose qualified name contains this.";
    jit_log: bool = false, "jit-log", "", "A line for each compilation, refusal and exit of compiled code.";
    deopt_every: u32 = 0, "deopt-every", "=N", "Stress: every Nth guard takes its side exit.";
    gc_stress: u32 = 0, "gc-stress", "=N", "Stress: collect at every Nth allocation.";
    gc_poison: bool = false, "gc-poison", "", "Fill freed memory with a pattern.";
    verify_heap: bool = false, "verify-heap", "", "Check all references after each collection.";
    alloc_fail_at: u32 = 0, "alloc-fail-at", "=N", "Make the Nth allocation fail.";
    stats: StatsForm = StatsForm::None, "stats", "[=json]", "Print counters of the JIT and the collector at exit.";
    int_max_str_digits: DigitLimit = DigitLimit(None), "int_max_str_digits", "=N", "Most digits in a conversion between int and str; 0 for any number.";
    stdlib: Option<PathBuf> = None, "stdlib", "=DIR", "Take the standard library from a folder instead of the packed one.";
}

/// A switch with a value that does not fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OptionError {
    name: String,
    expected: &'static str,
}

impl OptionError {
    /// The switch.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl std::fmt::Display for OptionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "-X {}: expected {}", self.name, self.expected)
    }
}

impl std::error::Error for OptionError {}

impl Options {
    /// The settings of the environment (`PYRS_JIT_THRESHOLD=10`), then of `-X` switches.
    pub fn from_switches<'a>(switches: impl IntoIterator<Item = &'a str>) -> Result<Options, OptionError> {
        let mut options = Options::default();
        for (name, _, _) in TABLE {
            let variable = format!("PYRS_{}", name.to_uppercase().replace('-', "_"));
            if let Ok(value) = std::env::var(variable) {
                options.set(name, (!value.is_empty()).then_some(value.as_str()))?;
            }
        }
        for switch in switches {
            match switch.split_once('=') {
                Some((name, value)) => options.set(name, Some(value))?,
                None => options.set(switch, None)?,
            }
        }
        Ok(options)
    }
}

/// The help text of all switches.
pub fn help() -> String {
    let mut text = String::new();
    for (name, value, doc) in TABLE {
        let _ = writeln!(text, "  -X {:<42} {doc}", format!("{name}{value}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn switches_are_applied_in_order() {
        let options = Options::from_switches(["jit=eager", "deopt-every=3", "jit=off", "utf8"]).unwrap();
        assert_eq!(options.jit, JitMode::Off);
        assert_eq!(options.deopt_every, 3);
    }

    #[test]
    fn wrong_values_are_refused() {
        let error = Options::from_switches(["jit=fast"]).unwrap_err();
        assert_eq!(error.to_string(), "-X jit: expected off, on or eager");
        assert!(Options::from_switches(["deopt-every"]).is_err());
    }

    #[test]
    fn help_names_every_switch() {
        let help = help();
        assert!(TABLE.iter().all(|(name, _, _)| help.contains(name)));
    }
}
