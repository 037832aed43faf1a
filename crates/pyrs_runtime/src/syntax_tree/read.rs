//! Trees of node objects.
//!
//! Positions become offsets into a text that there is not, with lines of one width: the tree is read twice, first to learn
//! the number of lines and the width.

use super::classes::known;
use pyrs_object::core::{core, none};
use pyrs_object::float::ComplexObject;
use pyrs_object::list::ListObject;
use pyrs_object::set::SetObject;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::type_object::{TypeObject, class_of};
use pyrs_object::{PyResult, Raised, Ref, Thread, Value, protocol};
use pyrs_syntax::TextRange;
use pyrs_syntax::ast::Constant;
use pyrs_syntax::reflect::Reader;

/// Reads node objects.
pub(super) struct ObjectReader<'a> {
    pub(super) thread: &'a mut Thread,
    /// Bytes of a line.
    pub(super) width: u32,
    /// The greatest line and column seen.
    pub(super) greatest: (u32, u32),
    depth: usize,
    /// The greatest depth seen.
    pub(super) max_depth: usize,
}

impl<'a> ObjectReader<'a> {
    pub(super) fn new(thread: &'a mut Thread, width: u32) -> Self {
        ObjectReader {
            thread,
            width,
            greatest: (1, 0),
            depth: 0,
            max_depth: 0,
        }
    }

    fn attribute(&mut self, node: Value, name: &str) -> PyResult<Option<Value>> {
        let name = StrObject::intern(self.thread, name)?;
        protocol::getattr_optional(self.thread, node, name)
    }

    fn offset(&mut self, line: i64, column: i64) -> u32 {
        let clamp = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
        let (line, column) = (clamp(line).max(1), clamp(column));
        self.greatest = (self.greatest.0.max(line), self.greatest.1.max(column));
        let start = (line - 1).saturating_mul(self.width);
        start.saturating_add(column.min(self.width.saturating_sub(1)))
    }

    fn position(&mut self, node: Value, sum: &str, name: &str) -> PyResult<i64> {
        match self.attribute(node, name)? {
            Some(value) => self.integer(value),
            None => Err(self
                .thread
                .type_error(format_args!("required field \"{name}\" missing from {sum}"))),
        }
    }

    fn end_position(&mut self, node: Value, name: &str, default: i64) -> PyResult<i64> {
        match self.attribute(node, name)?.filter(|value| *value != none()) {
            Some(value) => self.integer(value),
            None => Ok(default),
        }
    }

    fn int_constant(&mut self, value: Value) -> PyResult<Constant> {
        let hex = StrObject::from_str(self.thread, "x")?.value();
        let name = StrObject::intern(self.thread, "__format__")?;
        let text = protocol::call_method(self.thread, value, name, &[hex])?;
        let text = protocol::str(self.thread, text)?.to_string_lossy();
        Ok(Constant::Int(match text.strip_prefix('-') {
            Some(digits) => format!("-0x{digits}").into(),
            None => format!("0x{text}").into(),
        }))
    }

    fn constants(&mut self, list: Ref<ListObject>) -> PyResult<Vec<Constant>> {
        if self.thread.native_stack_exhausted() {
            return Err(protocol::native_stack_overflow(self.thread));
        }
        (0..list.len())
            .map(|index| self.constant(list.get(index).unwrap_or_else(none)))
            .collect()
    }
}

