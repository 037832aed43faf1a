//! Trees in another representation: building it from a tree, and reading a tree from it.
//!
//! The node tables of [`crate::ast`] derive both directions, so they can't miss a field. What the other representation is
//! made of is the affair of a [`Builder`] and a [`Reader`]; Python's node objects are the one that there is.
//!
//! Both recurse with the tree: a builder and a reader have to refuse what nests too deep for the stack.

use crate::ast::{Arg, Arguments, Constant, ConstantKind, Conversion, Expr, Pattern};
use crate::position::TextRange;

/// Makes another representation of a tree.
pub trait Builder {
    /// What nodes, lists and scalars become.
    type Value: Copy;
    /// Why building fails.
    type Error;

    /// A node of the class, without fields.
    fn begin(&mut self, class: &'static str) -> Result<Self::Value, Self::Error>;
    /// Sets a field of a node.
    fn set(&mut self, node: Self::Value, field: &'static str, value: Self::Value) -> Result<(), Self::Error>;
    /// Completes a node whose fields are set.
    fn finish(&mut self, node: Self::Value, class: &'static str, range: Option<TextRange>) -> Result<(), Self::Error>;
    /// An empty list.
    fn list(&mut self) -> Result<Self::Value, Self::Error>;
    /// Adds to a list.
    fn push(&mut self, list: Self::Value, item: Self::Value) -> Result<(), Self::Error>;
    /// An operator or context.
    fn name(&mut self, class: &'static str) -> Result<Self::Value, Self::Error>;
    /// Nothing.
    fn none(&mut self) -> Self::Value;
    /// A name.
    fn identifier(&mut self, name: &str) -> Result<Self::Value, Self::Error>;
    /// A number.
    fn integer(&mut self, number: i64) -> Self::Value;
    /// A constant.
    fn constant(&mut self, constant: &Constant) -> Result<Self::Value, Self::Error>;
}

/// What can be built.
pub trait Build {
    /// The other representation of the value.
    fn build<B: Builder>(&self, builder: &mut B) -> Result<B::Value, B::Error>;
}

/// Gives the parts of another representation of a tree.
pub trait Reader {
    /// A node, list or scalar.
    type Value: Copy;
    /// Why reading fails.
    type Error;

    /// Begins a node of one of the classes that `sum` consists of; gives its index among `classes`.
    fn enter(&mut self, node: Self::Value, sum: &'static str, classes: &[&'static str]) -> Result<usize, Self::Error>;
    /// Ends the node entered last.
    fn leave(&mut self);
    /// Where a node is.
    fn range(&mut self, node: Self::Value, sum: &'static str) -> Result<TextRange, Self::Error>;
    /// A field that must be there.
    fn required(&mut self, node: Self::Value, class: &str, field: &str) -> Result<Self::Value, Self::Error>;
    /// A field that may be absent or nothing.
    fn optional(&mut self, node: Self::Value, field: &str) -> Result<Option<Self::Value>, Self::Error>;
    /// A list that may be absent, and its length.
    fn list(
        &mut self,
        node: Self::Value,
        class: &str,
        field: &str,
    ) -> Result<Option<(Self::Value, usize)>, Self::Error>;
    /// An item of a list; nothing is `None`.
    fn item(
        &mut self,
        list: Self::Value,
        index: usize,
        class: &str,
        field: &str,
    ) -> Result<Option<Self::Value>, Self::Error>;
    /// The error of an item of a list that must not be nothing.
    fn missing_item(&mut self, sort: &'static str) -> Self::Error;
    /// A name.
    fn identifier(&mut self, value: Self::Value) -> Result<Box<str>, Self::Error>;
    /// A number.
    fn integer(&mut self, value: Self::Value) -> Result<i64, Self::Error>;
    /// A constant.
    fn constant(&mut self, value: Self::Value) -> Result<Constant, Self::Error>;
}

/// What can be read.
pub trait Read: Sized {
    /// What a list of it is called in errors.
    const SORT: &'static str = "expression";

    /// The value that something stands for.
    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Result<Self, R::Error>;

    /// A field of a node.
    fn read_field<R: Reader>(reader: &mut R, node: R::Value, class: &str, field: &str) -> Result<Self, R::Error> {
        let value = reader.required(node, class, field)?;
        Self::read(reader, value)
    }

    /// An item of a list.
    fn read_item<R: Reader>(reader: &mut R, value: Option<R::Value>) -> Result<Self, R::Error> {
        match value {
            Some(value) => Self::read(reader, value),
            None => Err(reader.missing_item(Self::SORT)),
        }
    }
}

/// The name in ASDL of a field, whose name in Rust may be a raw identifier.
pub(crate) fn field_name(name: &'static str) -> &'static str {
    name.strip_prefix("r#").unwrap_or(name)
}

/// The name in ASDL of a type with several classes.
pub(crate) fn sum_name(name: &'static str) -> &'static str {
    match name {
        "Stmt" => "stmt",
        "Expr" => "expr",
        "Pattern" => "pattern",
        "TypeParam" => "type_param",
        "ExprContext" => "expr_context",
        "BoolOperator" => "boolop",
        "BinaryOperator" => "operator",
        "UnaryOperator" => "unaryop",
        "CompareOperator" => "cmpop",
        "ExceptHandler" => "excepthandler",
        other => other,
    }
}

impl<T: Build> Build for Option<T> {
    fn build<B: Builder>(&self, builder: &mut B) -> Result<B::Value, B::Error> {
        match self {
            Some(value) => value.build(builder),
            None => Ok(builder.none()),
        }
    }
}

impl<T: Build> Build for Vec<T> {
    fn build<B: Builder>(&self, builder: &mut B) -> Result<B::Value, B::Error> {
        let list = builder.list()?;
        for item in self {
            let item = item.build(builder)?;
            builder.push(list, item)?;
        }
        Ok(list)
    }
}

impl<T: Read> Read for Option<T> {
    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Result<Self, R::Error> {
        T::read(reader, value).map(Some)
    }

    fn read_field<R: Reader>(reader: &mut R, node: R::Value, _class: &str, field: &str) -> Result<Self, R::Error> {
        match reader.optional(node, field)? {
            Some(value) => T::read(reader, value).map(Some),
            None => Ok(None),
        }
    }

    fn read_item<R: Reader>(reader: &mut R, value: Option<R::Value>) -> Result<Self, R::Error> {
        value.map(|value| T::read(reader, value)).transpose()
    }
}

impl<T: Read> Read for Vec<T> {
    fn read<R: Reader>(reader: &mut R, _value: R::Value) -> Result<Self, R::Error> {
        Err(reader.missing_item(T::SORT))
    }

    fn read_field<R: Reader>(reader: &mut R, node: R::Value, class: &str, field: &str) -> Result<Self, R::Error> {
        let Some((list, length)) = reader.list(node, class, field)? else {
            return Ok(Vec::new());
        };
        let mut items = Vec::with_capacity(length);
        for index in 0..length {
            let item = reader.item(list, index, class, field)?;
            items.push(T::read_item(reader, item)?);
        }
        Ok(items)
    }
}

/// Scalars: how they are built and read.
macro_rules! scalars {
    ($($ty:ty: |$value:ident, $builder:ident| $build:expr, |$reader:ident, $input:ident| $read:expr;)*) => { $(
        impl Build for $ty {
            fn build<B: Builder>(&self, $builder: &mut B) -> Result<B::Value, B::Error> { let $value = self; $build }
        }
        impl Read for $ty {
            fn read<R: Reader>($reader: &mut R, $input: R::Value) -> Result<Self, R::Error> { $read }
        }
    )* };
}

scalars! {
    Box<str>: |value, builder| builder.identifier(value), |reader, input| reader.identifier(input);
    bool: |value, builder| Ok(builder.integer(i64::from(*value))), |reader, input| Ok(reader.integer(input)? != 0);
    ConstantKind: |_value, builder| builder.identifier("u"), |_reader, _input| Ok(ConstantKind::U);
    Constant: |value, builder| builder.constant(value), |reader, input| reader.constant(input);
    Conversion: |value, builder| Ok(builder.integer(i64::from(value.value()))), |reader, input| {
        Ok(match u8::try_from(reader.integer(input)?) {
            Ok(b's') => Conversion::Str,
            Ok(b'r') => Conversion::Repr,
            Ok(b'a') => Conversion::Ascii,
            _ => Conversion::None,
        })
    };
}

impl Build for u32 {
    fn build<B: Builder>(&self, builder: &mut B) -> Result<B::Value, B::Error> {
        Ok(builder.integer(i64::from(*self)))
    }
}

/// The level of an import, which may be left out.
impl Read for u32 {
    fn read<R: Reader>(reader: &mut R, value: R::Value) -> Result<Self, R::Error> {
        Ok(u32::try_from(reader.integer(value)?).unwrap_or(0))
    }

    fn read_field<R: Reader>(reader: &mut R, node: R::Value, _class: &str, field: &str) -> Result<Self, R::Error> {
        match reader.optional(node, field)? {
            Some(value) => Self::read(reader, value),
            None => Ok(0),
        }
    }
}

macro_rules! boxed {
    ($($ty:ident),*) => { $(
        impl Build for Box<$ty> {
            fn build<B: Builder>(&self, builder: &mut B) -> Result<B::Value, B::Error> { (**self).build(builder) }
        }
        impl Read for Box<$ty> {
            fn read<R: Reader>(reader: &mut R, value: R::Value) -> Result<Self, R::Error> {
                $ty::read(reader, value).map(Box::new)
            }
        }
    )* };
}

boxed!(Expr, Pattern, Arguments, Arg);
