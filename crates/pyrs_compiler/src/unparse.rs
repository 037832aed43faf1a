//! Expressions back to text, for annotations under `from __future__ import annotations`.

use pyrs_syntax::ast::{
    Arguments, BinaryOperator, BoolOperator, CompareOperator, Comprehension, Constant, Conversion, Expr, ExprKind,
    UnaryOperator,
};

use crate::stack;

/// Binding strength, weakest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arithmetic,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

/// The text of `e`, in generalised UTF-8.
pub(crate) fn expression(e: &Expr) -> Vec<u8> {
    let mut writer = Writer { out: Vec::new() };
    writer.expr(e, Level::Test);
    writer.out
}

struct Writer {
    out: Vec<u8>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn wrapped(&mut self, own: Level, wanted: Level, f: impl FnOnce(&mut Self)) {
        let parentheses = wanted > own;
        if parentheses {
            self.text("(");
        }
        f(self);
        if parentheses {
            self.text(")");
        }
    }

    fn list(&mut self, items: &[Expr], level: Level) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.expr(item, level);
        }
    }

    fn expr(&mut self, e: &Expr, wanted: Level) {
        stack::grow(|| self.expr_here(e, wanted));
    }

    fn expr_here(&mut self, e: &Expr, wanted: Level) {
        match &e.kind {
            ExprKind::BoolOp { op, values } => {
                let (own, word) = if *op == BoolOperator::And {
                    (Level::And, " and ")
                } else {
                    (Level::Or, " or ")
                };
                self.wrapped(own, wanted, |w| {
                    for (index, value) in values.iter().enumerate() {
                        if index > 0 {
                            w.text(word);
                        }
                        w.expr(value, stronger(own));
                    }
                });
            }
            ExprKind::NamedExpr { target, value } => self.wrapped(Level::Tuple, wanted, |w| {
                w.expr(target, Level::Atom);
                w.text(" := ");
                w.expr(value, Level::Atom);
            }),
            ExprKind::BinOp { left, op, right } => {
                let (own, text) = binary(*op);
                let (left_level, right_level) = if *op == BinaryOperator::Pow {
                    (stronger(own), own)
                } else {
                    (own, stronger(own))
                };
                self.wrapped(own, wanted, |w| {
                    w.expr(left, left_level);
                    w.text(text);
                    w.expr(right, right_level);
                });
            }
            ExprKind::UnaryOp { op, operand } => {
                let (own, text) = match op {
                    UnaryOperator::Not => (Level::Not, "not "),
                    UnaryOperator::USub => (Level::Factor, "-"),
                    UnaryOperator::UAdd => (Level::Factor, "+"),
                    UnaryOperator::Invert => (Level::Factor, "~"),
                };
                self.wrapped(own, wanted, |w| {
                    w.text(text);
                    w.expr(operand, own);
                });
            }
            ExprKind::Lambda { args, body } => self.wrapped(Level::Test, wanted, |w| {
                w.text("lambda");
                w.arguments(args);
                w.text(": ");
                w.expr(body, Level::Test);
            }),
            ExprKind::IfExp { test, body, orelse } => self.wrapped(Level::Test, wanted, |w| {
                w.expr(body, stronger(Level::Test));
                w.text(" if ");
                w.expr(test, stronger(Level::Test));
                w.text(" else ");
                w.expr(orelse, Level::Test);
            }),
            ExprKind::Dict { keys, values } => self.dict(keys, values),
            ExprKind::Set { elts } => {
                self.text("{");
                self.list(elts, Level::Test);
                self.text("}");
            }
            ExprKind::List { elts, .. } => {
                self.text("[");
                self.list(elts, Level::Test);
                self.text("]");
            }
            ExprKind::Tuple { elts, .. } => self.tuple(elts, wanted),
            ExprKind::ListComp { elt, generators } => self.comprehension("[", elt, None, generators, "]"),
            ExprKind::SetComp { elt, generators } => self.comprehension("{", elt, None, generators, "}"),
            ExprKind::GeneratorExp { elt, generators } => self.comprehension("(", elt, None, generators, ")"),
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension("{", key, Some(value), generators, "}");
            }
            ExprKind::Await { value } => self.wrapped(Level::Await, wanted, |w| {
                w.text("await ");
                w.expr(value, Level::Atom);
            }),
            ExprKind::Yield { value } => {
                self.text("(yield");
                if let Some(value) = value {
                    self.text(" ");
                    self.expr(value, Level::Tuple);
                }
                self.text(")");
            }
            ExprKind::YieldFrom { value } => {
                self.text("(yield from ");
                self.expr(value, Level::Test);
                self.text(")");
            }
            ExprKind::Compare { left, ops, comparators } => self.wrapped(Level::Compare, wanted, |w| {
                w.expr(left, stronger(Level::Compare));
                for (op, right) in ops.iter().zip(comparators) {
                    w.text(compare(*op));
                    w.expr(right, stronger(Level::Compare));
                }
            }),
            ExprKind::Call { func, args, keywords } => self.call(func, args, keywords),
            ExprKind::FormattedValue { .. } | ExprKind::Interpolation { .. } => self.replacement_field(e),
            ExprKind::JoinedStr { values } => self.formatted("f", values),
            ExprKind::TemplateStr { values } => self.formatted("t", values),
            ExprKind::Constant { value, kind } => {
                if kind.is_some() {
                    self.text("u");
                }
                self.constant(value);
            }
            ExprKind::Attribute { value, attr, .. } => {
                self.expr(value, Level::Atom);
                // `1.real` would be a float.
                if matches!(
                    &value.kind,
                    ExprKind::Constant {
                        value: Constant::Int(_),
                        ..
                    }
                ) {
                    self.text(" ");
                }
                self.text(".");
                self.text(attr);
            }
            ExprKind::Subscript { value, slice, .. } => {
                self.expr(value, Level::Atom);
                self.text("[");
                self.expr(slice, Level::Tuple);
                self.text("]");
            }
            ExprKind::Starred { value, .. } => {
                self.text("*");
                self.expr(value, Level::BitOr);
            }
            ExprKind::Name { id, .. } => self.text(id),
            ExprKind::Slice { lower, upper, step } => {
                if let Some(lower) = lower {
                    self.expr(lower, Level::Test);
                }
                self.text(":");
                if let Some(upper) = upper {
                    self.expr(upper, Level::Test);
                }
                if let Some(step) = step {
                    self.text(":");
                    self.expr(step, Level::Test);
                }
            }
        }
    }

    fn tuple(&mut self, elts: &[Expr], wanted: Level) {
        if elts.is_empty() {
            return self.text("()");
        }
        self.wrapped(Level::Tuple, wanted, |w| {
            w.list(elts, Level::Test);
            if elts.len() == 1 {
                w.text(",");
            }
        });
    }

    fn dict(&mut self, keys: &[Option<Expr>], values: &[Expr]) {
        self.text("{");
        for (index, (key, value)) in keys.iter().zip(values).enumerate() {
            if index > 0 {
                self.text(", ");
            }
            match key {
                Some(key) => {
                    self.expr(key, Level::Test);
                    self.text(": ");
                    self.expr(value, Level::Test);
                }
                None => {
                    self.text("**");
                    self.expr(value, Level::BitOr);
                }
            }
        }
        self.text("}");
    }

    fn call(&mut self, func: &Expr, args: &[Expr], keywords: &[pyrs_syntax::ast::Keyword]) {
        self.expr(func, Level::Atom);
        if let ([only], []) = (args, keywords)
            && matches!(only.kind, ExprKind::GeneratorExp { .. })
        {
            return self.expr(only, Level::Test);
        }
        self.text("(");
        self.list(args, Level::Test);
        for (index, keyword) in keywords.iter().enumerate() {
            if index + args.len() > 0 {
                self.text(", ");
            }
            match &keyword.arg {
                Some(name) => {
                    self.text(name);
                    self.text("=");
                }
                None => self.text("**"),
            }
            self.expr(&keyword.value, Level::Test);
        }
        self.text(")");
    }

    fn comprehension(&mut self, open: &str, elt: &Expr, value: Option<&Expr>, clauses: &[Comprehension], close: &str) {
        self.text(open);
        self.expr(elt, Level::Test);
        if let Some(value) = value {
            self.text(": ");
            self.expr(value, Level::Test);
        }
        for clause in clauses {
            self.text(if clause.is_async { " async for " } else { " for " });
            self.expr(&clause.target, Level::Tuple);
            self.text(" in ");
            self.expr(&clause.iter, stronger(Level::Test));
            for test in &clause.ifs {
                self.text(" if ");
                self.expr(test, stronger(Level::Test));
            }
        }
        self.text(close);
    }

    fn arguments(&mut self, args: &Arguments) {
        let positional = args.posonlyargs.len() + args.args.len();
        let first_default = positional - args.defaults.len().min(positional);
        let mut separator = " ";
        for (index, arg) in args.posonlyargs.iter().chain(&args.args).enumerate() {
            self.text(separator);
            separator = ", ";
            self.text(&arg.arg);
            if let Some(default) = index.checked_sub(first_default).and_then(|i| args.defaults.get(i)) {
                self.text("=");
                self.expr(default, Level::Test);
            }
            if index + 1 == args.posonlyargs.len() {
                self.text(", /");
            }
        }
        if args.vararg.is_some() || !args.kwonlyargs.is_empty() {
            self.text(separator);
            separator = ", ";
            self.text("*");
            if let Some(vararg) = &args.vararg {
                self.text(&vararg.arg);
            }
        }
        for (arg, default) in args.kwonlyargs.iter().zip(&args.kw_defaults) {
            self.text(separator);
            self.text(&arg.arg);
            if let Some(default) = default {
                self.text("=");
                self.expr(default, Level::Test);
            }
        }
        if let Some(kwarg) = &args.kwarg {
            self.text(separator);
            self.text("**");
            self.text(&kwarg.arg);
        }
    }

    /// An f- or t-string: its body is built first, then quoted as a whole.
    fn formatted(&mut self, prefix: &str, values: &[Expr]) {
        let mut body = Writer { out: Vec::new() };
        body.formatted_parts(values);
        self.text(prefix);
        self.quoted(&body.out, false);
    }

    fn formatted_parts(&mut self, values: &[Expr]) {
        for value in values {
            match &value.kind {
                ExprKind::Constant {
                    value: Constant::Str(text),
                    ..
                } => {
                    for byte in text {
                        self.out.push(*byte);
                        if matches!(byte, b'{' | b'}') {
                            self.out.push(*byte);
                        }
                    }
                }
                ExprKind::JoinedStr { values } => self.formatted_parts(values),
                _ => self.replacement_field(value),
            }
        }
    }

    fn replacement_field(&mut self, e: &Expr) {
        let (ExprKind::FormattedValue {
            value,
            conversion,
            format_spec,
        }
        | ExprKind::Interpolation {
            value,
            conversion,
            format_spec,
            ..
        }) = &e.kind
        else {
            return;
        };
        let mut inner = Writer { out: Vec::new() };
        inner.expr(value, stronger(Level::Test));
        self.text(if inner.out.starts_with(b"{") { "{ " } else { "{" });
        self.out.extend_from_slice(&inner.out);
        match conversion {
            Conversion::None => {}
            Conversion::Str => self.text("!s"),
            Conversion::Repr => self.text("!r"),
            Conversion::Ascii => self.text("!a"),
        }
        if let Some(spec) = format_spec {
            self.text(":");
            match &spec.kind {
                ExprKind::JoinedStr { values } => self.formatted_parts(values),
                _ => self.expr(spec, Level::Test),
            }
        }
        self.text("}");
    }

    fn constant(&mut self, value: &Constant) {
        match value {
            Constant::None => self.text("None"),
            Constant::True => self.text("True"),
            Constant::False => self.text("False"),
            Constant::Ellipsis => self.text("..."),
            Constant::Int(digits) => self.int(digits),
            Constant::Float(value) => self.float(*value),
            Constant::Imaginary(value) => {
                self.float_digits(*value);
                self.text("j");
            }
            Constant::Complex(real, imaginary) => {
                self.text("(");
                self.float_digits(*real);
                self.text(if imaginary.is_sign_negative() { "" } else { "+" });
                self.float_digits(*imaginary);
                self.text("j)");
            }
            Constant::Tuple(items) => {
                self.text("(");
                self.constants(items);
                self.text(if items.len() == 1 { ",)" } else { ")" });
            }
            Constant::FrozenSet(items) => {
                self.text("frozenset({");
                self.constants(items);
                self.text("})");
            }
            Constant::Str(bytes) => self.quoted(bytes, false),
            Constant::Bytes(bytes) => {
                self.text("b");
                self.quoted(bytes, true);
            }
        }
    }

    fn constants(&mut self, items: &[Constant]) {
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.constant(item);
        }
    }

    fn int(&mut self, digits: &str) {
        match crate::int_literal::parse(digits) {
            pyrs_bytecode::Constant::Int(value) => self.text(&value.to_string()),
            // An annotation with so big an int keeps the notation of the source.
            _ => self.text(digits),
        }
    }

    fn float(&mut self, value: f64) {
        let whole = value.is_finite() && value == value.trunc() && value.abs() < 1e16;
        self.float_digits(value);
        if whole {
            self.text(".0");
        }
    }

    /// Python's shortest notation, without `.0`.
    fn float_digits(&mut self, value: f64) {
        if value.is_infinite() {
            return self.text("1e309");
        }
        let magnitude = value.abs();
        if magnitude != 0.0 && !(1e-4..1e16).contains(&magnitude) {
            let text = format!("{value:e}");
            let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let exponent: i32 = exponent.parse().unwrap_or(0);
            let sign = if exponent < 0 { '-' } else { '+' };
            self.text(&format!("{mantissa}e{sign}{:02}", exponent.abs()));
        } else {
            self.text(&format!("{value}"));
        }
    }

    /// The repr of a str or bytes.
    fn quoted(&mut self, bytes: &[u8], is_bytes: bool) {
        let quote = if bytes.contains(&b'\'') && !bytes.contains(&b'"') {
            b'"'
        } else {
            b'\''
        };
        self.out.push(quote);
        for &byte in bytes {
            match byte {
                b'\n' => self.text("\\n"),
                b'\r' => self.text("\\r"),
                b'\t' => self.text("\\t"),
                b'\\' => self.text("\\\\"),
                byte if byte == quote => self.out.extend_from_slice(&[b'\\', quote]),
                0..0x20 | 0x7f => self.text(&format!("\\x{byte:02x}")),
                0x80.. if is_bytes => self.text(&format!("\\x{byte:02x}")),
                byte => self.out.push(byte),
            }
        }
        self.out.push(quote);
    }
}

