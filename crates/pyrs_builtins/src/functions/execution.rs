//! Running and compiling source: `exec`, `eval`, `compile`; and `open`, which is that of `io`.
//!
//! Parsing and running are hooks of the compiler and the interpreter; here are the rules of namespaces and arguments.

use super::namespaces::{builtins_of, caller, globals_of, locals_of};
use pyrs_macros::pymodule;
use pyrs_object::bytes::{BytesObject, as_bytes};
use pyrs_object::code::CodeObject;
use pyrs_object::dict::DictObject;
use pyrs_object::function::{CellObject, FunctionObject};
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::class_of;
use pyrs_object::{PyResult, Ref, Thread, Value, core, none, protocol};

/// The functions.
#[pymodule(name = "builtins")]
pub mod functions {
    use super::{Request, Verb};
    use pyrs_object::str::StrObject;
    use pyrs_object::{Args, PyResult, Ref, Thread, Value, core, none, protocol};

    /// Execute the given source in the context of globals and locals.
    ///
    /// The source may be a string representing one or more Python statements
    /// or a code object as returned by compile().
    /// The globals must be a dictionary and locals can be any mapping,
    /// defaulting to the current globals and locals.
    /// If only globals is given, locals defaults to it.
    /// The closure must be a tuple of cellvars, and can only be used
    /// when source is a code object requiring exactly that many cellvars.
    #[function(
        keywords = "globals, locals, closure",
        kwonly = "closure",
        signature = "($module, source, /, globals=None, locals=None, *, closure=None)"
    )]
    fn exec(
        thread: &mut Thread,
        source: Value,
        globals: Option<Value>,
        locals: Option<Value>,
        closure: Option<Value>,
    ) -> PyResult<()> {
        let request = Request {
            verb: Verb::Exec,
            source,
            globals: globals.filter(|given| *given != none()),
            locals: locals.filter(|given| *given != none()),
            closure: closure.filter(|given| *given != none()),
        };
        request.run(thread)?;
        Ok(())
    }

    /// Evaluate the given source in the context of globals and locals.
    ///
    /// The source may be a string representing a Python expression
    /// or a code object as returned by compile().
    /// The globals must be a dictionary and locals can be any mapping,
    /// defaulting to the current globals and locals.
    /// If only globals is given, locals defaults to it.
    #[function(
        keywords = "globals, locals",
        signature = "($module, source, /, globals=None, locals=None)"
    )]
    fn eval(thread: &mut Thread, source: Value, globals: Option<Value>, locals: Option<Value>) -> PyResult<Value> {
        let request = Request {
            verb: Verb::Eval,
            source,
            globals: globals.filter(|given| *given != none()),
            locals: locals.filter(|given| *given != none()),
            closure: None,
        };
        request.run(thread)
    }

    /// Compile source into a code object that can be executed by exec() or eval().
    ///
    /// The source code may represent a Python module, statement or expression.
    /// The filename will be used for run-time error messages.
    /// The mode must be 'exec' to compile a module, 'single' to compile a
    /// single (interactive) statement, or 'eval' to compile an expression.
    /// The flags argument, if present, controls which future statements influence
    /// the compilation of the code.
    /// The dont_inherit argument, if true, stops the compilation inheriting
    /// the effects of any future statements in effect in the code calling
    /// compile; if absent or false these statements do influence the compilation,
    /// in addition to any features explicitly specified.
    #[function(
        keywords = "source, filename, mode, flags, dont_inherit, optimize, _feature_version",
        kwonly = "_feature_version",
        signature = "($module, /, source, filename, mode, flags=0,\n        dont_inherit=False, optimize=-1, *, _feature_version=-1)"
    )]
    #[allow(clippy::too_many_arguments)]
    fn compile(
        thread: &mut Thread,
        source: Value,
        filename: Value,
        mode: Ref<StrObject>,
        flags: Option<i32>,
        dont_inherit: Option<bool>,
        optimize: Option<i32>,
        _feature_version: Option<i32>,
    ) -> PyResult<Value> {
        let flags = super::checked_flags(thread, flags.unwrap_or(0), dont_inherit.unwrap_or(false))?;
        let optimize = optimize.unwrap_or(-1);
        if !(-1..=2).contains(&optimize) {
            return Err(thread.value_error(format_args!("compile(): invalid optimize value")));
        }
        let filename = super::file_name(thread, filename)?;
        let mode = mode.to_string_lossy();
        if mode == "func_type" && flags & super::ONLY_TREE == 0 {
            return Err(thread.value_error(format_args!("compile() mode 'func_type' requires flag PyCF_ONLY_AST")));
        }
        if !["exec", "eval", "single"].contains(&mode.as_str()) {
            return Err(thread.value_error(format_args!("compile() mode must be 'exec', 'eval' or 'single'")));
        }
        if flags & super::ONLY_TREE != 0 {
            return match core().hooks.syntax_tree.get() {
                Some(syntax_tree) => syntax_tree(thread, source, filename.value(), &mode, flags),
                None => Err(thread.system_error(format_args!("there is no compiler"))),
            };
        }
        super::compile_source(thread, source, filename.value(), &mode, flags, optimize).map(|code| code.value())
    }

    /// Open file and return a stream.  Raise OSError upon failure.
    ///
    /// See help('io.open').
    #[function(
        signature = "($module, /, file, mode='r', buffering=-1, encoding=None,\n     errors=None, newline=None, closefd=True, opener=None)"
    )]
    fn open(thread: &mut Thread, args: Args) -> PyResult<Value> {
        let import = core().builtins.get().get_interned(core().names.import.get());
        let Some(import) = import else {
            return Err(thread.import_error(format_args!("__import__ not found")));
        };
        let name = StrObject::intern(thread, "io")?;
        let io = protocol::call(thread, import, &[name.value()])?;
        let name = StrObject::intern(thread, "open")?;
        let open = protocol::getattr(thread, io, name)?;
        protocol::call_args(thread, open, args)
    }
}

