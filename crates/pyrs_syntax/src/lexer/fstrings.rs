//! f-strings and t-strings.
//!
//! The expressions of the replacement fields go into the token stream, each as the subscript of a marker name: a
//! subscript admits exactly what a field does. Text, conversions and format specs go into the side table. Fields of
//! nested format specs follow their own field.

use super::literals::{Field, FormatSpec, Part, Text, marker};
use super::recorder::Piece;
use super::strings::{Prefix, Quotes};
use super::{LexResult, Lexer, never_closed};
use crate::ast::Conversion;
use crate::error::Failure;
use rustpython_parser::Tok;

/// How deep interpolated strings may nest.
const MAX_INTERPOLATED: usize = 150;

/// How deep format specs may nest in one string.
pub(super) const MAX_SPECS: u32 = 3;

/// The interpolated string being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Context {
    pub(super) prefix: Prefix,
    pub(super) quotes: Quotes,
    /// How many format specs are open.
    pub(super) specs: u32,
}

impl Context {
    /// A message about this string.
    pub(super) fn message(self, text: &str) -> String {
        format!("{}-string: {text}", self.prefix.interpolated_letter())
    }
}

impl Lexer<'_> {
    /// The body up to and with the closing quotes.
    pub(super) fn interpolated_string(&mut self, prefix: Prefix, quotes: Quotes) -> LexResult<Vec<Part>> {
        if self.interpolated.len() >= MAX_INTERPOLATED {
            return self.fail_at("too many nested f-strings", quotes.start);
        }
        let context = Context {
            prefix,
            quotes,
            specs: 0,
        };
        self.interpolated.push(context);
        let mut parts = Vec::new();
        self.record_interpolated(context.prefix, Piece::Start, quotes.start, self.pos);
        loop {
            self.text_part(context, &mut parts)?;
            if self.closes(self.pos, quotes) {
                break;
            }
            self.field(context, &mut parts)?;
        }
        self.pos += quotes.length();
        self.record_interpolated(context.prefix, Piece::End, self.pos - quotes.length(), self.pos);
        self.interpolated.pop();
        Ok(parts)
    }

    /// Text up to a field, the closing quotes or, in a format spec, its end.
    fn text_part(&mut self, context: Context, parts: &mut Vec<Part>) -> LexResult<()> {
        let in_spec = context.specs > 0;
        let start = self.pos;
        // Where the piece of text begins that is recorded next.
        let mut piece = start;
        let mut value = Vec::new();
        // What is before `decoded` is in `value` already.
        let (mut at, mut decoded) = (start, start);
        loop {
            match self.byte(at) {
                0 => return self.unterminated_interpolated(context, self.bytes.len()),
                b'\n' | b'\r' if !context.quotes.is_triple => {
                    if in_spec {
                        break;
                    }
                    return self.unterminated_interpolated(context, at);
                }
                byte if byte == context.quotes.character && self.closes(at, context.quotes) => {
                    break;
                }
                byte @ (b'{' | b'}') if !in_spec && self.byte(at + 1) == byte => {
                    self.decode_text(decoded, at + 1, context.prefix, &mut value)?;
                    self.record_interpolated(context.prefix, Piece::Middle, piece, at + 1);
                    at += 2;
                    decoded = at;
                    piece = at;
                }
                b'}' if !in_spec => {
                    return self.fail_at(context.message("single '}' is not allowed"), at);
                }
                b'{' | b'}' => break,
                b'\\' if matches!(self.byte(at + 1), b'{' | b'}') => {
                    // The backslash stands for itself, and the brace keeps its meaning.
                    self.decode_text(decoded, at, context.prefix, &mut value)?;
                    if !context.prefix.is_raw {
                        self.warn_invalid_escape(at);
                    }
                    value.push(b'\\');
                    at += 1;
                    decoded = at;
                }
                b'\\' => {
                    let is_named = !context.prefix.is_raw && self.byte(at + 1) == b'N' && self.byte(at + 2) == b'{';
                    at = self.skip_escape(at, context);
                    if is_named && self.byte(at - 1) == b'}' {
                        self.record_interpolated(context.prefix, Piece::Middle, piece, at);
                        piece = at;
                    }
                }
                _ => at += 1,
            }
        }
        self.decode_text(decoded, at, context.prefix, &mut value)?;
        if at > piece || (in_spec && self.byte(at) == b'}') {
            self.record_interpolated(context.prefix, Piece::Middle, piece, at);
        }
        self.pos = at;
        if at > start {
            parts.push(Part::Text(Text {
                value,
                start: start as u32,
                end: at as u32,
                has_u_prefix: false,
            }));
        }
        Ok(())
    }

    /// The offset after the escape sequence at `at`, as far as it matters for finding braces and quotes.
    fn skip_escape(&self, at: usize, context: Context) -> usize {
        if context.prefix.is_raw || self.byte(at + 1) != b'N' || self.byte(at + 2) != b'{' {
            let is_pair = self.byte(at + 1) == b'\r' && self.byte(at + 2) == b'\n';
            let skipped = at + if is_pair { 3 } else { 2 };
            return skipped.min(self.bytes.len());
        }
        let is_end = |b: &u8| matches!(b, b'}' | b'\n' | b'\r') || *b == context.quotes.character;
        let rest = &self.bytes[at..];
        let end = at + rest.iter().position(is_end).unwrap_or(rest.len());
        if self.byte(end) == b'}' { end + 1 } else { end }
    }

    fn unterminated_interpolated<T>(&self, context: Context, end: usize) -> LexResult<T> {
        if context.specs > 0 {
            return self.fail(
                context.message("expecting '}'"),
                context.quotes.start,
                context.quotes.start,
            );
        }
        self.unterminated(
            &format!("{}-", context.prefix.interpolated_letter()),
            context.quotes,
            end,
            false,
        )
    }

    /// A replacement field; the position is at its brace.
    pub(super) fn replacement_field(&mut self, context: Context, parts: &mut Vec<Part>) -> LexResult<()> {
        let start = self.pos;
        if context.specs >= MAX_SPECS {
            return self.fail_at(context.message("expressions nested too deeply"), start - 1);
        }
        let comments = self.field_comments.len();
        self.push_bracket(b'{', start)?;
        self.pos += 1;
        let expression_start = self.pos;
        self.field_expression(context, start)?;
        let text = self.text_without_comments(expression_start, comments);
        let is_debug = self.peek(0) == b'=';
        if is_debug {
            self.pos += 1;
            self.skip_field_blanks()?;
            let value = self.text_without_comments(expression_start, comments).into_bytes();
            parts.push(Part::Text(Text {
                value,
                start: expression_start as u32,
                end: self.pos as u32,
                has_u_prefix: false,
            }));
        }
        self.field_comments.truncate(comments);
        let has_conversion = self.peek(0) == b'!';
        let mut conversion = if has_conversion {
            self.conversion(context)?
        } else {
            Conversion::None
        };
        let spec = if self.peek(0) == b':' {
            Some(self.format_spec(context)?)
        } else {
            None
        };
        if self.peek(0) != b'}' {
            let expected = match (&spec, has_conversion, is_debug) {
                (Some(_), ..) => "expecting '}', or format specs",
                (None, true, _) => "expecting ':' or '}'",
                (None, false, true) => "expecting '!', or ':', or '}'",
                (None, false, false) => "expecting '=', or '!', or ':', or '}'",
            };
            return self.fail_in_field(context.message(expected), self.pos, self.pos + 1);
        }
        self.brackets.pop();
        self.pos += 1;
        if is_debug && conversion == Conversion::None && spec.is_none() {
            conversion = Conversion::Repr;
        }
        let (start, end) = (start as u32, self.pos as u32);
        parts.push(Part::Field(Field {
            start,
            end,
            conversion,
            text,
            spec,
        }));
        Ok(())
    }

    /// The tokens of the field's expression, as the subscript of a marker.
    fn field_expression(&mut self, context: Context, start: usize) -> LexResult<()> {
        let outer = self.run.take();
        if outer.as_ref().is_some_and(|run| run.fields > 0) {
            self.push_raw(Tok::Comma, start, start);
        }
        self.push_raw(
            Tok::Name {
                name: marker::FIELD.to_owned(),
            },
            start,
            start,
        );
        self.push_raw(Tok::Lsqb, start, start);
        let first = self.lexed.tokens.len();
        let depth = self.brackets.len();
        while self.token(Some(depth))? {}
        self.close_run();
        if self.at_end() {
            let open = self.brackets.get(depth - 1).copied();
            return open.map_or(Ok(()), |open| Err(Box::new(never_closed(open))));
        }
        let (Some(begin), Some(last)) = (self.lexed.tokens.get(first), self.lexed.tokens.last()) else {
            return self.missing_expression(context);
        };
        if self.lexed.tokens.len() == first {
            return self.missing_expression(context);
        }
        let (from, to) = (begin.1.start as usize, last.1.end as usize);
        match begin.0 {
            Tok::Lambda if self.peek(0) == b':' => {
                let message = context.message("lambda expressions are not allowed without parentheses");
                return self.fail_in_field(message, from, self.pos + 1);
            }
            // A subscript admits a yield only in parentheses.
            Tok::Yield => {
                let open = (Tok::Lpar, crate::position::TextRange::empty(from as u32));
                self.lexed.tokens.insert(first, open);
                self.push_raw(Tok::Rpar, to, to);
            }
            _ => {}
        }
        self.push_raw(Tok::Rsqb, to, to);
        self.run = outer.map(|mut run| {
            run.fields += 1;
            run
        });
        Ok(())
    }

    fn missing_expression(&mut self, context: Context) -> LexResult<()> {
        let found = self.peek(0) as char;
        let message = context.message(&format!("valid expression required before '{found}'"));
        self.fail_in_field(message, self.pos, self.pos + 1)
    }

    /// An error that CPython's parser finds.
    fn fail_in_field<T>(&mut self, message: String, start: usize, end: usize) -> LexResult<T> {
        self.failed_in_field = true;
        Err(Box::new(Failure::syntax(message, start, end)))
    }

    /// `!` and the letter.
    fn conversion(&mut self, context: Context) -> LexResult<Conversion> {
        self.pos += 1;
        let start = self.pos;
        let is_word = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80;
        let length = self.bytes[start..].iter().take_while(|b| is_word(b)).count();
        let end = start + length;
        let conversion = match &self.bytes[start..end] {
            b"s" => Conversion::Str,
            b"r" => Conversion::Repr,
            b"a" => Conversion::Ascii,
            b"" => {
                return self.fail_in_field(context.message("missing conversion character"), start, start + 1);
            }
            _ => {
                let word = &self.text[start..end];
                let message = format!("invalid conversion character '{word}': expected 's', 'r', or 'a'");
                return self.fail_in_value(context.message(&message), start, end);
            }
        };
        self.pos = end;
        self.skip_field_blanks()?;
        Ok(conversion)
    }

    /// From the colon up to the closing brace.
    pub(super) fn format_spec(&mut self, context: Context) -> LexResult<FormatSpec> {
        let start = self.pos;
        self.pos += 1;
        let inner = Context {
            specs: context.specs + 1,
            ..context
        };
        let mut parts = Vec::new();
        loop {
            self.text_part(inner, &mut parts)?;
            if self.peek(0) != b'{' {
                break;
            }
            self.field(inner, &mut parts)?;
        }
        if matches!(self.peek(0), b'\n' | b'\r') {
            let letter = context.prefix.interpolated_letter();
            let message = context.message(&format!(
                "newlines are not allowed in format specifiers for single quoted {letter}-strings"
            ));
            return self.fail(message, self.pos, self.pos);
        }
        Ok(FormatSpec {
            parts,
            start: start as u32,
            end: self.pos as u32,
        })
    }

    /// Blanks, newlines, comments and line continuations between the parts of a field.
    fn skip_field_blanks(&mut self) -> LexResult<()> {
        self.skip_blanks().map(|_| ())
    }

    /// The source from `start` to the position, without the field's comments (those from index `comments`), and with
    /// newlines as `\n`.
    fn text_without_comments(&self, start: usize, comments: usize) -> String {
        let mut out = String::new();
        let mut from = start;
        for comment in self.field_comments.get(comments..).unwrap_or(&[]) {
            out.push_str(self.text.get(from..comment.start as usize).unwrap_or(""));
            from = comment.end as usize;
        }
        out.push_str(self.text.get(from..self.pos).unwrap_or(""));
        if out.contains('\r') {
            out.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            out
        }
    }
}
