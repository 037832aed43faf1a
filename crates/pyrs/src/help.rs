//! The texts of `--help`. The `-X` switches of the runtime itself come from its own table.

use crate::command_line::Help;

/// The line that says how the executable is called.
pub fn usage(executable: &str) -> String {
    format!("usage: {executable} [option] ... [-c cmd | -m mod | file | -] [arg] ...\n")
}

const OPTIONS: &str = "\
Options (many have an environment variable too):
  -b       warn where bytes are taken for str or int; -bb: raise instead
  -B       leave no cache files behind imports (PYTHONDONTWRITEBYTECODE)
  -c CMD   run the text CMD; what follows are its arguments
  -d       accepted, without effect (PYTHONDEBUG)
  -E       ignore the PYTHON* environment variables
  -h, -?, --help
           print this and exit
  -i       go on interactively after the program (PYTHONINSPECT)
  -I       isolated: as -E, -P and -s together
  -m MOD   run the module MOD; what follows are its arguments
  -O       leave out assert statements, __debug__ is False (PYTHONOPTIMIZE)
  -OO      as -O, and leave out docstrings
  -P       keep the program's folder out of sys.path (PYTHONSAFEPATH)
  -q       start interactively without version and copyright
  -s       leave out the user's site-packages (PYTHONNOUSERSITE)
  -S       leave out all site-packages and .pth files
  -u       write to stdout and stderr at once (PYTHONUNBUFFERED)
  -v       tell of imports, twice: of what is tried for them (PYTHONVERBOSE)
  -V, --version
           print the version and exit; twice: with the build
  -W ARG   a filter of warnings: action:message:category:module:lineno
           (PYTHONWARNINGS)
  -x       skip the first line of the program's file
  -X SWITCH
           a switch of the implementation: --help-xoptions
  --check-hash-based-pycs default|always|never
           when cache files with a hash are checked against their source
  --help-env, --help-xoptions, --help-all
           print help on environment variables, on -X switches, on everything

Arguments:
  FILE     a file, or a folder or zip file with __main__.py in it
  -        read the program from standard input, the default
  ARG      arguments of the program: sys.argv[1:]
";

const ENVIRONMENT: &str = "\
Environment variables, all ignored with -E and -I:
  PYTHONPATH              folders for sys.path, with ':' between them
  PYTHONHOME              the prefix, or prefix:exec_prefix
  PYTHONSTARTUP           a file to run before going interactive
  PYTHONDONTWRITEBYTECODE as -B
  PYTHONINSPECT           as -i
  PYTHONOPTIMIZE          as -O, or as often as the number says
  PYTHONSAFEPATH          as -P
  PYTHONNOUSERSITE        as -s
  PYTHONUNBUFFERED        as -u
  PYTHONVERBOSE           as -v, or as often as the number says
  PYTHONWARNINGS          as -W, with ',' between filters
  PYTHONUSERBASE          where the user's site-packages are
  PYTHONIOENCODING        encoding[:errors] of stdin, stdout and stderr
  PYTHONUTF8              as -X utf8
  PYTHONHASHSEED          a number that makes hashes of str the same each time
  PYTHONINTMAXSTRDIGITS   as -X int_max_str_digits
  PYTHON_CPU_COUNT        as -X cpu_count
  PYTHONPROFILEIMPORTTIME as -X importtime
  PYTHONPYCACHEPREFIX     as -X pycache_prefix
  PYTHONDEVMODE           as -X dev
  PYTHONFAULTHANDLER      as -X faulthandler
  PYTHONWARNDEFAULTENCODING
                          as -X warn_default_encoding
  PYRS_NAME               as -X name=... for the switches of the runtime
";

const SWITCHES: &str = "\
Switches of Python:
  -X cpu_count=N               the number of processors that os.cpu_count() tells
  -X dev                       development mode: more warnings, faulthandler
  -X faulthandler              write stacks when a fatal signal comes
  -X importtime[=2]            tell how long each import takes (=2: and of modules that are there)
  -X pycache_prefix=DIR        put cache files in a parallel tree there
  -X utf8[=0|1]                UTF-8 mode
  -X warn_default_encoding     warn where an encoding is left to the locale
Switches of this runtime:
";

/// The text that was asked for.
pub fn text(help: Help, executable: &str) -> String {
    let switches = || format!("{SWITCHES}{}", pyrs_options::help());
    match help {
        Help::Options => format!("{}{OPTIONS}", usage(executable)),
        Help::Environment => ENVIRONMENT.to_owned(),
        Help::Switches => switches(),
        Help::All => format!("{}{OPTIONS}\n{ENVIRONMENT}\n{}", usage(executable), switches()),
    }
}
