//! From the bytes of a source file to text: byte order mark, PEP 263 declaration, decoding, and the checks on the
//! text as a whole.
//!
//! The text is kept with its own line ends; offsets everywhere are into this text, so those of a source in another
//! encoding are into its UTF-8 form, as in CPython. Deliberately absent: encodings that only Python's `encodings`
//! package knows (utf-7, EBCDIC, ...): they are reported as unknown.

use crate::error::{ErrorKind, Failure, SyntaxError};
use crate::position::{LineIndex, TextRange};
use encoding_rs::Encoding;

/// A decoded source: free of NUL, and short enough for `u32` offsets.
#[derive(Debug, Clone)]
pub struct Source {
    text: String,
}

impl Source {
    /// Decodes the bytes of a file; `filename` is for messages.
    pub fn decode(bytes: &[u8], filename: &str) -> Result<Source, SyntaxError> {
        let (has_mark, body) = match bytes.strip_prefix(b"\xef\xbb\xbf") {
            Some(rest) => (true, rest),
            None => (false, bytes),
        };
        let declared = declared_encoding(body);
        let text = match declared.as_deref() {
            None => decode_default(body, filename)?,
            Some(name) => {
                let normalised = normalise_encoding(name);
                if has_mark && normalised != "utf-8" {
                    return Err(without_place(format!("encoding problem: {name} with BOM")));
                }
                decode_declared(body, name, &normalised)?
            }
        };
        Source::from_string(text)
    }

    /// A source that is text already. A coding declaration in it has no effect.
    #[allow(clippy::should_implement_trait)]
    pub fn from_str(text: &str) -> Result<Source, SyntaxError> {
        Source::from_string(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned())
    }

    fn from_string(text: String) -> Result<Source, SyntaxError> {
        if text.len() >= u32::MAX as usize {
            return Err(without_place("source code is too long".to_owned()));
        }
        if let Some(at) = text.bytes().position(|b| b == 0) {
            let range = TextRange::empty(at as u32);
            let failure = Failure::at(
                ErrorKind::Syntax,
                "source code cannot contain null bytes",
                range,
            );
            return Err(failure.into_error(&text, &LineIndex::new(&text)));
        }
        Ok(Source { text })
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
        let newline = if rest[end..].starts_with(b"\r\n") {
            2
        } else {
            1
        };
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
        let blanks = rest
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t'))
            .count();
        let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
        let name: Vec<u8> = rest[blanks..].iter().take_while(is_name).copied().collect();
        if !name.is_empty() {
            return String::from_utf8(name).ok();
        }
    }
    None
}

/// The names of UTF-8 and Latin-1 in their one form; others in lower case with hyphens.
fn normalise_encoding(name: &str) -> String {
    let name = name.to_ascii_lowercase().replace('_', "-");
    if name == "utf-8" || name.starts_with("utf-8-") || name == "utf8" {
        return "utf-8".to_owned();
    }
    let latin = ["latin-1", "iso-8859-1", "iso-latin-1"];
    if latin.iter().any(|l| {
        name == *l
            || name
                .strip_prefix(l)
                .is_some_and(|rest| rest.starts_with('-'))
    }) {
        return "iso-8859-1".to_owned();
    }
    name
}

fn decode_default(body: &[u8], filename: &str) -> Result<String, SyntaxError> {
    String::from_utf8(body.to_vec()).map_err(|e| {
        let at = e.utf8_error().valid_up_to();
        let line = 1 + body[..at].iter().filter(|&&b| b == b'\n').count();
        let byte = body.get(at).copied().unwrap_or(0);
        let place = if filename.is_empty() { String::new() } else { format!(" in file {filename}") };
        without_place(format!(
            "Non-UTF-8 code starting with '\\x{byte:02x}'{place} on line {line}, but no encoding declared; \
             see https://peps.python.org/pep-0263/ for details"
        ))
    })
}

fn decode_declared(body: &[u8], name: &str, normalised: &str) -> Result<String, SyntaxError> {
    let undecodable = |codec: &str, at: usize| {
        let byte = body.get(at).copied().unwrap_or(0);
        without_place(format!(
            "(unicode error) '{codec}' codec can't decode byte 0x{byte:02x} in position {at}"
        ))
    };
    match normalised {
        "utf-8" => String::from_utf8(body.to_vec())
            .map_err(|e| undecodable("utf-8", e.utf8_error().valid_up_to())),
        "iso-8859-1" | "iso8859-1" | "latin1" | "l1" => {
            Ok(body.iter().map(|&b| b as char).collect())
        }
        "ascii" | "us-ascii" => match body.iter().position(|&b| b >= 0x80) {
            Some(at) => Err(undecodable("ascii", at)),
            None => Ok(body.iter().map(|&b| b as char).collect()),
        },
        _ => {
            let Some(encoding) = Encoding::for_label_no_replacement(normalised.as_bytes()) else {
                return Err(without_place(format!("encoding problem: {name}")));
            };
            encoding
                .decode_without_bom_handling_and_without_replacement(body)
                .map(|text| text.into_owned())
                .ok_or_else(|| {
                    without_place(format!(
                        "(unicode error) '{name}' codec can't decode the source"
                    ))
                })
        }
    }
}