/// Flags of future features, as code objects and `compile` share them.
const FUTURE_FLAGS: u32 = 0x1fe_0000;
/// A feature of the past whose flag is allowed still.
const OBSOLETE_FLAGS: u32 = 0x10;
/// `PyCF_DONT_IMPLY_DEDENT`, `PyCF_TYPE_COMMENTS`, `PyCF_ALLOW_INCOMPLETE_INPUT`.
const PARSER_FLAGS: u32 = 0x5200;
/// `PyCF_ONLY_AST`, also with optimization.
const ONLY_TREE: u32 = 0x8400;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
const TOP_LEVEL_AWAIT: u32 = 0x2000;

fn checked_flags(thread: &mut Thread, flags: i32, dont_inherit: bool) -> PyResult<u32> {
    let flags = flags as u32;
    if flags & !(FUTURE_FLAGS | OBSOLETE_FLAGS | PARSER_FLAGS | ONLY_TREE | TOP_LEVEL_AWAIT) != 0 {
        return Err(thread.value_error(format_args!("compile(): unrecognised flags")));
    }
    if flags & TOP_LEVEL_AWAIT != 0 {
        return Err(thread.not_implemented_error(format_args!(
            "compile() with PyCF_ALLOW_TOP_LEVEL_AWAIT is not supported"
        )));
    }
    Ok(if dont_inherit {
        flags
    } else {
        flags | inherited_flags(thread)
    })
}

/// Future features in effect in the calling code.
fn inherited_flags(thread: &mut Thread) -> u32 {
    caller(thread).map_or(0, |frame| frame.code.flags.get() & FUTURE_FLAGS)
}

fn is_source(source: Value) -> bool {
    source.downcast::<StrObject>().is_some() || as_bytes(&source).is_some()
}

