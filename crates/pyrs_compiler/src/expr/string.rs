//! Formatted strings and template strings.

use pyrs_bytecode::{Constant, Op};
use pyrs_syntax::ast::{Constant as Literal, Conversion, Expr, ExprKind};

use crate::compiler::Compiler;
use crate::error::Step;
use crate::fold::literal;
use crate::registers::Reg;

/// Parts of a formatted string that are concatenated at once.
const AT_ONCE: usize = 64;

impl<'a> Compiler<'a> {
    pub(super) fn joined(&mut self, e: &'a Expr, values: &'a [Expr], dst: Reg) -> Step {
        match values {
            [] => self.load_text(e.range, dst, ""),
            [only] if matches!(only.kind, ExprKind::FormattedValue { .. } | ExprKind::Constant { .. }) => {
                self.eval(only, dst)?
            }
            values if values.len() <= AT_ONCE => self.concatenate(e, values, dst)?,
            values => {
                let whole = self.temp();
                for (index, chunk) in values.chunks(AT_ONCE - 1).enumerate() {
                    let mark = self.mark();
                    let next = self.temp();
                    self.concatenate(e, chunk, if index == 0 { whole } else { next })?;
                    if index > 0 {
                        self.op(e.range, Op::BuildString, whole, whole, 2);
                    }
                    self.release(mark);
                }
                self.move_to(e.range, dst, whole);
            }
        }
        Ok(())
    }

    fn concatenate(&mut self, e: &'a Expr, values: &'a [Expr], dst: Reg) -> Step {
        let mark = self.mark();
        for value in values {
            self.eval_temp(value)?;
        }
        self.op(e.range, Op::BuildString, dst, mark as Reg, values.len() as u16);
        self.release(mark);
        Ok(())
    }

    pub(super) fn formatted_value(
        &mut self,
        e: &'a Expr,
        value: &'a Expr,
        conversion: Conversion,
        spec: Option<&'a Expr>,
        dst: Reg,
    ) -> Step {
        let value = match spec {
            Some(_) => self.operand(value, self.scratch(dst))?,
            None => self.last_operand(value, self.scratch(dst))?,
        };
        let spec = match spec {
            Some(spec) => self.last_operand(spec, None)?,
            None => Self::ABSENT,
        };
        self.emit(e.range, Op::FormatValue, conversion_id(conversion), dst, value, spec);
        Ok(())
    }

    pub(super) fn interpolation(
        &mut self,
        e: &'a Expr,
        value: &'a Expr,
        text: &Literal,
        conversion: Conversion,
        spec: Option<&'a Expr>,
        dst: Reg,
    ) -> Step {
        let first = self.unit.regs.run(3);
        self.eval(value, first)?;
        self.load_constant(e.range, first + 1, literal(text));
        match spec {
            Some(spec) => self.eval(spec, first + 2)?,
            None => self.load_text(e.range, first + 2, ""),
        }
        self.emit(
            e.range,
            Op::BuildInterpolation,
            conversion_id(conversion),
            dst,
            first,
            0,
        );
        Ok(())
    }

    /// A template: the constant strings around the interpolations (one more than these), and the interpolations.
    pub(super) fn template_string(&mut self, e: &'a Expr, values: &'a [Expr], dst: Reg) -> Step {
        let (strings, interpolations) = (self.temp(), self.temp());
        let mark = self.mark();
        let list = self.temp();
        self.op(e.range, Op::BuildList, list, 0, 0);
        let mut texts: Vec<Vec<u8>> = vec![Vec::new()];
        for value in values {
            if let ExprKind::Constant {
                value: Literal::Str(text),
                ..
            } = &value.kind
            {
                if let Some(last) = texts.last_mut() {
                    last.extend_from_slice(text);
                }
                continue;
            }
            let mark = self.mark();
            let item = self.eval_temp(value)?;
            self.op(value.range, Op::ListAppend, list, item, 0);
            self.release(mark);
            texts.push(Vec::new());
        }
        self.op(
            e.range,
            Op::Intrinsic,
            interpolations,
            list,
            pyrs_bytecode::template::Intrinsic::ListToTuple as u16,
        );
        self.release(mark);
        let texts = texts.into_iter().map(|text| Constant::Str(text.into())).collect();
        self.load_constant(e.range, strings, Constant::Tuple(texts));
        self.op(e.range, Op::BuildTemplate, dst, strings, interpolations);
        Ok(())
    }
}

fn conversion_id(conversion: Conversion) -> u8 {
    match conversion {
        Conversion::None => 0,
        Conversion::Str => 1,
        Conversion::Repr => 2,
        Conversion::Ascii => 3,
    }
}
