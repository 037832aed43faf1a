//! Running a program: a file, a command, a module or what stdin says, as `__main__`.

use crate::config::{Program, RunConfig};
use crate::exit::Ending;
use crate::{boot, exit, import, site, sys};
use pyrs_object::core::{core, none};
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::header::Ref;
use pyrs_object::module::ModuleObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Bytes at the end of a file among which the directory of an archive begins.
const ARCHIVE_TAIL: usize = 65_557;

/// Runs a program to its end. The exit status.
pub fn run(config: &RunConfig) -> i32 {
    crate::layout::set_home(config.home.as_deref());
    if config.faults {
        crate::faulthandler::enable_at_start();
    }
    let mut runtime = match boot::start(config) {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("pyrs: start-up failed: {error}");
            return 1;
        }
    };
    let thread = &mut *runtime.thread;
    let mut ending = match prepare(thread, config) {
        Ok(main) => run_program(thread, config, main),
        Err(_) => exit::ending_of_pending(thread),
    };
    ending.status = exit::finish(thread, ending.status);
    exit::print_statistics(&runtime.heap, &config.options);
    // The process ends here: freeing the heap object by object would be wasted time.
    std::mem::forget(runtime);
    if ending.by_interrupt {
        exit::die_of_interrupt();
    }
    ending.status
}

/// Streams, `__main__`, site-packages, warning filters.
fn prepare(thread: &mut Thread, config: &RunConfig) -> PyResult<Ref<ModuleObject>> {
    sys::open_streams(thread, config)?;
    let main = ModuleObject::new(thread, "__main__", None)?;
    core().modules.get().set_str(thread, "__main__", main.value())?;
    let builtins = import::module_named(thread, "builtins")?.unwrap_or_else(none);
    main.dict
        .get()
        .set(thread, core().names.builtins.get().value(), builtins)?;
    site::install(thread, config)?;
    if !config.warnings.is_empty() {
        // The filters of the command line are read, and complained about, before anything runs.
        import_module(thread, "warnings")?;
    }
    Ok(main)
}

fn run_program(thread: &mut Thread, config: &RunConfig, main: Ref<ModuleObject>) -> Ending {
    let wants_prompt =
        config.flags.interactive > 0 || matches!(config.program, Program::StandardInput) && is_terminal(0);
    let result = match &config.program {
        Program::StandardInput if wants_prompt => return prompt(thread, config, main, true),
        _ => run_main(thread, config, main),
    };
    let is_inspected =
        (config.flags.interactive > 0 || is_terminal(0)) && (config.flags.inspect > 0 || asks_for_inspection(config));
    let ending = match result {
        Ok(()) => Ending::default(),
        Err(_) if is_inspected => exit::ending_of_inspected(thread),
        Err(_) => exit::ending_of_pending(thread),
    };
    if is_inspected {
        return prompt(thread, config, main, false);
    }
    ending
}

/// Whether the program has set `PYTHONINSPECT` itself, by `os.environ`.
fn asks_for_inspection(config: &RunConfig) -> bool {
    // Setting it changes the process's environment, which the executable has read before.
    std::env::var_os("PYTHONINSPECT").is_some_and(|value| !value.is_empty()) && !config.flags.ignore_environment
}

fn is_terminal(fd: i32) -> bool {
    // SAFETY: a plain library call.
    unsafe { libc::isatty(fd) == 1 }
}

fn import_module(thread: &mut Thread, name: &str) -> PyResult<Value> {
    let Some(importer) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let name = StrObject::intern(thread, name)?;
    protocol::call(thread, importer, &[name.value()])
}

/// Runs the interactive prompt.
fn prompt(thread: &mut Thread, config: &RunConfig, main: Ref<ModuleObject>, is_first: bool) -> Ending {
    match run_prompt(thread, config, main, is_first) {
        Ok(()) => Ending::default(),
        Err(_) => exit::ending_of_pending(thread),
    }
}

