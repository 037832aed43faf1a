//! Running a program: a file, a command or a module, as `__main__`.

use crate::{boot, exit, import, sys};
use pyrs_object::core::{core, none};
use pyrs_object::errors::PyResult;
use pyrs_object::header::Ref;
use pyrs_object::module::ModuleObject;
use pyrs_object::protocol;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use pyrs_options::Options;

/// What to run.
#[derive(Clone, Debug)]
pub enum Program {
    /// A source file.
    File(String),
    /// Source text (`-c`).
    Command(String),
    /// A module (`-m`).
    Module(String),
    /// Source text from standard input.
    StandardInput,
}

/// A run of the executable.
#[derive(Clone, Debug)]
pub struct RunConfig {
    /// What to run.
    pub program: Program,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// Where modules are looked for: `sys.path`.
    pub path: Vec<String>,
    /// `-X` switches as given.
    pub switches: Vec<String>,
    /// The switches that the runtime itself knows.
    pub options: Options,
    /// Whether imports leave no cache files: `sys.dont_write_bytecode`.
    pub no_bytecode: bool,
}

/// Runs a program to its end. The exit status.
pub fn run(config: &RunConfig) -> i32 {
    let mut runtime = match boot::start(config) {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("pyrs: start-up failed: {error}");
            return 1;
        }
    };
    let thread = &mut *runtime.thread;
    let status = match run_main(thread, config) {
        Ok(()) => 0,
        Err(_) => exit::status_of_pending(thread),
    };
    let status = exit::finish(thread, status);
    exit::print_statistics(&runtime.heap, &config.options);
    // The process ends here: freeing the heap object by object would be wasted time.
    std::mem::forget(runtime);
    status
}

fn run_main(thread: &mut Thread, config: &RunConfig) -> PyResult<()> {
    sys::open_streams(thread)?;
    let main = ModuleObject::new(thread, "__main__", None)?;
    core().modules.get().set_str(thread, "__main__", main.value())?;
    let builtins = import::module_named(thread, "builtins")?.unwrap_or_else(none);
    main.dict
        .get()
        .set(thread, core().names.builtins.get().value(), builtins)?;
    let (text, filename) = match &config.program {
        Program::File(path) => {
            let bytes = match std::fs::read(path) {
                Ok(bytes) => bytes,
                Err(error) => return Err(cannot_open(thread, path, &error)),
            };
            let file = StrObject::from_str(thread, path)?;
            main.dict
                .get()
                .set(thread, core().names.file.get().value(), file.value())?;
            main.dict.get().set(thread, core().names.cached.get().value(), none())?;
            (pyrs_object::bytes::BytesObject::new(thread, &bytes)?.value(), file)
        }
        Program::Command(text) => {
            crate::source::keep_command(text);
            (
                StrObject::from_str(thread, text)?.value(),
                StrObject::from_str(thread, crate::source::COMMAND_NAME)?,
            )
        }
        Program::StandardInput => {
            let mut bytes = Vec::new();
            if let Err(error) = std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes) {
                return Err(cannot_open(thread, "<stdin>", &error));
            }
            (
                pyrs_object::bytes::BytesObject::new(thread, &bytes)?.value(),
                StrObject::from_str(thread, "<stdin>")?,
            )
        }
        Program::Module(name) => return run_module(thread, name),
    };
    run_text(thread, main, text, filename)
}

#[cold]
fn cannot_open(thread: &mut Thread, path: &str, error: &std::io::Error) -> pyrs_object::errors::Raised {
    let executable = std::env::args().next().unwrap_or_else(|| "pyrs".to_owned());
    let number = error.raw_os_error().unwrap_or(0);
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    eprintln!("{executable}: can't open file '{path}': [Errno {number}] {text}");
    thread.raise_with(core().types.system_exit.get(), &[Value::small_int(2)])
}

fn run_text(thread: &mut Thread, main: Ref<ModuleObject>, text: Value, filename: Ref<StrObject>) -> PyResult<()> {
    let Some(compile) = core().hooks.compile.get() else {
        return Err(thread.system_error(format_args!("no compiler is installed")));
    };
    let code = compile(thread, text, filename.value(), "exec", 0, 0)?;
    pyrs_interp::call::run_code(thread, code, main.dict.get(), None, None).map(|_| ())
}

/// `runpy._run_module_as_main(name)`.
fn run_module(thread: &mut Thread, name: &str) -> PyResult<()> {
    let Some(importer) = core().builtins.get().get_interned(core().names.import.get()) else {
        return Err(thread.import_error(format_args!("__import__ not found")));
    };
    let runpy = StrObject::intern(thread, "runpy")?;
    let runpy = protocol::call(thread, importer, &[runpy.value()])?;
    let function = StrObject::intern(thread, "_run_module_as_main")?;
    let name = StrObject::from_str(thread, name)?;
    protocol::call_method(thread, runpy, function, &[name.value()]).map(|_| ())
}