fn stronger(level: Level) -> Level {
    match level {
        Level::Tuple => Level::Test,
        Level::Test => Level::Or,
        Level::Or => Level::And,
        Level::And => Level::Not,
        Level::Not => Level::Compare,
        Level::Compare => Level::BitOr,
        Level::BitOr => Level::BitXor,
        Level::BitXor => Level::BitAnd,
        Level::BitAnd => Level::Shift,
        Level::Shift => Level::Arithmetic,
        Level::Arithmetic => Level::Term,
        Level::Term => Level::Factor,
        Level::Factor => Level::Power,
        Level::Power => Level::Await,
        Level::Await | Level::Atom => Level::Atom,
    }
}

fn binary(op: BinaryOperator) -> (Level, &'static str) {
    match op {
        BinaryOperator::Add => (Level::Arithmetic, " + "),
        BinaryOperator::Sub => (Level::Arithmetic, " - "),
        BinaryOperator::Mult => (Level::Term, " * "),
        BinaryOperator::MatMult => (Level::Term, " @ "),
        BinaryOperator::Div => (Level::Term, " / "),
        BinaryOperator::Mod => (Level::Term, " % "),
        BinaryOperator::FloorDiv => (Level::Term, " // "),
        BinaryOperator::Pow => (Level::Power, " ** "),
        BinaryOperator::LShift => (Level::Shift, " << "),
        BinaryOperator::RShift => (Level::Shift, " >> "),
        BinaryOperator::BitOr => (Level::BitOr, " | "),
        BinaryOperator::BitXor => (Level::BitXor, " ^ "),
        BinaryOperator::BitAnd => (Level::BitAnd, " & "),
    }
}

fn compare(op: CompareOperator) -> &'static str {
    match op {
        CompareOperator::Eq => " == ",
        CompareOperator::NotEq => " != ",
        CompareOperator::Lt => " < ",
        CompareOperator::LtE => " <= ",
        CompareOperator::Gt => " > ",
        CompareOperator::GtE => " >= ",
        CompareOperator::Is => " is ",
        CompareOperator::IsNot => " is not ",
        CompareOperator::In => " in ",
        CompareOperator::NotIn => " not in ",
    }
}