fn run_prompt(thread: &mut Thread, config: &RunConfig, main: Ref<ModuleObject>, is_first: bool) -> PyResult<()> {
    if is_first {
        sys::insert_program_folder(thread, config, "")?;
    }
    let module = import_module(thread, "_pyrs_prompt")?;
    let run = StrObject::intern(thread, "run")?;
    let startup = match config.startup.as_deref().filter(|_| is_first && is_terminal(0)) {
        Some(file) => sys::path_text(thread, file)?,
        None => none(),
    };
    let banner = pyrs_object::core::bool_value(is_first && config.flags.quiet == 0);
    let namespace = main.dict.get().value();
    protocol::call_method(thread, module, run, &[namespace, banner, startup]).map(|_| ())
}

fn run_main(thread: &mut Thread, config: &RunConfig, main: Ref<ModuleObject>) -> PyResult<()> {
    match &config.program {
        Program::File(path) => run_file(thread, config, main, path),
        Program::Command(text) => {
            sys::insert_program_folder(thread, config, "")?;
            let text = sys::path_text(thread, text)?;
            if let Some(text) = text.downcast::<StrObject>() {
                crate::source::keep_command(&text.to_string_lossy());
            }
            let filename = StrObject::from_str(thread, crate::source::COMMAND_NAME)?;
            run_text(thread, main, text, filename)
        }
        Program::StandardInput => {
            sys::insert_program_folder(thread, config, "")?;
            let mut bytes = Vec::new();
            if let Err(error) = std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes) {
                return Err(cannot_open(thread, Path::new("<stdin>"), &error));
            }
            let filename = StrObject::from_str(thread, "<stdin>")?;
            let text = pyrs_object::bytes::BytesObject::new(thread, &bytes)?;
            run_text(thread, main, text.value(), filename)
        }
        Program::Module(name) => {
            let here = std::env::current_dir().unwrap_or_default();
            sys::insert_program_folder(thread, config, here.as_os_str())?;
            let name = sys::path_text(thread, name)?;
            run_module(thread, name, true)
        }
    }
}

fn run_file(thread: &mut Thread, config: &RunConfig, main: Ref<ModuleObject>, given: &OsStr) -> PyResult<()> {
    let path = absolute(given);
    if path.is_dir() {
        return run_container(thread, &path);
    }
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => return Err(cannot_open(thread, &path, &error)),
    };
    if is_archive(&bytes) {
        return run_container(thread, &path);
    }
    let folder = std::fs::canonicalize(&path).ok();
    let folder = folder.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    sys::insert_program_folder(thread, config, folder.as_os_str())?;
    let file = sys::path_text(thread, path.as_os_str())?;
    let dict = main.dict.get();
    dict.set(thread, core().names.file.get().value(), file)?;
    dict.set(thread, core().names.cached.get().value(), none())?;
    let is_compiled = path.extension() == Some(OsStr::new("pyc"));
    let loader = if is_compiled {
        "SourcelessFileLoader"
    } else {
        "SourceFileLoader"
    };
    let loader = make_loader(thread, loader, file)?;
    dict.set(thread, core().names.loader.get().value(), loader)?;
    if is_compiled {
        let get_code = StrObject::intern(thread, "get_code")?;
        let name = StrObject::intern(thread, "__main__")?;
        let code = protocol::call_method(thread, loader, get_code, &[name.value()])?;
        return match code.downcast() {
            Some(code) => pyrs_interp::call::run_code(thread, code, dict, None, None).map(|_| ()),
            None => Err(thread.system_error(format_args!("get_code() returned no code"))),
        };
    }
    let bytes = match config.flags.skip_first_line {
        true => without_first_line(bytes),
        false => bytes,
    };
    let text = pyrs_object::bytes::BytesObject::new(thread, &bytes)?.value();
    match file.downcast::<StrObject>() {
        Some(file) => run_text(thread, main, text, file),
        None => Err(thread.system_error(format_args!("a path that is no str"))),
    }
}

