//! From the command line and the environment to what the runtime is started with.

use crate::command_line::{Action, CommandLine};
use pyrs_options::{DigitLimit, Options};
use pyrs_runtime::{Flags, Program, RunConfig, StreamEncoding};
use std::ffi::OsString;

/// The PYTHON* variables, unless they are to be ignored.
struct Environment {
    ignored: bool,
}

impl Environment {
    /// A variable that is set and not empty.
    fn get(&self, name: &str) -> Option<OsString> {
        std::env::var_os(name).filter(|value| !self.ignored && !value.is_empty())
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.to_string_lossy().into_owned())
    }

    fn is_set(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A level: the number in the variable, 1 for any other text.
    fn level(&self, name: &str) -> u32 {
        self.text(name).map_or(0, |text| text.parse().unwrap_or(1))
    }
}

/// What a `-X` switch says: `None` if it is not there, its value otherwise, if it has one.
fn switch<'a>(line: &'a CommandLine, name: &str) -> Option<Option<&'a str>> {
    line.switches
        .iter()
        .rev()
        .find_map(|switch| match switch.split_once('=') {
            Some((found, value)) if found == name => Some(Some(value)),
            None if switch == name => Some(None),
            _ => None,
        })
}

/// The configuration, or what is fatal about it.
pub fn configure(line: CommandLine) -> Result<RunConfig, String> {
    let isolated = line.count(b'I') > 0;
    let environment = Environment {
        ignored: isolated || line.count(b'E') > 0,
    };
    let mut options =
        Options::from_switches(line.switches.iter().map(String::as_str)).map_err(|error| match error.name() {
            "int_max_str_digits" => "config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; \
                                     must be >= 640 or 0 for unlimited."
                .to_owned(),
            _ => error.to_string(),
        })?;
    if options.int_max_str_digits.0.is_none() && !environment.ignored {
        options.int_max_str_digits = DigitLimit::from_environment().ok_or(
            "config_init_int_max_str_digits: PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.",
        )?;
    }
    let hash_seed = hash_seed(&environment)?;
    let flags = flags(&line, &environment, hash_seed)?;
    let warnings = warning_filters(&line, &environment, &flags);
    let faults = flags.dev_mode || switch(&line, "faulthandler").is_some() || environment.is_set("PYTHONFAULTHANDLER");
    let path = match environment.get("PYTHONPATH") {
        Some(value) => {
            use std::os::unix::ffi::{OsStrExt, OsStringExt};
            let folders = value.as_bytes().split(|byte| *byte == b':');
            folders.map(|folder| OsString::from_vec(folder.to_vec())).collect()
        }
        None => Vec::new(),
    };
    let (program, argv) = program(&line);
    let cpu_count = cpu_count(&line, &environment)?;
    let import_time = import_time(&line, &environment)?;
    refuse_tracemalloc(&line, &environment)?;
    let cache_prefix = match switch(&line, "pycache_prefix") {
        Some(value) => value.filter(|value| !value.is_empty()).map(OsString::from),
        None => environment.get("PYTHONPYCACHEPREFIX"),
    };
    Ok(RunConfig {
        program,
        argv,
        path,
        home: environment.get("PYTHONHOME"),
        warnings,
        encoding: environment.text("PYTHONIOENCODING").map(|text| stream_encoding(&text)),
        startup: environment.get("PYTHONSTARTUP"),
        cache_prefix,
        hash_checks: line.hash_checks.clone(),
        hash_seed,
        faults,
        import_time,
        cpu_count,
        switches: line.switches,
        options,
        flags,
    })
}

fn hash_seed(environment: &Environment) -> Result<Option<u32>, String> {
    match environment.text("PYTHONHASHSEED").as_deref() {
        None | Some("random") => Ok(None),
        Some(text) => match text.parse() {
            Ok(seed) => Ok(Some(seed)),
            Err(_) => Err(
                "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range \
                           [0; 4294967295]"
                    .to_owned(),
            ),
        },
    }
}

fn import_time(line: &CommandLine, environment: &Environment) -> Result<u8, String> {
    match switch(line, "importtime") {
        Some(None | Some("1")) => Ok(1),
        Some(Some("2")) => Ok(2),
        Some(_) => Err(
            "config_init_import_time: -X importtime: values other than 1 and 2 are reserved for future use.".to_owned(),
        ),
        None => match environment.text("PYTHONPROFILEIMPORTTIME").as_deref() {
            None => Ok(0),
            Some("2") => Ok(2),
            Some(_) => Ok(1),
        },
    }
}

/// Memory is not traced: whoever asks for it is told.
fn refuse_tracemalloc(line: &CommandLine, environment: &Environment) -> Result<(), String> {
    let (source, given) = match switch(line, "tracemalloc") {
        Some(value) => ("-X tracemalloc", Some(value.unwrap_or("1").to_owned())),
        None => ("PYTHONTRACEMALLOC", environment.text("PYTHONTRACEMALLOC")),
    };
    match given.as_deref() {
        None | Some("0" | "") => Ok(()),
        Some(_) => Err(format!(
            "config_init_tracemalloc: {source}: tracing memory allocations is not supported"
        )),
    }
}