fn compile_source(
    thread: &mut Thread,
    source: Value,
    filename: Value,
    mode: &str,
    flags: u32,
    optimize: i32,
) -> PyResult<Ref<CodeObject>> {
    match core().hooks.compile.get() {
        Some(compile) => compile(thread, source, filename, mode, flags, optimize),
        None => Err(thread.system_error(format_args!("there is no compiler"))),
    }
}

/// A file name: a string, or bytes in the file system's encoding, or what `__fspath__` gives.
fn file_name(thread: &mut Thread, path: Value) -> PyResult<Ref<StrObject>> {
    let given = class_of(path);
    let plain = |value: Value| value.downcast::<StrObject>().is_some() || value.downcast::<BytesObject>().is_some();
    let path = if plain(path) {
        path
    } else {
        let Some(result) = protocol::call_special(thread, path, core().names.fspath.get(), &[])? else {
            let class = given.name_for_message();
            return Err(thread.type_error(format_args!("expected str, bytes or os.PathLike object, not {class}")));
        };
        if !plain(result) {
            let (given, class) = (given.name_for_message(), class_of(result).name_for_message());
            return Err(thread.type_error(format_args!(
                "expected {given}.__fspath__() to return str or bytes, not {class}"
            )));
        }
        result
    };
    if let Some(text) = path.downcast::<StrObject>() {
        return Ok(text);
    }
    // Bytes that are not UTF-8 become the surrogates that encode them back (`surrogateescape`).
    let mut chars = Vec::new();
    for chunk in as_bytes(&path).unwrap_or(&[]).utf8_chunks() {
        chars.extend(chunk.valid().chars().map(u32::from));
        chars.extend(chunk.invalid().iter().map(|byte| 0xdc00 + u32::from(*byte)));
    }
    StrObject::from_code_points(thread, chars.iter().copied())
}

/// Which of the two functions was called.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Exec,
    Eval,
}

impl Verb {
    fn name(self) -> &'static str {
        match self {
            Verb::Exec => "exec",
            Verb::Eval => "eval",
        }
    }
}

/// A call of `exec` or `eval`; None counts as not given.
struct Request {
    verb: Verb,
    source: Value,
    globals: Option<Value>,
    locals: Option<Value>,
    closure: Option<Value>,
}

impl Request {
    fn run(self, thread: &mut Thread) -> PyResult<Value> {
        let (globals, locals) = self.namespaces(thread)?;
        let builtins_name = core().names.builtins.get();
        if globals.get(thread, builtins_name.value())?.is_none() {
            let frame = caller(thread);
            let builtins = builtins_of(frame);
            globals.set(thread, builtins_name.value(), builtins.value())?;
        }
        let code = match self.source.downcast::<CodeObject>() {
            Some(code) => {
                self.check_closure(thread, code)?;
                code
            }
            None => self.compile(thread)?,
        };
        if code.is_optimized() {
            // The body of a function: its variables are its own, and it runs like any call without arguments.
            let function = FunctionObject::new(thread, code, globals)?;
            let closure = self.closure.and_then(|closure| closure.downcast::<TupleObject>());
            function.closure.set(function, closure);
            return protocol::call(thread, function.value(), &[]);
        }
        match core().hooks.run_code.get() {
            Some(run_code) => run_code(thread, code, globals, Some(locals), self.closure),
            None => Err(thread.system_error(format_args!("there is no interpreter"))),
        }
    }

    fn namespaces(&self, thread: &mut Thread) -> PyResult<(Ref<DictObject>, Value)> {
        let is_mapping = |value: Value| class_of(value).slot(|s| s.getitem).is_some();
        if self.verb == Verb::Eval {
            self.check_locals(thread, is_mapping)?;
        }
        let globals = match self.globals {
            Some(given) => match given.downcast::<DictObject>() {
                Some(globals) => Some(globals),
                None => return Err(self.bad_globals(thread, given, is_mapping(given))),
            },
            None => None,
        };
        self.check_locals(thread, is_mapping)?;
        if let Some(globals) = globals {
            return Ok((globals, self.locals.unwrap_or(globals.value())));
        }
        let Some((frame, globals)) = caller(thread).and_then(|frame| Some((frame, globals_of(frame)?))) else {
            let verb = self.verb.name();
            return Err(thread.type_error(format_args!(
                "{verb} must be given globals and locals when called without a frame"
            )));
        };
        let locals = match self.locals {
            Some(locals) => locals,
            None => locals_of(thread, frame)?,
        };
        Ok((globals, locals))
    }

