//! The module `_tokenize`: the front end's tokens as `tokenize` gives them.
//!
//! The first step reads all lines and lexes them; tokens before an error come before the error is raised.
//! Invariant: token numbers are those of CPython's `token`.

mod kinds;

use pyrs_macros::pymethods;
use pyrs_object::bytes::as_bytes;
use pyrs_object::convert::{Signature, bind_slot};
use pyrs_object::core::{core, none};
use pyrs_object::exception::ExceptionObject;
use pyrs_object::header::{Field, Header};
use pyrs_object::list::ListObject;
use pyrs_object::native_class::NativeClass;
use pyrs_object::str::StrObject;
use pyrs_object::tuple::TupleObject;
use pyrs_object::{Args, PyResult, Raised, Ref, Thread, Value, heap_object, protocol};
use pyrs_syntax::tokens::{self, RawError, RawKind, RawToken, RawTokens};
use pyrs_syntax::{ErrorKind, LineIndex};
use std::cell::Cell;

/// An iterator over tokens. `tokens` is there after the first step.
#[repr(C)]
pub struct TokenizerObject {
    header: Header,
    readline: Field<Option<Value>>,
    encoding: Field<Option<Value>>,
    tokens: Field<Option<Ref<ListObject>>>,
    /// The exception after the last token.
    error: Field<Option<Ref<ExceptionObject>>>,
    next: Cell<usize>,
    extra: Cell<usize>,
}
heap_object!(
    TokenizerObject,
    "_tokenize.TokenizerIter",
    TOKENIZER_LAYOUT,
    [readline, encoding, tokens, error]
);

/// `_tokenize.TokenizerIter`.
pub(crate) static TOKENIZER: NativeClass =
    NativeClass::new("_tokenize", "TokenizerIter", &TOKENIZER_LAYOUT).methods(TokenizerMethods::TYPE_METHODS);

static NEW: Signature = Signature {
    required: 0b1,
    keyword_only_from: 1,
    ..Signature::of_slot("tokenizeriter", &["readline", "encoding", "extra_tokens"], 1)
};

/// Holds the methods of the iterator.
pub(crate) struct TokenizerMethods;

#[pymethods]
impl TokenizerMethods {
    #[slot]
    fn new(thread: &mut Thread, _class: Value, args: Args) -> PyResult<Value> {
        let [readline, encoding, extra] = bind_slot::<3>(thread, &NEW, args)?;
        let extra = match extra {
            Some(extra) => protocol::truth(thread, extra)?,
            None => false,
        };
        let this: Ref<TokenizerObject> = TOKENIZER.get().allocate_instance(thread)?;
        this.readline.set(this, readline);
        this.encoding.set(this, encoding.filter(|e| *e != none()));
        this.extra.set(extra.into());
        Ok(this.value())
    }

    #[slot]
    fn iter(_thread: &mut Thread, this: Value) -> PyResult<Value> {
        Ok(this)
    }

    #[slot]
    fn next(thread: &mut Thread, this: Value) -> PyResult<Option<Value>> {
        let Some(this) = this.downcast::<TokenizerObject>() else {
            return Err(thread.type_error(format_args!("descriptor '__next__' requires a 'TokenizerIter' object")));
        };
        let tokens = match this.tokens.get() {
            Some(tokens) => tokens,
            None => {
                let tokens = start(thread, this)?;
                this.tokens.set(this, Some(tokens));
                tokens
            }
        };
        let index = this.next.get();
        if let Some(token) = tokens.get(index) {
            this.next.set(index + 1);
            return Ok(Some(token));
        }
        match this.error.get() {
            Some(error) => {
                this.error.set(this, None);
                Err(thread.reraise(error))
            }
            None => Ok(None),
        }
    }
}

