//! The module `_ast`, trees as node objects, and code from them.

mod asdl;
mod build;
mod classes;
mod read;
mod validate;

use build::ObjectBuilder;
use pyrs_compiler::Tree;
use pyrs_object::code::CodeObject;
use pyrs_object::header::Ref;
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Thread, Value};
use pyrs_syntax::ast::{Expr, Expression, Module, Stmt};
use pyrs_syntax::reflect::{Build, Builder, Read, Reader};
use pyrs_syntax::{LineIndex, Source, parse_expression, parse_interactive, parse_module};
use read::ObjectReader;

pub(crate) use classes::is_node;

/// `PyCF_ONLY_AST`
pub(crate) const ONLY_AST: u32 = 0x400;
/// `PyCF_TYPE_COMMENTS`
const TYPE_COMMENTS: u32 = 0x1000;
/// `PyCF_ALLOW_TOP_LEVEL_AWAIT`
const TOP_LEVEL_AWAIT: u32 = 0x2000;
/// `PyCF_OPTIMIZED_AST` without `PyCF_ONLY_AST`.
const OPTIMIZED: u32 = 0x8000;

/// The node object of a source's tree: `mode` is exec, eval or single.
pub(crate) fn parse(
    thread: &mut Thread,
    source: &Source,
    filename: Ref<StrObject>,
    mode: &str,
    flags: u32,
) -> PyResult<Value> {
    for (flag, name) in [(TYPE_COMMENTS, "PyCF_TYPE_COMMENTS"), (OPTIMIZED, "PyCF_OPTIMIZED_AST")] {
        if flags & flag != 0 {
            return Err(thread.not_implemented_error(format_args!("compile() with {name} is not supported")));
        }
    }
    classes::create(thread)?;
    let parsed = match mode {
        "eval" => match parse_expression(source) {
            Ok(parsed) => {
                let body = |builder: &mut ObjectBuilder| parsed.module.body.build(builder);
                return root(thread, &parsed.lines, "Expression", body);
            }
            Err(error) => Err(error),
        },
        "single" => parse_interactive(source),
        _ => parse_module(source),
    };
    match parsed {
        Ok(parsed) => {
            let class = if mode == "single" { "Interactive" } else { "Module" };
            root(thread, &parsed.lines, class, |builder| {
                parsed.module.body.build(builder)
            })
        }
        Err(error) => Err(crate::syntax_error::raise(thread, &error, filename)),
    }
}

fn root(
    thread: &mut Thread,
    lines: &LineIndex,
    class: &'static str,
    body: impl FnOnce(&mut ObjectBuilder) -> PyResult<Value>,
) -> PyResult<Value> {
    let mut builder = ObjectBuilder { thread, lines };
    let node = builder.begin(class)?;
    let body = body(&mut builder)?;
    builder.set(node, "body", body)?;
    if class == "Module" {
        let ignores = ListObject::with_capacity(builder.thread, 0)?;
        builder.set(node, "type_ignores", ignores.value())?;
    }
    Ok(node)
}

/// The class that the root of a tree has to have.
fn root_class(mode: &str) -> &'static str {
    match mode {
        "eval" => "Expression",
        "single" => "Interactive",
        _ => "Module",
    }
}

/// A tree that was read.
enum Body {
    Statements(Module),
    Expression(Expression),
}

fn read_root(thread: &mut Thread, node: Value, class: &str, width: u32) -> PyResult<(Body, (u32, u32))> {
    let mut reader = ObjectReader::new(thread, width);
    let body = if class == "Expression" {
        let body = reader.required(node, class, "body")?;
        let body = Box::new(Expr::read(&mut reader, body)?);
        let max_depth = reader.max_depth;
        Body::Expression(Expression { body, max_depth })
    } else {
        let body = Vec::<Stmt>::read_field(&mut reader, node, class, "body")?;
        let max_depth = reader.max_depth;
        Body::Statements(Module { body, max_depth })
    };
    Ok((body, reader.greatest))
}

/// A tree of node objects, with the index of the text that its positions would have.
fn read(thread: &mut Thread, node: Value, mode: &str) -> PyResult<(Body, LineIndex)> {
    let class = check_root(thread, node, mode)?;
    let (_, (last_line, last_column)) = read_root(thread, node, class, 1)?;
    let width = (last_column.saturating_add(1)).min(u32::MAX / last_line.saturating_add(1));
    let (body, _) = read_root(thread, node, class, width)?;
    Ok((body, LineIndex::uniform(last_line, width)))
}

/// A copy of a tree of node objects, with what a tree has to have.
pub(crate) fn copy(thread: &mut Thread, node: Value, mode: &str) -> PyResult<Value> {
    let (body, lines) = read(thread, node, mode)?;
    root(thread, &lines, root_class(mode), |builder| match &body {
        Body::Statements(module) => module.body.build(builder),
        Body::Expression(expression) => expression.body.build(builder),
    })
}

/// The code of a tree of node objects.
pub(crate) fn compile(
    thread: &mut Thread,
    node: Value,
    filename: Ref<StrObject>,
    mode: &str,
    options: &pyrs_compiler::CompileOptions,
) -> PyResult<Ref<CodeObject>> {
    let (body, lines) = read(thread, node, mode)?;
    let problem = match &body {
        Body::Statements(module) => validate::statements(&module.body),
        Body::Expression(expression) => validate::expression(&expression.body),
    };
    if let Err(message) = problem {
        return Err(if message == validate::SIMPLE_TARGET {
            thread.type_error(format_args!("{message}"))
        } else {
            thread.value_error(format_args!("{message}"))
        });
    }
    let tree = match &body {
        Body::Statements(module) => Tree::Module(module),
        Body::Expression(expression) => Tree::Expression(expression),
    };
    match pyrs_compiler::compile(tree, &lines, options) {
        Ok(template) => Ref::<CodeObject>::from_template(thread, Box::leak(Box::new(template)), filename),
        Err(error) => Err(crate::syntax_error::raise_compile_error(
            thread, &error, &lines, filename,
        )),
    }
}

/// Checks the class of a tree's root; gives its name.
fn check_root(thread: &mut Thread, node: Value, mode: &str) -> PyResult<&'static str> {
    let class = root_class(mode);
    let wanted = classes::known(thread, class)?;
    if let Some(wanted) = wanted.downcast::<TypeObject>()
        && class_of(node).is_subtype(wanted)
    {
        return Ok(class);
    }
    let name = class_of(node).name.get().to_string_lossy();
    Err(thread.type_error(format_args!("expected {class} node, got {name}")))
}

/// The node classes.
#[pyrs_macros::pymodule(name = "_ast")]
pub(crate) mod module {
    use super::{ONLY_AST, OPTIMIZED, TOP_LEVEL_AWAIT, TYPE_COMMENTS, classes};
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread, Value};

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        classes::create(thread)?;
        let namespace = module.dict.get();
        classes::export(thread, namespace)?;
        for (name, flag) in [
            ("PyCF_ALLOW_TOP_LEVEL_AWAIT", TOP_LEVEL_AWAIT),
            ("PyCF_ONLY_AST", ONLY_AST),
            ("PyCF_TYPE_COMMENTS", TYPE_COMMENTS),
            ("PyCF_OPTIMIZED_AST", OPTIMIZED | ONLY_AST),
        ] {
            namespace.set_str(thread, name, Value::small_int(flag.into()))?;
        }
        Ok(())
    }
}

pub(crate) use module::MODULE;
