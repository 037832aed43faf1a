//! The compile hook: source text or bytes to a code object.

use crate::{syntax_error, syntax_tree};
use pyrs_compiler::{CompileOptions, Interaction, Tree};
use pyrs_object::code::CodeObject;
use pyrs_object::core::core;
use pyrs_object::errors::{PyResult, Raised};
use pyrs_object::header::Ref;
use pyrs_object::str::StrObject;
use pyrs_object::thread::Thread;
use pyrs_object::value::Value;
use pyrs_syntax::ast::Module;
use pyrs_syntax::{LineIndex, Source, SyntaxError, Warning, parse_expression, parse_interactive, parse_module};
use std::sync::atomic::{AtomicU8, Ordering};

/// `CO_FUTURE_ANNOTATIONS` as a compile flag.
const FUTURE_ANNOTATIONS: u32 = 0x100_0000;
/// `PyCF_ALLOW_INCOMPLETE_INPUT`.
const ALLOW_INCOMPLETE: u32 = 0x4000;

/// The level of `-O`.
static LEVEL: AtomicU8 = AtomicU8::new(0);

/// Installs the hook; `level` is how often `-O` was given.
pub(crate) fn install(level: u32) {
    LEVEL.store(level.min(2) as u8, Ordering::Relaxed);
    core().hooks.compile.set(Some(compile));
    core().hooks.syntax_tree.set(Some(syntax_tree));
}

fn compile(
    thread: &mut Thread,
    source: Value,
    filename: Value,
    mode: &str,
    flags: u32,
    optimize: i32,
) -> PyResult<Ref<CodeObject>> {
    let filename = file_name(thread, filename)?;
    if syntax_tree::is_node(source) {
        let options = options(mode, flags, optimize);
        return syntax_tree::compile(thread, source, filename, mode, &options);
    }
    let source = decode(thread, source, filename)?;
    compile_source(thread, &source, filename, mode, flags, optimize)
}

/// The node object of a source, or a copy of a node object.
fn syntax_tree(thread: &mut Thread, source: Value, filename: Value, mode: &str, flags: u32) -> PyResult<Value> {
    if syntax_tree::is_node(source) {
        return syntax_tree::copy(thread, source, mode);
    }
    let filename = file_name(thread, filename)?;
    let source = decode(thread, source, filename)?;
    syntax_tree::parse(thread, &source, filename, mode, flags)
}

fn file_name(thread: &mut Thread, filename: Value) -> PyResult<Ref<StrObject>> {
    match filename.downcast::<StrObject>() {
        Some(filename) => Ok(filename),
        None => pyrs_object::protocol::str(thread, filename),
    }
}

/// The text of a str or bytes.
fn decode(thread: &mut Thread, source: Value, filename: Ref<StrObject>) -> PyResult<Source> {
    let name = filename.to_string_lossy();
    let decoded = if let Some(text) = source.downcast::<StrObject>() {
        match String::from_utf8(text.to_generalised_utf8()) {
            Ok(text) => Source::from_str(&text),
            Err(_) => return Err(surrogates(thread, text)),
        }
    } else if let Some(bytes) = pyrs_object::bytes::as_bytes(&source) {
        Source::decode(bytes, &name)
    } else {
        return Err(thread.type_error(format_args!("compile() arg 1 must be a string, bytes or AST object")));
    };
    decoded.map_err(|error| syntax_error::raise(thread, &error, filename))
}

fn options(mode: &str, flags: u32, optimize: i32) -> CompileOptions {
    CompileOptions {
        optimize: match optimize {
            -1 => LEVEL.load(Ordering::Relaxed),
            level => level.clamp(0, 2) as u8,
        },
        interaction: if mode == "single" {
            Interaction::Interactive
        } else {
            Interaction::Silent
        },
        future_annotations: flags & FUTURE_ANNOTATIONS != 0,
    }
}

#[cold]
fn surrogates(thread: &mut Thread, text: Ref<StrObject>) -> pyrs_object::errors::Raised {
    let position = text
        .chars()
        .iter()
        .position(|c| (0xd800..0xe000).contains(&c))
        .unwrap_or(0);
    let c = text.chars().get(position);
    thread.unicode_error(format_args!(
        "'utf-8' codec can't encode character '\\u{c:04x}' in position {position}: surrogates not allowed"
    ))
}