/// Reads the source and makes its tokens.
fn start(thread: &mut Thread, this: Ref<TokenizerObject>) -> PyResult<Ref<ListObject>> {
    let text = read_all(thread, this)?;
    let list = ListObject::with_capacity(thread, 0)?;
    if let Some(at) = text.find('\0') {
        let line = 1 + text[..at].matches('\n').count();
        let raised = thread.raise_message(
            core().types.syntax_error.get(),
            format_args!("source code cannot contain null bytes"),
        );
        keep_error(thread, this, raised, Some((line, 0)));
        return Ok(list);
    }
    let raw = tokens::tokenize(&text);
    let writer = Writer::new(&text, &raw.lines);
    let extra = this.extra.get() != 0;
    for token in &raw.tokens {
        if extra || !matches!(token.kind, RawKind::Comment | RawKind::BlankNewline) {
            let made = writer.token(thread, token, extra)?;
            list.push(thread, made)?;
        }
    }
    match &raw.error {
        None => {
            let made = writer.end_marker(thread)?;
            list.push(thread, made)?;
        }
        Some(error) => raise_later(thread, this, error, &raw, &text)?,
    }
    Ok(list)
}

/// The lines that `readline` gives, together.
fn read_all(thread: &mut Thread, this: Ref<TokenizerObject>) -> PyResult<String> {
    let readline = this.readline.get().unwrap_or_else(none);
    let mut text = String::new();
    loop {
        let line = match protocol::call(thread, readline, &[]) {
            Ok(line) => line,
            Err(raised) => {
                if thread.clear_if(core().types.stop_iteration.get()) {
                    break;
                }
                return Err(raised);
            }
        };
        let line = decode(thread, this, line)?;
        if line.is_empty() {
            break;
        }
        match String::from_utf8(line.to_generalised_utf8()) {
            Ok(line) => text.push_str(&line),
            Err(_) => {
                let codec = StrObject::from_str(thread, "utf-8")?;
                let name = StrObject::intern(thread, "encode")?;
                // Raises, as there is a surrogate in the line.
                protocol::call_method(thread, line.value(), name, &[codec.value()])?;
            }
        }
    }
    Ok(text)
}

/// A line as str: bytes if there is an encoding, else str.
fn decode(thread: &mut Thread, this: Ref<TokenizerObject>, line: Value) -> PyResult<Ref<StrObject>> {
    let decoded = match this.encoding.get() {
        Some(encoding) => {
            if as_bytes(&line).is_none() {
                return Err(thread.type_error(format_args!("readline() returned a non-bytes object")));
            }
            let name = StrObject::intern(thread, "decode")?;
            let errors = StrObject::from_str(thread, "replace")?;
            protocol::call_method(thread, line, name, &[encoding, errors.value()])?
        }
        None => line,
    };
    match decoded.downcast() {
        Some(text) => Ok(text),
        None => Err(thread.type_error(format_args!("readline() returned a non-string object"))),
    }
}

/// Keeps a raised exception until the tokens before it were given.
fn keep_error(thread: &mut Thread, this: Ref<TokenizerObject>, _raised: Raised, place: Option<(usize, usize)>) {
    if let Some(exception) = thread.take_raised() {
        if let Some((line, column)) = place {
            let mut fields = [None; 7];
            fields[0] = exception.args.get().and_then(|args| args.items().first().copied());
            fields[2] = Some(Value::small_int(line as i64));
            fields[3] = Some(Value::small_int(column as i64));
            exception.set_extra(thread, &fields);
        }
        this.error.set(this, Some(exception));
    }
}

fn raise_later(
    thread: &mut Thread,
    this: Ref<TokenizerObject>,
    error: &RawError,
    raw: &RawTokens,
    text: &str,
) -> PyResult<()> {
    match error {
        RawError::UnexpectedEnd => {
            let line = raw.lines.line_count() as usize + usize::from(!text.ends_with(['\n', '\r']));
            let raised = thread.raise_message(
                core().types.syntax_error.get(),
                format_args!("unexpected EOF in multi-line statement"),
            );
            keep_error(thread, this, raised, Some((line, 0)));
        }
        RawError::Syntax(error) => {
            let mut error = error.clone();
            error.text = error.text.map(|text| text.trim_end_matches(['\n', '\r']).to_owned());
            // These two CPython gives without an end, at the end of the line.
            let is_open =
                error.kind == ErrorKind::Indentation || error.message.starts_with("unexpected character after");
            if is_open && let Some(text) = &error.text {
                error.offset = text.chars().count() as i32 + 1;
            }
            let filename = StrObject::from_str(thread, "<string>")?;
            let raised = crate::syntax_error::raise_open(thread, &error, filename, is_open);
            keep_error(thread, this, raised, None);
        }
    }
    Ok(())
}

