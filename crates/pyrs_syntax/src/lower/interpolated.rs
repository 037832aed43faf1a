//! f-strings and t-strings: puts the expressions of the token stream back between the parts of the side table.

use super::{Lowerer, range_of};
use crate::ast::{Constant, ConstantKind, Expr, ExprKind};
use crate::lexer::Literal;
use crate::lexer::literals::{Field, InterpolatedString, Part, Text, marker};
use crate::position::TextRange;
use rustpython_parser::ast as grammar;

/// The literal's index, if the callee is the marker of an interpolated string.
pub(super) fn marked_index(func: &grammar::Expr) -> Option<usize> {
    match func {
        grammar::Expr::Name(name) => name.id.as_str().strip_prefix(marker::INTERPOLATED)?.parse().ok(),
        _ => None,
    }
}

/// The expressions of the fields, in source order.
type FieldExpressions = std::vec::IntoIter<grammar::Expr>;

impl Lowerer<'_> {
    /// The string with the given literal index, whose fields are `args`.
    pub(super) fn interpolated(&mut self, index: usize, args: Vec<grammar::Expr>, range: TextRange) -> ExprKind {
        let Literal::Interpolated(string) = self.take_literal(index) else {
            self.reject("invalid syntax", range);
            return ExprKind::JoinedStr { values: Vec::new() };
        };
        let InterpolatedString { is_template, parts } = string;
        let mut fields = args.into_iter();
        let values = self.interpolated_parts(parts, &mut fields, is_template);
        if is_template {
            ExprKind::TemplateStr { values }
        } else {
            ExprKind::JoinedStr { values }
        }
    }

    fn interpolated_parts(&mut self, parts: Vec<Part>, fields: &mut FieldExpressions, is_template: bool) -> Vec<Expr> {
        let mut values: Vec<Expr> = Vec::new();
        let mut text: Option<Text> = None;
        for part in parts {
            match part {
                Part::Text(piece) => match &mut text {
                    Some(text) => {
                        text.value.extend(piece.value);
                        text.end = piece.end;
                    }
                    None => text = Some(piece),
                },
                Part::Field(field) => {
                    values.extend(text.take().and_then(text_constant));
                    let range = TextRange::new(field.start, field.end);
                    let kind = self.field(field, fields, is_template);
                    values.push(Expr::new(range, kind));
                }
            }
        }
        values.extend(text.and_then(text_constant));
        values
    }

    fn field(&mut self, field: Field, fields: &mut FieldExpressions, is_template: bool) -> ExprKind {
        let value = Box::new(self.field_expression(fields.next(), field.start));
        // Fields in the spec of a t-string's field are those of an f-string.
        let format_spec = field.spec.map(|spec| {
            let values = self.interpolated_parts(spec.parts, fields, false);
            Box::new(Expr::new(
                TextRange::new(spec.start, spec.end),
                ExprKind::JoinedStr { values },
            ))
        });
        let conversion = field.conversion;
        if is_template {
            let str = Constant::Str(field.text.into_bytes());
            ExprKind::Interpolation {
                value,
                str,
                conversion,
                format_spec,
            }
        } else {
            ExprKind::FormattedValue {
                value,
                conversion,
                format_spec,
            }
        }
    }

    fn field_expression(&mut self, field: Option<grammar::Expr>, at: u32) -> Expr {
        match field {
            Some(grammar::Expr::Subscript(subscript)) => {
                let slice = self.expr(*subscript.slice);
                if matches!(slice.kind, ExprKind::Slice { .. }) {
                    self.reject("invalid syntax", slice.range);
                }
                slice
            }
            // The lexer emits a subscript for each field; a source can't come here.
            other => {
                let range = other.map_or(TextRange::empty(at), |expr| range_of(grammar::Ranged::range(&expr)));
                self.reject("invalid syntax", range);
                Expr::new(
                    range,
                    ExprKind::Constant {
                        value: Constant::None,
                        kind: None,
                    },
                )
            }
        }
    }
}

/// The constant of adjacent text; empty text is none. Its kind is that of the first piece.
fn text_constant(text: Text) -> Option<Expr> {
    let kind = text.has_u_prefix.then_some(ConstantKind::U);
    let value = Constant::Str(text.value);
    let range = TextRange::new(text.start, text.end);
    let is_empty = matches!(&value, Constant::Str(value) if value.is_empty());
    (!is_empty).then(|| Expr::new(range, ExprKind::Constant { value, kind }))
}
