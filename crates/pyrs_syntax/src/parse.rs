//! The entry points: lex, run the grammar, lower.

use crate::ast::{Expression, Module};
use crate::diagnose::{self, Mode};
use crate::error::{ErrorKind, Failure, SyntaxError, Warning};
use crate::lexer::{self, Lexed};
use crate::lower::Lowerer;
use crate::nesting::{self, MAX_DEPTH};
use crate::position::{LineIndex, TextRange};
use crate::source::Source;
use rustpython_parser::ast::Mod;
use rustpython_parser::text_size::TextRange as GrammarRange;
use rustpython_parser::{ParseError, parse_tokens};

/// A parsed source.
#[derive(Debug)]
pub struct Parsed<T = Module> {
    /// The tree.
    pub module: T,
    /// What to warn about, in source order.
    pub warnings: Vec<Warning>,
    /// Turns offsets into lines and columns.
    pub lines: LineIndex,
}

/// Parses a module, as `compile(..., 'exec')` does.
pub fn parse_module(source: &Source) -> Result<Parsed, SyntaxError> {
    parse(source.text(), Mode::Module, |tree, lowerer, max_depth| {
        let body = lowerer.module(statements(tree))?;
        Ok(Module { body, max_depth })
    })
}

/// Parses one interactive statement, as `compile(..., 'single')` does.
pub fn parse_interactive(source: &Source) -> Result<Parsed, SyntaxError> {
    parse(source.text(), Mode::Interactive, |tree, lowerer, max_depth| {
        let body = lowerer.module(statements(tree))?;
        Ok(Module { body, max_depth })
    })
}

/// Parses one expression, as `compile(..., 'eval')` does.
pub fn parse_expression(source: &Source) -> Result<Parsed<Expression>, SyntaxError> {
    parse(source.text(), Mode::Expression, |tree, lowerer, max_depth| match tree {
        Mod::Expression(tree) => {
            let body = Box::new(lowerer.single(*tree.body)?);
            Ok(Expression { body, max_depth })
        }
        // The grammar gives the tree of the mode that it was asked for.
        _ => Err(Failure::syntax("invalid syntax", 0, 0)),
    })
}

fn statements(tree: Mod) -> Vec<rustpython_parser::ast::Stmt> {
    match tree {
        Mod::Module(tree) => tree.body,
        Mod::Interactive(tree) => tree.body,
        Mod::Expression(_) | Mod::FunctionType(_) => Vec::new(),
    }
}

fn parse<T>(
    text: &str,
    mode: Mode,
    lower: impl FnOnce(Mod, Lowerer<'_>, usize) -> Result<T, Failure>,
) -> Result<Parsed<T>, SyntaxError> {
    let lines = LineIndex::new(text);
    let mut lexed = lexer::lex(text);
    let depth = nesting::bound(&lexed.tokens);
    let result = if depth > MAX_DEPTH {
        let message = "maximum recursion depth exceeded during compilation";
        Err(Failure::at(ErrorKind::Recursion, message, TextRange::empty(0)))
    } else {
        // On an error the grammar drops its tree, which recurses.
        nesting::with_stack_for(depth, || {
            let tree = run_grammar(text, &mut lexed, mode)?;
            lower(tree, Lowerer::new(text, &mut lexed), depth)
                .map_err(|failure| diagnose::lowering_failure(text, failure, mode))
        })
    };
    match result {
        Ok(module) => Ok(Parsed {
            module,
            warnings: lexed.warnings,
            lines,
        }),
        Err(failure) => Err(failure.into_error(text, &lines, mode == Mode::Module)),
    }
}

/// The grammar's tree of the tokens, which are used up.
fn run_grammar(text: &str, lexed: &mut Lexed, mode: Mode) -> Result<Mod, Failure> {
    if lexed.error.is_none() {
        diagnose::check_interactive(&lexed.tokens, mode)?;
    }
    let tokens = std::mem::take(&mut lexed.tokens);
    let result = parse_with_grammar(tokens.into_iter(), mode);
    match (result, lexed.error.take()) {
        (Ok(tree), None) => Ok(tree),
        (Ok(_), Some(error)) => Err(error.failure),
        (Err(error), lex_error) => Err(diagnose::parse_failure(text, error, lex_error, mode)),
    }
}

/// Runs the grammar on tokens.
pub(crate) fn parse_with_grammar(tokens: impl Iterator<Item = lexer::Token>, mode: Mode) -> Result<Mod, ParseError> {
    let tokens = tokens.map(|(token, range)| Ok((token, GrammarRange::new(range.start.into(), range.end.into()))));
    parse_tokens(tokens, mode.grammar_mode(), "")
}
