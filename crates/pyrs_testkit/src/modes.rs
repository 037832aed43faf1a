//! The modes in which every behaviour program runs.

use crate::case::Directives;

/// One mode of the executable.
pub struct Mode {
    /// Short name, for reports and for `PYRS_TEST_MODES`.
    pub name: &'static str,
    /// Values of `-X`.
    switches: &'static [&'static str],
    /// Adds `-X gc-stress=N` with the program's own N.
    gc_stress: bool,
    /// Left out for programs marked `# slow`.
    heavy: bool,
}

/// The table. `off` is first: the interpreter alone is the easiest to be right in.
pub const MODES: &[Mode] = &[
    Mode {
        name: "off",
        switches: &["jit=off"],
        gc_stress: false,
        heavy: false,
    },
    Mode {
        name: "on",
        switches: &["jit=on"],
        gc_stress: false,
        heavy: false,
    },
    Mode {
        name: "eager",
        switches: &["jit=eager"],
        gc_stress: false,
        heavy: false,
    },
    Mode {
        name: "deopt",
        switches: &["jit=eager", "deopt-every=1"],
        gc_stress: false,
        heavy: true,
    },
    Mode {
        name: "gc-stress",
        switches: &["jit=eager"],
        gc_stress: true,
        heavy: true,
    },
];

impl Mode {
    /// Whether a program with these directives runs in this mode.
    pub fn applies(&self, directives: &Directives) -> bool {
        !(self.heavy && directives.slow)
    }

    /// The executable's arguments before the program's name.
    pub fn arguments(&self, directives: &Directives) -> Vec<String> {
        let stress = self.gc_stress.then(|| format!("gc-stress={}", directives.gc_stress));
        let switches = self.switches.iter().map(|switch| switch.to_string()).chain(stress);
        switches.flat_map(|switch| ["-X".to_string(), switch]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_follow_the_directives() {
        let directives = Directives {
            gc_stress: 5,
            slow: true,
            ..Directives::default()
        };
        let stress = MODES
            .iter()
            .find(|mode| mode.name == "gc-stress")
            .expect("the table has it");
        assert_eq!(stress.arguments(&directives), ["-X", "jit=eager", "-X", "gc-stress=5"]);
        assert!(!stress.applies(&directives));
        assert!(stress.applies(&Directives::default()));
    }
}
