//! Splits Rust source into code and comments, line by line, with the contents of literals blanked.
//!
//! Just enough of Rust's lexical grammar that a text check is not fooled by strings, characters, lifetimes and nested
//! comments. It does not parse.

/// One line of source.
#[derive(Default, Debug, PartialEq, Eq)]
pub struct Line {
    /// Code, without comments and without what is inside literals.
    pub code: String,
    /// Text of the comments on the line.
    pub comment: String,
}

enum State {
    Code,
    /// Nesting depth.
    BlockComment(u32),
    Str,
    /// Number of `#` that close it.
    RawStr(usize),
}

/// The lines of `text`.
pub fn lines(text: &str) -> Vec<Line> {
    let mut state = State::Code;
    text.lines()
        .map(|source| {
            let mut line = Line::default();
            state = scan_line(source, std::mem::replace(&mut state, State::Code), &mut line);
            line
        })
        .collect()
}

fn scan_line(source: &str, mut state: State, line: &mut Line) -> State {
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let used = match state {
            State::BlockComment(depth) => {
                let (next, used) = scan_block_comment(rest, first, depth);
                line.comment.push_str(&rest[..used]);
                state = next;
                used
            }
            State::Str if first == '\\' => first.len_utf8() + rest[1..].chars().next().map_or(0, char::len_utf8),
            State::Str => {
                if first == '"' {
                    state = State::Code;
                }
                first.len_utf8()
            }
            State::RawStr(hashes) => {
                if first == '"' && rest[1..].bytes().take_while(|&byte| byte == b'#').count() >= hashes {
                    state = State::Code;
                    1 + hashes
                } else {
                    first.len_utf8()
                }
            }
            State::Code if rest.starts_with("//") => {
                line.comment.push_str(rest);
                return State::Code;
            }
            State::Code => {
                let (next, used) = scan_code(rest, first, line);
                state = next;
                used
            }
        };
        rest = &rest[used..];
    }
    state
}

fn scan_block_comment(rest: &str, first: char, depth: u32) -> (State, usize) {
    if rest.starts_with("/*") {
        (State::BlockComment(depth + 1), 2)
    } else if rest.starts_with("*/") {
        (
            if depth == 1 {
                State::Code
            } else {
                State::BlockComment(depth - 1)
            },
            2,
        )
    } else {
        (State::BlockComment(depth), first.len_utf8())
    }
}

/// One step in code: the next state and the bytes used.
fn scan_code(rest: &str, first: char, line: &mut Line) -> (State, usize) {
    if rest.starts_with("/*") {
        return (State::BlockComment(1), 2);
    }
    let after_identifier = line
        .code
        .chars()
        .next_back()
        .is_some_and(|last| last.is_alphanumeric() || last == '_');
    if first == '"' {
        line.code.push('"');
        return (State::Str, 1);
    }
    if !after_identifier && let Some((prefix, hashes)) = raw_string_start(rest) {
        line.code.push('"');
        return (State::RawStr(hashes), prefix);
    }
    if first == '\''
        && let Some(length) = char_literal(rest)
    {
        line.code.push_str("''");
        return (State::Code, length);
    }
    line.code.push(first);
    (State::Code, first.len_utf8())
}

/// `r"`, `r#"`, `br##"`, `cr"`: the length of the opening and the number of `#`.
fn raw_string_start(rest: &str) -> Option<(usize, usize)> {
    let prefix = ["r", "br", "cr"].into_iter().find(|prefix| {
        rest.strip_prefix(prefix)
            .is_some_and(|tail| tail.trim_start_matches('#').starts_with('"'))
    })?;
    let hashes = rest[prefix.len()..].bytes().take_while(|&byte| byte == b'#').count();
    Some((prefix.len() + hashes + 1, hashes))
}

/// The length of a character literal; `None` for a lifetime.
fn char_literal(rest: &str) -> Option<usize> {
    let inside = &rest[1..];
    let first = inside.chars().next()?;
    if first == '\\' {
        let escaped = inside[1..].chars().next()?.len_utf8();
        let tail = &inside[1 + escaped..];
        return Some(1 + 1 + escaped + tail.find('\'')? + 1);
    }
    inside[first.len_utf8()..]
        .starts_with('\'')
        .then(|| 1 + first.len_utf8() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> Vec<String> {
        lines(text).into_iter().map(|line| line.code).collect()
    }

    #[test]
    fn literals_are_blanked() {
        assert_eq!(
            code(r#"f("unsafe { \" x", 'y', '\'', '\u{1F}');"#),
            [r#"f(", '', '', '');"#]
        );
        assert_eq!(code("let a = r#\"dbg!(\"quoted\")\"#;"), ["let a = \";"]);
        assert_eq!(code("a(\"one\ntwo\"); b"), ["a(\"", "); b"]);
    }

    #[test]
    fn lifetimes_are_code() {
        assert_eq!(
            code("fn f<'a>(x: &'a str) -> &'a str"),
            ["fn f<'a>(x: &'a str) -> &'a str"]
        );
    }

    #[test]
    fn comments_are_apart() {
        let found = lines("a(); // SAFETY: b\n/* x /* y */\nz */ c");
        assert_eq!(
            found[0],
            Line {
                code: "a(); ".into(),
                comment: "// SAFETY: b".into()
            }
        );
        assert_eq!(found[1].code, "");
        assert_eq!(found[2].code, " c");
    }
}
