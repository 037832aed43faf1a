//! What a run is started with. Reading it from command line and environment is the executable's.

use pyrs_options::Options;
use std::ffi::OsString;

/// What to run.
#[derive(Clone, Debug)]
pub enum Program {
    /// A source file, or a folder or archive with `__main__.py` in it.
    File(OsString),
    /// Source text (`-c`).
    Command(OsString),
    /// A module (`-m`).
    Module(OsString),
    /// Source text from standard input, or the interactive prompt.
    StandardInput,
}

/// `sys.flags`, and what is asked for by the same means.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `-d`.
    pub debug: u32,
    /// `-i` or its variable.
    pub inspect: u32,
    /// `-i`.
    pub interactive: u32,
    /// `-O`.
    pub optimize: u32,
    /// `-B`.
    pub dont_write_bytecode: bool,
    /// `-s`.
    pub no_user_site: bool,
    /// `-S`.
    pub no_site: bool,
    /// `-E`.
    pub ignore_environment: bool,
    /// `-v`.
    pub verbose: u32,
    /// `-b`.
    pub bytes_warning: u32,
    /// `-q`.
    pub quiet: u32,
    /// Whether hashes of texts differ from run to run.
    pub hash_randomization: bool,
    /// `-I`.
    pub isolated: bool,
    /// `-X dev`.
    pub dev_mode: bool,
    /// `-X utf8`.
    pub utf8_mode: bool,
    /// `-X warn_default_encoding`.
    pub warn_default_encoding: bool,
    /// `-P`.
    pub safe_path: bool,
    /// `-u`.
    pub unbuffered: bool,
    /// `-x`.
    pub skip_first_line: bool,
    /// The locale is one in which stdin and stdout let bytes through that are no UTF-8.
    pub plain_locale: bool,
}

/// `PYTHONIOENCODING`.
#[derive(Clone, Debug)]
pub struct StreamEncoding {
    /// The encoding, if given.
    pub encoding: Option<String>,
    /// The error mode, if given.
    pub errors: Option<String>,
}

/// A run of the executable.
#[derive(Clone, Debug)]
pub struct RunConfig {
    /// What to run.
    pub program: Program,
    /// `sys.argv`.
    pub argv: Vec<OsString>,
    /// Folders that come first in `sys.path`: `PYTHONPATH`.
    pub path: Vec<OsString>,
    /// `PYTHONHOME`.
    pub home: Option<OsString>,
    /// `sys.warnoptions`.
    pub warnings: Vec<String>,
    /// How standard streams are encoded, if not by the rule.
    pub encoding: Option<StreamEncoding>,
    /// File to run before the interactive prompt.
    pub startup: Option<OsString>,
    /// `sys.pycache_prefix`.
    pub cache_prefix: Option<OsString>,
    /// `_imp.check_hash_based_pycs`.
    pub hash_checks: Option<String>,
    /// What hashes of texts are made from; random where it is absent.
    pub hash_seed: Option<u32>,
    /// Whether fatal signals show stacks from the start.
    pub faults: bool,
    /// `-X importtime`: 1 to time imports, 2 to tell of modules that are there, too.
    pub import_time: u8,
    /// `-X cpu_count`: the number of processors to pretend.
    pub cpu_count: Option<i32>,
    /// `-X` switches as given.
    pub switches: Vec<String>,
    /// The switches that the runtime itself knows.
    pub options: Options,
    /// Flags.
    pub flags: Flags,
}
