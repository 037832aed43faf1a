//! From the bytes of a source file to text: byte order mark, PEP 263 declaration, decoding, and the checks on the
//! text as a whole.
//!
//! The text is kept with its own line ends; offsets everywhere are into this text, so those of a source in another
//! encoding are into its UTF-8 form, as in CPython. Deliberately absent: encodings that only Python's `encodings`
//! package knows (utf-7, EBCDIC, ...): they are reported as unknown.

use crate::error::{ErrorKind, SyntaxError};
use encoding_rs::{DecoderResult, Encoding};

/// A decoded source: free of NUL, and short enough for `u32` offsets.
#[derive(Debug, Clone)]
pub struct Source {
    text: String,
    filename: Box<str>,
}

impl Source {
    /// Decodes the bytes of a file.
    pub fn decode(bytes: &[u8], filename: &str) -> Result<Source, SyntaxError> {
        let (has_mark, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let declared = declared_encoding(body);
        let text = match declared.as_deref() {
            None => decode_utf8(body)?,
            Some(name) => {
                let normalised = normalise_encoding(name);
                if has_mark && normalised != "utf-8" {
                    return Err(without_place(format!("encoding problem: {normalised} with BOM")));
                }
                decode_declared(body, name, &normalised)?
            }
        };
        Source::from_string(text, filename)
    }

    /// A source that is text already. A coding declaration in it has no effect.
    #[allow(clippy::should_implement_trait)]
    pub fn from_str(text: &str) -> Result<Source, SyntaxError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.contains('\0') {
            return Err(without_place("source code string cannot contain null bytes".to_owned()));
        }
        Source::from_string(text.to_owned(), "<string>")
    }

    fn from_string(text: String, filename: &str) -> Result<Source, SyntaxError> {
        if text.len() >= u32::MAX as usize {
            return Err(without_place("source code is too long".to_owned()));
        }
        if text.contains('\0') {
            return Err(without_place("source code string cannot contain null bytes".to_owned()));
        }
        Ok(Source {
            text,
            filename: filename.into(),
        })
    }

    /// The name of the file, `<string>` if there is none.
    pub fn filename(&self) -> &str {
        &self.filename
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn without_place(message: String) -> SyntaxError {
    SyntaxError {
        kind: ErrorKind::Syntax,
        message,
        lineno: 0,
        offset: 0,
        end_lineno: 0,
        end_offset: 0,
        text: None,
        finder: crate::error::Finder::Parser,
    }
}

/// The encoding that a comment in the first two lines declares; the first line may only be blank or a comment.
fn declared_encoding(body: &[u8]) -> Option<String> {
    let mut rest = body;
    for _ in 0..2 {
        let end = rest
            .iter()
            .position(|&b| b == b'\n' || b == b'\r')
            .unwrap_or(rest.len());
        let line = rest[..end].trim_ascii_start();
        match line.first() {
            None => {}
            Some(b'#') => {
                if let Some(name) = coding_in_comment(line) {
                    return Some(name);
                }
            }
            Some(_) => return None,
        }
        let newline = if rest[end..].starts_with(b"\r\n") { 2 } else { 1 };
        rest = rest.get(end + newline..).unwrap_or(b"");
    }
    None
}

/// PEP 263: `coding[:=]\s*([-_.a-zA-Z0-9]+)` in the comment.
fn coding_in_comment(comment: &[u8]) -> Option<String> {
    const WORD: &[u8] = b"coding";
    for at in 0..comment.len().saturating_sub(WORD.len()) {
        let Some([b':' | b'=', rest @ ..]) = comment[at..].strip_prefix(WORD) else {
            continue;
        };
        let blanks = rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let name: Vec<u8> = rest[blanks..].iter().take_while(is_name).copied().collect();
        if !name.is_empty() {
            return String::from_utf8(name).ok();
        }
    }
    None
}

/// The names of UTF-8 and Latin-1 that CPython's tokenizer knows in their one form; others in lower case.
fn normalise_encoding(name: &str) -> String {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let is = |known: &str| name == known || name.strip_prefix(known).is_some_and(|rest| rest.starts_with('-'));
    if is("utf-8") {
        "utf-8".to_owned()
    } else if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") {
        "iso-8859-1".to_owned()
    } else {
        name
    }
}

fn decode_utf8(body: &[u8]) -> Result<String, SyntaxError> {
    String::from_utf8(body.to_vec()).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = 1 + body[..at].iter().filter(|&&b| b == b'\n').count() as u32;
        let byte = body.get(at).copied().unwrap_or(0);
        let message = format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}' on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        );
        let start = body[..at]
            .iter()
            .rposition(|&b| b == b'\n')
            .map_or(0, |newline| newline + 1);
        // Everything before the bad byte is valid.
        let column = String::from_utf8_lossy(&body[start..at]).chars().count() as i32 + 1;
        let length = body[start..]
            .iter()
            .position(|&b| b == b'\n')
            .unwrap_or(body.len() - start);
        let text = String::from_utf8_lossy(&body[start..start + length]).into_owned();
        SyntaxError {
            lineno: line,
            offset: column,
            end_lineno: line,
            end_offset: column,
            text: Some(text),
            ..without_place(message)
        }
    })
}

fn decode_declared(body: &[u8], name: &str, normalised: &str) -> Result<String, SyntaxError> {
    match normalised {
        "utf-8" | "utf8" | "u8" | "utf" => decode_utf8(body),
        "iso-8859-1" | "iso8859-1" | "latin1" | "latin" | "l1" => Ok(body.iter().map(|&b| b as char).collect()),
        "ascii" | "us-ascii" => match body.iter().position(|&b| b >= 0x80) {
            Some(at) => Err(undecodable(body, "ascii", at, "ordinal not in range(128)")),
            None => Ok(body.iter().map(|&b| b as char).collect()),
        },
        _ => {
            let Some(encoding) = Encoding::for_label_no_replacement(normalised.as_bytes()) else {
                return Err(without_place(format!("unknown encoding: {name}")));
            };
            decode_with(encoding, body, name)
        }
    }
}

fn decode_with(encoding: &'static Encoding, body: &[u8], name: &str) -> Result<String, SyntaxError> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    // `None` means a length past usize, which no slice can reach.
    let capacity = decoder
        .max_utf8_buffer_length_without_replacement(body.len())
        .unwrap_or(body.len() * 3);
    let mut text = String::with_capacity(capacity);
    let (result, read) = decoder.decode_to_string_without_replacement(body, &mut text, true);
    match result {
        DecoderResult::InputEmpty => Ok(text),
        DecoderResult::Malformed(length, after) => {
            let at = read.saturating_sub(usize::from(length) + usize::from(after));
            Err(undecodable(body, name, at, "illegal multibyte sequence"))
        }
        DecoderResult::OutputFull => Err(without_place("source code is too long".to_owned())),
    }
}

fn undecodable(body: &[u8], codec: &str, at: usize, reason: &str) -> SyntaxError {
    let byte = body.get(at).copied().unwrap_or(0);
    without_place(format!(
        "'{codec}' codec can't decode byte 0x{byte:02x} in position {at}: {reason}"
    ))
}