/// Makes tuples of tokens.
struct Writer<'s> {
    text: &'s str,
    lines: &'s LineIndex,
}

impl<'s> Writer<'s> {
    fn new(text: &'s str, lines: &'s LineIndex) -> Self {
        Writer { text, lines }
    }

    /// Line from 1, and column in characters.
    fn place(&self, offset: u32) -> (u32, usize) {
        let line = self.lines.line(offset);
        let start = self.lines.line_start(line) as usize;
        let before = self.text.get(start..offset as usize).unwrap_or("");
        (line, before.chars().count())
    }

    /// Number of lines, all of them ended.
    fn line_count(&self) -> u32 {
        self.lines.line_count() - u32::from(self.text.is_empty() || self.text.ends_with(['\n', '\r']))
    }

    fn token(&self, thread: &mut Thread, token: &RawToken, extra: bool) -> PyResult<Value> {
        let range = token.range;
        let string = self.text.get(range.start as usize..range.end as usize).unwrap_or("");
        let at_end = range.start as usize >= self.text.len();
        if token.kind == RawKind::Dedent && at_end {
            let end = (self.line_count() + 1, 0);
            return self.tuple(thread, kinds::number(token.kind, "", extra), "", end, end, "");
        }
        let start = self.place(range.start);
        let is_line_end = matches!(token.kind, RawKind::Newline | RawKind::BlankNewline);
        let end = if is_line_end {
            (start.0, start.1 + string.len().max(1))
        } else {
            self.place(range.end)
        };
        let line = self.line_range(start.0, end.0);
        self.tuple(
            thread,
            kinds::number(token.kind, string, extra),
            string,
            start,
            end,
            line,
        )
    }

    /// The lines from `first` to `last`.
    fn line_range(&self, first: u32, last: u32) -> &'s str {
        let start = self.lines.line_start(first) as usize;
        let end = if last < self.lines.line_count() {
            self.lines.line_start(last + 1) as usize
        } else {
            self.text.len()
        };
        self.text.get(start..end).unwrap_or("")
    }

    fn end_marker(&self, thread: &mut Thread) -> PyResult<Value> {
        let place = (self.line_count() + 1, 0);
        self.tuple(thread, kinds::ENDMARKER, "", place, place, "")
    }

    fn tuple(
        &self,
        thread: &mut Thread,
        number: i64,
        string: &str,
        start: (u32, usize),
        end: (u32, usize),
        line: &str,
    ) -> PyResult<Value> {
        let pair = |thread: &mut Thread, (line, column): (u32, usize)| {
            let items = [Value::small_int(line.into()), Value::small_int(column as i64)];
            TupleObject::from_slice(thread, &items)
        };
        let string = StrObject::from_str(thread, string)?.value();
        let start = pair(thread, start)?.value();
        let end = pair(thread, end)?.value();
        let line = StrObject::from_str(thread, line)?.value();
        let items = [Value::small_int(number), string, start, end, line];
        Ok(TupleObject::from_slice(thread, &items)?.value())
    }
}

/// The tokenizer of the front end.
#[pyrs_macros::pymodule(name = "_tokenize")]
pub(crate) mod module {
    use super::TOKENIZER;
    use pyrs_object::module::ModuleObject;
    use pyrs_object::{PyResult, Ref, Thread};

    #[init]
    fn init(thread: &mut Thread, module: Ref<ModuleObject>) -> PyResult<()> {
        let class = TOKENIZER.create(thread)?;
        module.dict.get().set_str(thread, "TokenizerIter", class.value())
    }
}

pub(crate) use module::MODULE;
