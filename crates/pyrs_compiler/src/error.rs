//! The error of compilation, always a SyntaxError for Python.

use pyrs_syntax::TextRange;

/// Why a tree does not compile.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompileError {
    /// CPython's message.
    pub message: String,
    /// Where in the source.
    pub range: TextRange,
    /// It is about scopes: then CPython's exception has its message for its only argument.
    pub is_about_scopes: bool,
}

impl CompileError {
    pub(crate) fn new(range: TextRange, message: impl Into<String>) -> Self {
        CompileError {
            message: message.into(),
            range,
            is_about_scopes: false,
        }
    }
}

impl std::fmt::Display for CompileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for CompileError {}

/// Result of a step of compilation.
pub(crate) type Step<T = ()> = Result<T, CompileError>;
