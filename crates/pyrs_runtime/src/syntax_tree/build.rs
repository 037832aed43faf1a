//! Node objects of a tree.

use super::classes::known;
use pyrs_bytecode::Constant as Compiled;
use pyrs_object::core::{core, none};
use pyrs_object::list::ListObject;
use pyrs_object::str::StrObject;
use pyrs_object::{Args, PyResult, Raised, Thread, Value, class_of, protocol};
use pyrs_syntax::ast::Constant;
use pyrs_syntax::reflect::Builder;
use pyrs_syntax::{LineIndex, TextRange};

/// Makes node objects; `lines` is the index of the source.
pub(super) struct ObjectBuilder<'a> {
    pub(super) thread: &'a mut Thread,
    pub(super) lines: &'a LineIndex,
}

impl ObjectBuilder<'_> {
    fn set_integer(&mut self, node: Value, field: &str, number: u32) -> PyResult<()> {
        let name = StrObject::intern(self.thread, field)?;
        protocol::setattr(self.thread, node, name, Some(Value::small_int(number.into())))
    }
}

impl Builder for ObjectBuilder<'_> {
    type Value = Value;
    type Error = Raised;

    fn begin(&mut self, class: &'static str) -> PyResult<Value> {
        if self.thread.native_stack_exhausted() {
            return Err(self
                .thread
                .recursion_error(format_args!("maximum recursion depth exceeded during ast construction")));
        }
        let class = known(self.thread, class)?;
        let object = core().types.object.get().slot(|s| s.new);
        match object {
            Some(new) => new(self.thread, class, Args::positional_only(&[])),
            None => Err(self.thread.system_error(format_args!("object has no __new__"))),
        }
    }

    fn set(&mut self, node: Value, field: &'static str, value: Value) -> PyResult<()> {
        let name = StrObject::intern(self.thread, field)?;
        protocol::setattr(self.thread, node, name, Some(value))
    }

    fn finish(&mut self, node: Value, class: &'static str, range: Option<TextRange>) -> PyResult<()> {
        if matches!(
            class,
            "Assign" | "For" | "AsyncFor" | "With" | "AsyncWith" | "FunctionDef" | "AsyncFunctionDef" | "arg"
        ) {
            self.set(node, "type_comment", none())?;
        }
        if let Some(range) = range {
            let start = self.lines.line_column(range.start);
            let end = self.lines.line_column(range.end);
            self.set_integer(node, "lineno", start.line)?;
            self.set_integer(node, "col_offset", start.column)?;
            self.set_integer(node, "end_lineno", end.line)?;
            self.set_integer(node, "end_col_offset", end.column)?;
        }
        Ok(())
    }

    fn list(&mut self) -> PyResult<Value> {
        Ok(ListObject::with_capacity(self.thread, 0)?.value())
    }

    fn push(&mut self, list: Value, item: Value) -> PyResult<()> {
        match list.downcast::<ListObject>() {
            Some(list) => list.push(self.thread, item),
            None => {
                let name = class_of(list).name_for_message();
                Err(self.thread.system_error(format_args!("'{name}' is no list")))
            }
        }
    }

    fn name(&mut self, class: &'static str) -> PyResult<Value> {
        known(self.thread, &format!(".{class}"))
    }

    fn none(&mut self) -> Value {
        none()
    }

    fn identifier(&mut self, name: &str) -> PyResult<Value> {
        Ok(StrObject::intern(self.thread, name)?.value())
    }

    fn integer(&mut self, number: i64) -> Value {
        Value::small_int(number)
    }

    fn constant(&mut self, constant: &Constant) -> PyResult<Value> {
        let thread = &mut *self.thread;
        Ok(match pyrs_compiler::literal(constant) {
            Compiled::None => none(),
            Compiled::Bool(value) => pyrs_object::core::bool_value(value),
            Compiled::Ellipsis => core().ellipsis.get().value(),
            Compiled::Int(value) => pyrs_object::int::from_i64(thread, value)?,
            Compiled::BigInt { negative, magnitude } => pyrs_object::int::from_bytes(thread, negative, &magnitude)?,
            Compiled::Float(value) => pyrs_object::float::from_f64(thread, value)?,
            Compiled::Complex(real, imaginary) => {
                pyrs_object::float::ComplexObject::new(thread, real, imaginary)?.value()
            }
            Compiled::Str(text) => StrObject::intern_if_name(thread, &text)?.value(),
            Compiled::Bytes(bytes) => pyrs_object::bytes::BytesObject::new(thread, &bytes)?.value(),
            _ => return Err(thread.system_error(format_args!("a parsed constant is a literal"))),
        })
    }
}