fn cpu_count(line: &CommandLine, environment: &Environment) -> Result<Option<i32>, String> {
    let (given, complaint) = match switch(line, "cpu_count") {
        Some(value) => (
            value.map(str::to_owned),
            "config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
        ),
        None => match environment.text("PYTHON_CPU_COUNT") {
            Some(value) => (
                Some(value),
                "config_init_cpu_count: PYTHON_CPU_COUNT=n: n is missing or an invalid number, n must be greater than 0",
            ),
            None => return Ok(None),
        },
    };
    match given.as_deref() {
        Some("default") => Ok(None),
        given => match given.and_then(|text| text.parse().ok()).filter(|count| *count > 0) {
            Some(count) => Ok(Some(count)),
            None => Err(complaint.to_owned()),
        },
    }
}

fn flags(line: &CommandLine, environment: &Environment, hash_seed: Option<u32>) -> Result<Flags, String> {
    let isolated = line.count(b'I') > 0;
    let dev_mode = match switch(line, "dev") {
        Some(_) => true,
        None => environment.is_set("PYTHONDEVMODE"),
    };
    Ok(Flags {
        debug: line.count(b'd').max(environment.level("PYTHONDEBUG")).min(1),
        inspect: (line.count(b'i') + u32::from(environment.is_set("PYTHONINSPECT"))).min(1),
        interactive: line.count(b'i').min(1),
        optimize: line.count(b'O').max(environment.level("PYTHONOPTIMIZE")),
        dont_write_bytecode: line.count(b'B') > 0 || environment.is_set("PYTHONDONTWRITEBYTECODE"),
        no_user_site: isolated || line.count(b's') > 0 || environment.is_set("PYTHONNOUSERSITE"),
        no_site: line.count(b'S') > 0,
        ignore_environment: environment.ignored,
        verbose: line.count(b'v').max(environment.level("PYTHONVERBOSE")),
        bytes_warning: line.count(b'b'),
        quiet: line.count(b'q'),
        hash_randomization: hash_seed != Some(0),
        isolated,
        dev_mode,
        utf8_mode: utf8_mode(line, environment)?,
        warn_default_encoding: switch(line, "warn_default_encoding").is_some()
            || environment.is_set("PYTHONWARNDEFAULTENCODING"),
        safe_path: isolated || line.count(b'P') > 0 || environment.is_set("PYTHONSAFEPATH"),
        unbuffered: line.count(b'u') > 0 || environment.is_set("PYTHONUNBUFFERED"),
        skip_first_line: line.count(b'x') > 0,
        plain_locale: has_plain_locale(),
    })
}

/// The locale of characters by its variables.
fn locale() -> String {
    ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default()
}

/// Whether the locale is one in which bytes that are no UTF-8 pass through stdin and stdout.
fn has_plain_locale() -> bool {
    matches!(locale().as_str(), "" | "C" | "POSIX" | "C.UTF-8" | "C.utf8")
}

fn utf8_mode(line: &CommandLine, environment: &Environment) -> Result<bool, String> {
    match switch(line, "utf8") {
        Some(None | Some("1")) => return Ok(true),
        Some(Some("0")) => return Ok(false),
        Some(_) => return Err("preconfig_init_utf8_mode: invalid -X utf8 option value".to_owned()),
        None => {}
    }
    match environment.text("PYTHONUTF8").as_deref() {
        Some("1") => Ok(true),
        Some("0") => Ok(false),
        Some(_) => Err("preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value".to_owned()),
        None => Ok(matches!(locale().as_str(), "" | "C" | "POSIX")),
    }
}

/// All filters, those that win last.
fn warning_filters(line: &CommandLine, environment: &Environment, flags: &Flags) -> Vec<String> {
    let mut filters = Vec::new();
    if flags.dev_mode {
        filters.push("default".to_owned());
    }
    if let Some(value) = environment.text("PYTHONWARNINGS") {
        let given = value.split(',').filter(|filter| !filter.is_empty());
        filters.extend(given.map(str::to_owned));
    }
    filters.extend(line.warnings.iter().cloned());
    match flags.bytes_warning {
        0 => {}
        1 => filters.push("default::BytesWarning".to_owned()),
        _ => filters.push("error::BytesWarning".to_owned()),
    }
    // The last of the same ones counts.
    let mut distinct: Vec<String> = Vec::new();
    for filter in filters {
        if !distinct.contains(&filter) {
            distinct.push(filter);
        }
    }
    distinct
}

fn stream_encoding(text: &str) -> StreamEncoding {
    let (encoding, errors) = match text.split_once(':') {
        Some((encoding, errors)) => (encoding, Some(errors)),
        None => (text, None),
    };
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    StreamEncoding {
        encoding: given(encoding),
        errors: errors.and_then(given),
    }
}

/// What to run, and `sys.argv`.
fn program(line: &CommandLine) -> (Program, Vec<OsString>) {
    let with_rest = |first: &str| {
        let mut argv = vec![OsString::from(first)];
        argv.extend_from_slice(&line.rest);
        argv
    };
    match &line.action {
        Action::Command(text) => (Program::Command(text.clone()), with_rest("-c")),
        Action::Module(name) => (Program::Module(name.clone()), with_rest("-m")),
        _ => match line.rest.first() {
            None => (Program::StandardInput, vec![OsString::new()]),
            Some(dash) if dash == "-" => (Program::StandardInput, line.rest.clone()),
            Some(file) => (Program::File(file.clone()), line.rest.clone()),
        },
    }
}