/// A path behind the working folder, otherwise as it was given: `./a.py` keeps its dot.
fn absolute(given: &OsStr) -> PathBuf {
    if Path::new(given).is_absolute() {
        return PathBuf::from(given);
    }
    let mut path = std::env::current_dir().unwrap_or_default().into_os_string();
    path.push("/");
    path.push(given);
    PathBuf::from(path)
}

/// The text after the first line, which becomes empty, so that line numbers stay.
fn without_first_line(bytes: Vec<u8>) -> Vec<u8> {
    match bytes.iter().position(|byte| *byte == b'\n') {
        Some(end) => bytes[end..].to_vec(),
        None => Vec::new(),
    }
}

/// Whether a file ends with the directory of a zip archive.
fn is_archive(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(ARCHIVE_TAIL)..];
    tail.len() >= 22 && tail.windows(4).any(|window| window == b"PK\x05\x06")
}

/// Runs `__main__` of a folder or archive.
fn run_container(thread: &mut Thread, path: &Path) -> PyResult<()> {
    sys::insert_container(thread, path.as_os_str())?;
    let name = StrObject::intern(thread, "__main__")?;
    run_module(thread, name.value(), false)
}

fn make_loader(thread: &mut Thread, class: &str, file: Value) -> PyResult<Value> {
    let Some(external) = import::module_named(thread, import::BOOTSTRAP[1].0)? else {
        return Ok(none());
    };
    let class = StrObject::intern(thread, class)?;
    let name = StrObject::intern(thread, "__main__")?;
    protocol::call_method(thread, external, class, &[name.value(), file])
}

#[cold]
fn cannot_open(thread: &mut Thread, path: &Path, error: &std::io::Error) -> Raised {
    let executable = std::env::args_os().next().unwrap_or_else(|| "pyrs".into());
    let executable = executable.to_string_lossy();
    let number = error.raw_os_error().unwrap_or(0);
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let path = String::from_utf8_lossy(path.as_os_str().as_bytes()).into_owned();
    eprintln!("{executable}: can't open file '{path}': [Errno {number}] {text}");
    thread.raise_with(core().types.system_exit.get(), &[Value::small_int(2)])
}

fn run_text(thread: &mut Thread, main: Ref<ModuleObject>, text: Value, filename: Ref<StrObject>) -> PyResult<()> {
    let Some(compile) = core().hooks.compile.get() else {
        return Err(thread.system_error(format_args!("no compiler is installed")));
    };
    let code = compile(thread, text, filename.value(), "exec", 0, -1)?;
    pyrs_interp::call::run_code(thread, code, main.dict.get(), None, None).map(|_| ())
}

/// `runpy._run_module_as_main(name, alter_argv)`.
fn run_module(thread: &mut Thread, name: Value, alter_argv: bool) -> PyResult<()> {
    let runpy = import_module(thread, "runpy")?;
    let function = StrObject::intern(thread, "_run_module_as_main")?;
    let alter_argv = pyrs_object::core::bool_value(alter_argv);
    protocol::call_method(thread, runpy, function, &[name, alter_argv]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn archives_are_told_by_their_end() {
        let mut archive = b"#!/usr/bin/env python\n".to_vec();
        archive.extend_from_slice(b"PK\x05\x06");
        archive.extend_from_slice(&[0; 18]);
        assert!(is_archive(&archive));
        archive.extend_from_slice(b"a comment");
        assert!(is_archive(&archive));
        assert!(!is_archive(b"print('PK')"));
        assert!(!is_archive(b""));
    }

    #[test]
    fn lines_keep_their_numbers() {
        assert_eq!(without_first_line(b"x\ny".to_vec()), b"\ny");
        assert_eq!(without_first_line(b"x".to_vec()), b"");
    }
}