impl Reader for ObjectReader<'_> {
    type Value = Value;
    type Error = Raised;

    fn enter(&mut self, node: Value, sum: &'static str, classes: &[&'static str]) -> PyResult<usize> {
        if self.thread.native_stack_exhausted() {
            return Err(self
                .thread
                .recursion_error(format_args!("maximum recursion depth exceeded during ast construction")));
        }
        self.depth += 1;
        self.max_depth = self.max_depth.max(self.depth);
        let mro = class_of(node).mro.get();
        for class in mro.items() {
            let Some(class) = class.downcast::<TypeObject>() else {
                continue;
            };
            let name = class.name.get().to_string_lossy();
            if let Some(index) = classes.iter().position(|candidate| *candidate == name)
                && known(self.thread, classes[index])? == class.value()
            {
                return Ok(index);
            }
        }
        let text = protocol::repr(self.thread, node)?.to_string_lossy();
        Err(self
            .thread
            .type_error(format_args!("expected some sort of {sum}, but got {text}")))
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    fn range(&mut self, node: Value, sum: &'static str) -> PyResult<TextRange> {
        let line = self.position(node, sum, "lineno")?;
        let column = self.position(node, sum, "col_offset")?;
        let is_open = matches!(sum, "pattern" | "type_param");
        let (end_line, end_column) = if is_open {
            let line = self.position(node, sum, "end_lineno")?;
            (line, self.position(node, sum, "end_col_offset")?)
        } else {
            let line = self.end_position(node, "end_lineno", line)?;
            (line, self.end_position(node, "end_col_offset", column)?)
        };
        if line > end_line {
            return Err(self
                .thread
                .value_error(format_args!("AST node line range ({line}, {end_line}) is not valid")));
        }
        if (line < 0 && end_line != line) || (column < 0 && column != end_column) {
            return Err(self.thread.value_error(format_args!(
                "AST node column range ({column}, {end_column}) for line range ({line}, {end_line}) is not valid"
            )));
        }
        if line == end_line && column > end_column {
            return Err(self.thread.value_error(format_args!(
                "line {line}, column {column}-{end_column} is not a valid range"
            )));
        }
        let start = self.offset(line, column);
        let end = self.offset(end_line, end_column);
        Ok(TextRange::new(start, end))
    }

    fn required(&mut self, node: Value, class: &str, field: &str) -> PyResult<Value> {
        match self.attribute(node, field)? {
            Some(value) if value == none() && !matches!((class, field), ("Constant" | "MatchSingleton", "value")) => {
                Err(self
                    .thread
                    .value_error(format_args!("field '{field}' is required for {class}")))
            }
            Some(value) => Ok(value),
            None => Err(self
                .thread
                .type_error(format_args!("required field \"{field}\" missing from {class}"))),
        }
    }

    fn optional(&mut self, node: Value, field: &str) -> PyResult<Option<Value>> {
        Ok(self.attribute(node, field)?.filter(|value| *value != none()))
    }

    fn list(&mut self, node: Value, class: &str, field: &str) -> PyResult<Option<(Value, usize)>> {
        let Some(value) = self.attribute(node, field)? else {
            return Ok(None);
        };
        match value.downcast::<ListObject>() {
            Some(list) => Ok(Some((value, list.len()))),
            None => {
                let name = class_of(value).name_for_message();
                Err(self
                    .thread
                    .type_error(format_args!("{class} field \"{field}\" must be a list, not a {name}")))
            }
        }
    }

    fn item(&mut self, list: Value, index: usize, class: &str, field: &str) -> PyResult<Option<Value>> {
        match list.downcast::<ListObject>().and_then(|list| list.get(index)) {
            Some(item) => Ok(Some(item).filter(|item| *item != none())),
            None => Err(self
                .thread
                .runtime_error(format_args!("{class} field \"{field}\" changed size during iteration"))),
        }
    }

    fn missing_item(&mut self, sort: &'static str) -> Raised {
        self.thread.value_error(format_args!("None disallowed in {sort} list"))
    }

    fn identifier(&mut self, value: Value) -> PyResult<Box<str>> {
        if let Some(text) = value.downcast::<StrObject>()
            && class_of(value) == core().types.str_.get()
        {
            return Ok(text.to_string_lossy().into());
        }
        Err(self
            .thread
            .type_error(format_args!("AST identifier must be of type str")))
    }

    fn integer(&mut self, value: Value) -> PyResult<i64> {
        if !pyrs_object::int::is_int(value) {
            let text = protocol::repr(self.thread, value)?.to_string_lossy();
            return Err(self.thread.value_error(format_args!("invalid integer value: {text}")));
        }
        match pyrs_object::int::as_i64(value).filter(|value| i32::try_from(*value).is_ok()) {
            Some(value) => Ok(value),
            None => Err(self
                .thread
                .overflow_error(format_args!("Python int too large to convert to C int"))),
        }
    }

    fn constant(&mut self, value: Value) -> PyResult<Constant> {
        let types = &core().types;
        let class = class_of(value);
        if value == none() {
            return Ok(Constant::None);
        }
        if let Some(value) = pyrs_object::int::as_bool(value) {
            return Ok(if value { Constant::True } else { Constant::False });
        }
        if value == core().ellipsis.get().value() {
            return Ok(Constant::Ellipsis);
        }
        if class == types.int.get() {
            return self.int_constant(value);
        }
        if class == types.float.get()
            && let Some(number) = pyrs_object::float::as_f64(value)
        {
            return Ok(Constant::Float(number));
        }
        if class == types.complex.get()
            && let Some(number) = value.downcast::<ComplexObject>()
        {
            return Ok(Constant::Complex(number.real.get(), number.imaginary.get()));
        }
        if class == types.str_.get()
            && let Some(text) = value.downcast::<StrObject>()
        {
            return Ok(Constant::Str(text.to_generalised_utf8()));
        }
        if class == types.bytes.get()
            && let Some(bytes) = pyrs_object::bytes::as_bytes(&value)
        {
            return Ok(Constant::Bytes(bytes.to_vec()));
        }
        if class == types.tuple.get()
            && let Some(tuple) = value.downcast::<TupleObject>()
        {
            let items = ListObject::from_slice(self.thread, tuple.items())?;
            return self.constants(items).map(Constant::Tuple);
        }
        if class == types.frozenset.get() && value.downcast::<SetObject>().is_some() {
            let items = ListObject::with_capacity(self.thread, 0)?;
            protocol::for_each(self.thread, value, |thread, item| items.push(thread, item))?;
            return self.constants(items).map(Constant::FrozenSet);
        }
        let name = class.name_for_message();
        Err(self
            .thread
            .type_error(format_args!("got an invalid type in Constant: {name}")))
    }
}