    fn check_locals(&self, thread: &mut Thread, is_mapping: impl Fn(Value) -> bool) -> PyResult<()> {
        let Some(locals) = self.locals.filter(|locals| !is_mapping(*locals)) else {
            return Ok(());
        };
        let class = class_of(locals).name_for_message();
        Err(match self.verb {
            Verb::Exec => thread.type_error(format_args!("locals must be a mapping or None, not {class}")),
            Verb::Eval => thread.type_error(format_args!("locals must be a mapping")),
        })
    }

    #[cold]
    fn bad_globals(&self, thread: &mut Thread, given: Value, is_mapping: bool) -> pyrs_object::Raised {
        let class = class_of(given).name_for_message();
        match self.verb {
            Verb::Exec => thread.type_error(format_args!("exec() globals must be a dict, not {class}")),
            Verb::Eval if is_mapping => thread.type_error(format_args!(
                "globals must be a real dict; try eval(expr, {{}}, mapping)"
            )),
            Verb::Eval => thread.type_error(format_args!("globals must be a dict")),
        }
    }

    /// The cells given are as many as the code has free variables.
    fn check_closure(&self, thread: &mut Thread, code: Ref<CodeObject>) -> PyResult<()> {
        let free = code.template().freevars.len();
        if self.verb == Verb::Eval {
            return match free {
                0 => Ok(()),
                _ => Err(thread.type_error(format_args!(
                    "code object passed to eval() may not contain free variables"
                ))),
            };
        }
        if free == 0 {
            return match self.closure {
                None => Ok(()),
                Some(_) => Err(thread.type_error(format_args!("cannot use a closure with this code object"))),
            };
        }
        let cells = self.closure.and_then(|closure| closure.downcast::<TupleObject>());
        let fits = |cells: Ref<TupleObject>| {
            cells.len() == free && cells.items().iter().all(|cell| cell.downcast::<CellObject>().is_some())
        };
        if cells.is_some_and(fits) {
            return Ok(());
        }
        Err(thread.type_error(format_args!("code object requires a closure of exactly length {free}")))
    }

    fn compile(&self, thread: &mut Thread) -> PyResult<Ref<CodeObject>> {
        if self.closure.is_some_and(|closure| closure != none()) {
            return Err(thread.type_error(format_args!("closure can only be used when source is a code object")));
        }
        let verb = self.verb.name();
        if !is_source(self.source) {
            return Err(thread.type_error(format_args!("{verb}() arg 1 must be a string, bytes or code object")));
        }
        let source = match self.verb {
            Verb::Exec => self.source,
            Verb::Eval => without_indent(thread, self.source)?,
        };
        let flags = inherited_flags(thread);
        let filename = StrObject::intern(thread, "<string>")?;
        compile_source(thread, source, filename.value(), verb, flags, -1)
    }
}

/// The source of an expression without leading blanks and tabs.
fn without_indent(thread: &mut Thread, source: Value) -> PyResult<Value> {
    if let Some(text) = source.downcast::<StrObject>() {
        let chars = text.chars_unbound();
        let indent = chars.iter().take_while(|c| matches!(c, 0x20 | 0x09)).count();
        if indent == 0 {
            return Ok(source);
        }
        return Ok(StrObject::from_chars(thread, chars.slice(indent..chars.len()))?.value());
    }
    match as_bytes(&source) {
        Some(data) if matches!(data.first(), Some(b' ' | b'\t')) => {
            let indent = data.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let rest = data[indent..].to_vec();
            Ok(BytesObject::new(thread, &rest)?.value())
        }
        _ => Ok(source),
    }
}
