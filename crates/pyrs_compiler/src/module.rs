//! The entry point, and the code of whole sources.

use std::collections::HashSet;

use pyrs_bytecode::{CodeTemplate, Op};
use pyrs_syntax::ast::{Alias, Expr, Expression, Module, Stmt, StmtKind};
use pyrs_syntax::{LineIndex, TextRange, Warning};

use crate::compiler::{Compiler, Signature, new_unit};
use crate::emit::ARTIFICIAL;
use crate::error::{CompileError, Step};
use crate::names::Interner;
use crate::scopes::{self, Root, ScopeId};

/// What is compiled.
#[derive(Clone, Copy, Debug)]
pub enum Tree<'a> {
    /// Statements: `exec` and `single`.
    Module(&'a Module),
    /// One expression, whose value is returned: `eval`.
    Expression(&'a Expression),
}

/// Whether expression statements show their value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Interaction {
    /// They do not.
    #[default]
    Silent,
    /// They do, as at the prompt (`single`).
    Interactive,
}

/// How to compile.
#[derive(Clone, Copy, Debug, Default)]
pub struct CompileOptions {
    /// 0; 1 drops assertions and `if __debug__`; 2 drops docstrings too.
    pub optimize: u8,
    /// Whether expression statements show their value.
    pub interaction: Interaction,
    /// `from __future__ import annotations` is inherited.
    pub future_annotations: bool,
}

/// Features that `from __future__ import` knows.
const FUTURE_FEATURES: [&str; 10] = [
    "nested_scopes",
    "generators",
    "division",
    "absolute_import",
    "with_statement",
    "print_function",
    "unicode_literals",
    "barry_as_FLUFL",
    "generator_stop",
    "annotations",
];

/// Compiles a tree; `lines` is the index of its source.
pub fn compile(tree: Tree<'_>, lines: &LineIndex, options: &CompileOptions) -> Result<CodeTemplate, CompileError> {
    compile_with_warnings(tree, lines, options, &mut Vec::new())
}

/// Compiles a tree; adds what to warn about to `warnings`, also if it doesn't compile.
pub fn compile_with_warnings(
    tree: Tree<'_>,
    lines: &LineIndex,
    options: &CompileOptions,
    warnings: &mut Vec<Warning>,
) -> Result<CodeTemplate, CompileError> {
    let root = match tree {
        Tree::Module(module) => Root::Statements(&module.body),
        Tree::Expression(expression) => Root::Expression(&expression.body),
    };
    let future_annotations = match root {
        Root::Statements(body) => futures(body)? || options.future_annotations,
        Root::Expression(_) => options.future_annotations,
    };
    let mut names = Interner::default();
    let mut table = scopes::build(root, &mut names, future_annotations).map_err(|error| CompileError {
        is_about_scopes: true,
        ..error
    })?;
    warnings.append(&mut table.warnings);
    let unit = new_unit(&table, ScopeId(0), Signature::NONE, 1, String::from("<module>"));
    let mut compiler = Compiler {
        table,
        names,
        lines,
        optimize: options.optimize,
        interactive: options.interaction == Interaction::Interactive,
        unit,
        outer: Vec::new(),
        not_constant: HashSet::new(),
    };
    compiler.prologue();
    match root {
        Root::Statements(body) => compiler.module_body(body)?,
        Root::Expression(value) => compiler.expression_body(value)?,
    }
    let Compiler {
        table,
        names,
        lines,
        unit,
        ..
    } = compiler;
    crate::compiler::template(&table, &names, lines, unit)
}

impl<'a> Compiler<'a> {
    fn module_body(&mut self, body: &'a [Stmt]) -> Step {
        let range = body
            .first()
            .map_or(ARTIFICIAL, |stmt| TextRange::empty(stmt.range.start));
        self.deferred_annotations(range, "__annotate__")?;
        self.begin_annotations(range);
        let docstring = if self.interactive { None } else { self.docstring(body) };
        let mut rest = body;
        if let Some((first, after)) = body.split_first()
            && let Some(docstring) = docstring
        {
            self.store_text(first.range, "__doc__", docstring);
            rest = after;
        }
        self.block(rest)?;
        self.return_none();
        Ok(())
    }

    fn expression_body(&mut self, value: &'a Expr) -> Step {
        let register = self.eval_temp(value)?;
        self.op(value.range, Op::Return, register, 0, 0);
        Ok(())
    }
}

/// Checks the `__future__` imports of a module; whether annotations are to stay text.
fn futures(body: &[Stmt]) -> Step<bool> {
    let mut annotations = false;
    let mut at_beginning = true;
    for (index, stmt) in body.iter().enumerate() {
        match &stmt.kind {
            StmtKind::ImportFrom {
                module: Some(module),
                names,
                level: 0,
            } if &**module == "__future__" => {
                if !at_beginning {
                    let message = "from __future__ imports must occur at the beginning of the file";
                    return Err(CompileError::new(stmt.range, message));
                }
                for alias in names {
                    annotations |= future_feature(alias)?;
                }
            }
            StmtKind::Expr { .. } if index == 0 && crate::stmt::docstring_of(body).is_some() => {}
            _ => at_beginning = false,
        }
    }
    Ok(annotations)
}

fn future_feature(alias: &Alias) -> Step<bool> {
    match &*alias.name {
        "braces" => Err(CompileError::new(alias.range, "not a chance")),
        "annotations" => Ok(true),
        name if FUTURE_FEATURES.contains(&name) => Ok(false),
        name => Err(CompileError::new(
            alias.range,
            format!("future feature {name} is not defined"),
        )),
    }
}
