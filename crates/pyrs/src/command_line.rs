//! Reading the command line: the options of `python3` in front of the program; the rest is the program's own.
//!
//! Options are read as they come, so that `-Ic "..."` and `-Wdefault` work. What cannot be understood is an error with the
//! text that goes to stderr.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::{OsStrExt, OsStringExt};

/// What the command line says.
#[derive(Debug, Default, PartialEq)]
pub struct CommandLine {
    /// What to do.
    pub action: Action,
    /// What is to be run and its arguments.
    pub rest: Vec<OsString>,
    /// `-X` switches.
    pub switches: Vec<String>,
    /// `-W` filters.
    pub warnings: Vec<String>,
    /// How often each of the options without argument was given.
    counts: Vec<(u8, u32)>,
    /// `--check-hash-based-pycs`.
    pub hash_checks: Option<String>,
}

/// What a command line asks for.
#[derive(Debug, Default, PartialEq)]
pub enum Action {
    /// Standard input or a file: the first of the rest, if there is one.
    #[default]
    Default,
    /// `-c`.
    Command(OsString),
    /// `-m`.
    Module(OsString),
    /// `--help` and its relatives.
    Help(Help),
    /// `-V`.
    Version,
}

/// Which help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Help {
    /// Options.
    Options,
    /// Environment variables.
    Environment,
    /// `-X` switches.
    Switches,
    /// All of it.
    All,
}

/// Options without argument.
const PLAIN: &[u8] = b"bBdEiIOPqRsSuvVx";

impl CommandLine {
    /// How often an option was given.
    pub fn count(&self, option: u8) -> u32 {
        self.counts.iter().find(|row| row.0 == option).map_or(0, |row| row.1)
    }

    /// Reads the arguments that follow the executable's name.
    ///
    /// # Errors
    /// The complaint of an option that is not known or lacks its argument.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<CommandLine, String> {
        let mut line = CommandLine::default();
        let mut arguments = arguments.into_iter();
        while let Some(argument) = arguments.next() {
            let bytes = argument.as_bytes();
            if bytes == b"--" {
                break;
            }
            if bytes == b"-" || bytes.first() != Some(&b'-') {
                line.rest.push(argument);
                break;
            }
            let ends = match bytes.strip_prefix(b"--") {
                Some(name) => {
                    let name = String::from_utf8_lossy(name).into_owned();
                    line.long_option(&name, &mut arguments)?
                }
                None => line.short_options(&bytes[1..], &mut arguments)?,
            };
            if ends {
                break;
            }
        }
        if line.count(b'V') > 0 && !matches!(line.action, Action::Help(_)) {
            line.action = Action::Version;
        }
        line.rest.extend(arguments);
        Ok(line)
    }

    /// Reads `--name`. Whether the options end here.
    fn long_option(&mut self, name: &str, arguments: &mut impl Iterator<Item = OsString>) -> Result<bool, String> {
        let help = match name {
            "help" => Help::Options,
            "help-env" => Help::Environment,
            "help-xoptions" => Help::Switches,
            "help-all" => Help::All,
            "version" => {
                self.add(b'V');
                return Ok(false);
            }
            "check-hash-based-pycs" => {
                let Some(value) = arguments.next() else {
                    return Err("Argument expected for the --check-hash-based-pycs options".to_owned());
                };
                let value = value.to_string_lossy().into_owned();
                if !["default", "always", "never"].contains(&value.as_str()) {
                    return Err("--check-hash-based-pycs must be one of 'default', 'always', or 'never'".to_owned());
                }
                self.hash_checks = Some(value);
                return Ok(false);
            }
            _ => return Err(format!("Unknown option: --{name}")),
        };
        self.action = Action::Help(help);
        Ok(false)
    }

    /// Reads the letters after one dash. Whether the options end here.
    fn short_options(
        &mut self,
        letters: &[u8],
        arguments: &mut impl Iterator<Item = OsString>,
    ) -> Result<bool, String> {
        for (index, &letter) in letters.iter().enumerate() {
            if PLAIN.contains(&letter) {
                self.add(letter);
                continue;
            }
            if letter == b'h' || letter == b'?' {
                self.action = Action::Help(Help::Options);
                continue;
            }
            if !b"cmWX".contains(&letter) {
                return Err(format!("Unknown option: -{}", char::from(letter)));
            }
            let rest = &letters[index + 1..];
            let argument = match rest {
                [] => arguments.next(),
                rest => Some(OsString::from_vec(rest.to_vec())),
            };
            let Some(argument) = argument else {
                return Err(format!("Argument expected for the -{} option", char::from(letter)));
            };
            return Ok(self.option_with_argument(letter, argument));
        }
        Ok(false)
    }

    fn option_with_argument(&mut self, letter: u8, argument: OsString) -> bool {
        let text = |argument: &OsStr| argument.to_string_lossy().into_owned();
        match letter {
            b'W' => self.warnings.push(text(&argument)),
            b'X' => self.switches.push(text(&argument)),
            b'c' | b'm' if matches!(self.action, Action::Help(_)) => return true,
            b'c' => {
                self.action = Action::Command(argument);
                return true;
            }
            _ => {
                self.action = Action::Module(argument);
                return true;
            }
        }
        false
    }

    fn add(&mut self, option: u8) {
        match self.counts.iter_mut().find(|row| row.0 == option) {
            Some(row) => row.1 += 1,
            None => self.counts.push((option, 1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &[&str]) -> Result<CommandLine, String> {
        CommandLine::parse(arguments.iter().map(OsString::from))
    }

    #[test]
    fn letters_are_put_together() {
        let line = parse(&["-IOOc", "pass", "-c", "x"]).unwrap();
        assert_eq!(line.action, Action::Command("pass".into()));
        assert_eq!((line.count(b'I'), line.count(b'O'), line.count(b'E')), (1, 2, 0));
        assert_eq!(line.rest, ["-c", "x"]);
        let line = parse(&["-Wignore", "-X", "utf8", "-uc1", "a"]).unwrap();
        assert_eq!(line.warnings, ["ignore"]);
        assert_eq!(line.switches, ["utf8"]);
        assert_eq!(line.action, Action::Command("1".into()));
        assert_eq!(line.rest, ["a"]);
    }

    #[test]
    fn the_program_ends_the_options() {
        let line = parse(&["-q", "file.py", "-q", "--version"]).unwrap();
        assert_eq!(line.action, Action::Default);
        assert_eq!(line.rest, ["file.py", "-q", "--version"]);
        assert_eq!(line.count(b'q'), 1);
        let line = parse(&["-", "-x"]).unwrap();
        assert_eq!(line.rest, ["-", "-x"]);
        let line = parse(&["--", "-x"]).unwrap();
        assert_eq!(line.rest, ["-x"]);
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(parse(&["-Z"]), Err("Unknown option: -Z".to_owned()));
        assert_eq!(parse(&["--foo"]), Err("Unknown option: --foo".to_owned()));
        assert_eq!(parse(&["-c"]), Err("Argument expected for the -c option".to_owned()));
        assert_eq!(parse(&["-Im"]), Err("Argument expected for the -m option".to_owned()));
        assert!(parse(&["--check-hash-based-pycs", "often"]).is_err());
    }

    #[test]
    fn version_and_help_win() {
        assert_eq!(parse(&["-VV", "x.py"]).unwrap().action, Action::Version);
        assert_eq!(parse(&["--help"]).unwrap().action, Action::Help(Help::Options));
        assert_eq!(parse(&["-h", "-c", "1"]).unwrap().action, Action::Help(Help::Options));
    }
}
