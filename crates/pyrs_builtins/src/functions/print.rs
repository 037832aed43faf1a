//! `print` and `input`.

use pyrs_macros::pymodule;
use pyrs_object::dict::DictObject;
use pyrs_object::module::ModuleObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use pyrs_object::{Args, PyResult, Ref, Thread, Value};

    /// Prints the values to a stream, or to sys.stdout by default.
    ///
    /// sep
    ///   string inserted between values, default a space.
    /// end
    ///   string appended after the last value, default a newline.
    /// file
    ///   a file-like object (stream); defaults to the current sys.stdout.
    /// flush
    ///   whether to forcibly flush the stream.
    #[function(signature = "($module, /, *args, sep=' ', end='\\n', file=None, flush=False)")]
    fn print(thread: &mut Thread, args: Args) -> PyResult<()> {
        super::print(thread, args)
    }

    /// Read a string from standard input.  The trailing newline is stripped.
    ///
    /// The prompt string, if given, is printed to standard output without a
    /// trailing newline before reading input.
    ///
    /// If the user hits EOF (*nix: Ctrl-D, Windows: Ctrl-Z+Return), raise EOFError.
    #[function(signature = "($module, prompt='', /)")]
    fn input(thread: &mut Thread, prompt: Option<Value>) -> PyResult<Ref<pyrs_object::str::StrObject>> {
        super::input(thread, prompt)
    }
}

/// The `sys` module's namespace.
fn system(thread: &mut Thread) -> PyResult<Option<Ref<DictObject>>> {
    let name = StrObject::intern(thread, "sys")?;
    let module = core().modules.get().get_interned(name);
    Ok(module
        .and_then(|module| module.downcast::<ModuleObject>())
        .map(|module| module.dict.get()))
}

/// An attribute of `sys`, if both are there.
pub fn system_attribute(thread: &mut Thread, name: &str) -> PyResult<Option<Value>> {
    let name = StrObject::intern(thread, name)?;
    Ok(system(thread)?.and_then(|system| system.get_interned(name)))
}

/// A stream of `sys`; RuntimeError with `lost` put before its name if it is gone.
fn required_stream(thread: &mut Thread, name: Ref<StrObject>, lost: &str) -> PyResult<Value> {
    match system(thread)?.and_then(|system| system.get_interned(name)) {
        Some(stream) => Ok(stream),
        None => {
            let name = name.to_string_lossy();
            Err(thread.runtime_error(format_args!("{lost}lost sys.{name}")))
        }
    }
}

/// The keyword arguments of `print`.
struct Options {
    separator: Option<Value>,
    end: Option<Value>,
    file: Option<Value>,
    flush: bool,
}

fn options(thread: &mut Thread, args: Args) -> PyResult<Options> {
    let (mut separator, mut end, mut file, mut flush) = (None, None, None, false);
    for (name, value) in args.keywords() {
        let given = Some(value).filter(|value| *value != none());
        if name.equals_str("sep") {
            separator = given;
        } else if name.equals_str("end") {
            end = given;
        } else if name.equals_str("file") {
            file = given;
        } else if name.equals_str("flush") {
            flush = protocol::truth(thread, value)?;
        } else {
            let name = name.to_string_lossy();
            return Err(thread.type_error(format_args!("print() got an unexpected keyword argument '{name}'")));
        }
    }
    for (name, value) in [("sep", separator), ("end", end)] {
        if let Some(value) = value.filter(|value| value.downcast::<StrObject>().is_none()) {
            let class = class_of(value).name_for_message();
            return Err(thread.type_error(format_args!("{name} must be None or a string, not {class}")));
        }
    }
    Ok(Options {
        separator,
        end,
        file,
        flush,
    })
}

fn print(thread: &mut Thread, args: Args) -> PyResult<()> {
    let options = match args.names() {
        None => Options {
            separator: None,
            end: None,
            file: None,
            flush: false,
        },
        Some(_) => options(thread, args)?,
    };
    let file = match options.file {
        Some(file) => file,
        None => {
            let stdout = required_stream(thread, core().names.stdout.get(), "")?;
            if stdout == none() {
                return Ok(());
            }
            stdout
        }
    };
    let separator = text_or(thread, options.separator, b" ")?;
    for (index, item) in args.positional().iter().enumerate() {
        if index > 0 {
            write(thread, file, separator)?;
        }
        let text = protocol::str(thread, *item)?;
        write(thread, file, text)?;
    }
    let end = text_or(thread, options.end, b"\n")?;
    write(thread, file, end)?;
    if options.flush {
        protocol::call_method(thread, file, core().names.flush.get(), &[])?;
    }
    Ok(())
}

fn text_or(thread: &mut Thread, given: Option<Value>, default: &[u8]) -> PyResult<Ref<StrObject>> {
    match given.and_then(|given| given.downcast::<StrObject>()) {
        Some(text) => Ok(text),
        None => StrObject::from_latin1(thread, default),
    }
}

/// `file.write(text)`: the attribute is looked up each time, since writing may replace it.
fn write(thread: &mut Thread, file: Value, text: Ref<StrObject>) -> PyResult<()> {
    protocol::call_method(thread, file, core().names.write.get(), &[text.value()])?;
    Ok(())
}

fn input(thread: &mut Thread, prompt: Option<Value>) -> PyResult<Ref<StrObject>> {
    let names = &core().names;
    let stdin = required_stream(thread, names.stdin.get(), "input(): ")?;
    let stdout = required_stream(thread, names.stdout.get(), "input(): ")?;
    let stderr = required_stream(thread, names.stderr.get(), "input(): ")?;
    for (stream, name) in [(stdin, "stdin"), (stdout, "stdout")] {
        if stream == none() {
            return Err(thread.runtime_error(format_args!("input(): lost sys.{name}")));
        }
    }
    if protocol::call_method(thread, stderr, names.flush.get(), &[]).is_err() {
        thread.take_raised();
    }
    if let Some(prompt) = prompt {
        let prompt = protocol::str(thread, prompt)?;
        write(thread, stdout, prompt)?;
    }
    if protocol::call_method(thread, stdout, names.flush.get(), &[]).is_err() {
        thread.take_raised();
    }
    let readline = StrObject::intern(thread, "readline")?;
    let line = protocol::call_method(thread, stdin, readline, &[])?;
    let Some(line) = line.downcast::<StrObject>() else {
        return Err(thread.type_error(format_args!("object.readline() returned non-string")));
    };
    let chars = line.chars_unbound();
    match chars.len().checked_sub(1) {
        None => Err(thread.eof_error(format_args!("EOF when reading a line"))),
        Some(last) if chars.get(last) == u32::from(b'\n') => StrObject::from_chars(thread, chars.slice(0..last)),
        Some(_) => Ok(line),
    }
}