/// Compiles decoded source: `mode` is exec, eval or single.
pub(crate) fn compile_source(
    thread: &mut Thread,
    source: &Source,
    filename: Ref<StrObject>,
    mode: &str,
    flags: u32,
    optimize: i32,
) -> PyResult<Ref<CodeObject>> {
    let options = options(mode, flags, optimize);
    let mut warnings = Vec::new();
    let mut build = |tree: Tree<'_>, lines: &LineIndex, parsed: Vec<Warning>| {
        warnings = parsed;
        pyrs_compiler::compile_with_warnings(tree, lines, &options, &mut warnings)
    };
    let compiled = match mode {
        "eval" => parse_expression(source).map(|parsed| {
            let tree = Tree::Expression(&parsed.module);
            (build(tree, &parsed.lines, parsed.warnings), parsed.lines)
        }),
        "single" | "exec" => {
            let parsed = if mode == "single" {
                parse_interactive(source)
            } else {
                parse_module(source)
            };
            if let Ok(parsed) = &parsed
                && mode == "single"
                && flags & ALLOW_INCOMPLETE != 0
                && wants_empty_line(source, &parsed.module)
            {
                return Err(incomplete(thread));
            }
            parsed.map(|parsed| {
                let tree = Tree::Module(&parsed.module);
                (build(tree, &parsed.lines, parsed.warnings), parsed.lines)
            })
        }
        _ => {
            return Err(thread.value_error(format_args!("compile() mode must be 'exec', 'eval' or 'single'")));
        }
    };
    if let Ok((_, lines)) = &compiled {
        syntax_error::warn(thread, &warnings, lines, source.text(), filename)?;
    }
    match compiled {
        Ok((Ok(template), _)) => Ref::<CodeObject>::from_template(thread, Box::leak(Box::new(template)), filename),
        Ok((Err(error), lines)) => Err(syntax_error::raise_compile_error(thread, &error, &lines, filename)),
        Err(error) if flags & ALLOW_INCOMPLETE != 0 && is_incomplete(source, &error) => Err(incomplete(thread)),
        Err(error) => Err(syntax_error::raise(thread, &error, filename)),
    }
}

/// A line that nothing can go on with, though all of its tokens are good.
const IMPOSSIBLE: &str = "\nis is\n";

/// Whether more text could mend a rejected source: the error is at its end if another line moves it.
fn is_incomplete(source: &Source, error: &SyntaxError) -> bool {
    if error.message == "unexpected EOF while parsing" {
        return true;
    }
    let Err(first) = parse_module(source) else {
        return false;
    };
    if first.message.ends_with("was never closed") {
        return true;
    }
    let Ok(longer) = Source::from_str(&format!("{}{IMPOSSIBLE}", source.text())) else {
        return false;
    };
    match parse_module(&longer) {
        Ok(_) => true,
        Err(second) => (second.message, second.lineno, second.offset) != (first.message, first.lineno, first.offset),
    }
}

/// Whether an interactive statement waits for the empty line that ends a compound statement.
fn wants_empty_line(source: &Source, tree: &Module) -> bool {
    use pyrs_syntax::ast::StmtKind;
    let is_compound = tree.body.last().is_some_and(|statement| {
        matches!(
            statement.kind,
            StmtKind::FunctionDef { .. }
                | StmtKind::AsyncFunctionDef { .. }
                | StmtKind::ClassDef { .. }
                | StmtKind::For { .. }
                | StmtKind::AsyncFor { .. }
                | StmtKind::While { .. }
                | StmtKind::If { .. }
                | StmtKind::With { .. }
                | StmtKind::AsyncWith { .. }
                | StmtKind::Match { .. }
                | StmtKind::Try { .. }
                | StmtKind::TryStar { .. }
        )
    });
    is_compound && !source.text().ends_with('\n')
}

/// Raises the error that asks for more text.
#[cold]
fn incomplete(thread: &mut Thread) -> Raised {
    let name = match StrObject::intern(thread, "_IncompleteInputError") {
        Ok(name) => name,
        Err(raised) => return raised,
    };
    match core()
        .builtins
        .get()
        .get_interned(name)
        .and_then(|class| class.downcast())
    {
        Some(class) => thread.raise_message(class, format_args!("incomplete input")),
        None => thread.system_error(format_args!("there is no _IncompleteInputError")),
    }
}
