//! Rules for Rust files: a head, a size limit, no catch-all names, nothing unfinished, a reason at every `unsafe`.

use super::scan::{self, Line};

const MAX_LINES: usize = 2000;
const FORBIDDEN_NAMES: &[&str] = &["utils.rs", "misc.rs", "helpers.rs"];
const UNFINISHED: &[&str] = &["todo!", "unimplemented!", "dbg!"];

/// A SAFETY comment is looked for on the line itself and on so many lines above it.
const SAFETY_DISTANCE: usize = 6;

/// Complains about the Rust file `file`.
pub fn check(file: &str, text: &str, complaints: &mut Vec<String>) {
    let name = file.rsplit('/').next().unwrap_or(file);
    if FORBIDDEN_NAMES.contains(&name) {
        complaints.push(format!("{file}: name the file after what it holds"));
    }
    if !text.starts_with("//!") {
        complaints.push(format!("{file}:1: no `//!` head"));
    }
    let lines = scan::lines(text);
    if lines.len() > MAX_LINES {
        complaints.push(format!("{file}: {} lines, the limit is {MAX_LINES}", lines.len()));
    }
    for (index, line) in lines.iter().enumerate() {
        for name in UNFINISHED {
            if contains_macro(&line.code, name) {
                complaints.push(format!("{file}:{}: `{name}` in committed code", index + 1));
            }
        }
        if opens_unsafe(&lines[index..]) && !has_reason(&lines, index) {
            complaints.push(format!("{file}:{}: `unsafe` without a SAFETY comment", index + 1));
        }
    }
}

/// The macro is called here, and not one whose name only ends alike.
fn contains_macro(code: &str, name: &str) -> bool {
    code.match_indices(name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + name.len()..].trim_start().chars().next();
        !before.is_some_and(is_word) && matches!(after, Some('(' | '[' | '{'))
    })
}

/// The first line has the word `unsafe` followed by a block or an `impl` (`unsafe fn` and `unsafe extern` document
/// themselves with `# Safety`, which clippy checks).
fn opens_unsafe(lines: &[Line]) -> bool {
    let Some(line) = lines.first() else {
        return false;
    };
    line.code.match_indices("unsafe").any(|(at, word)| {
        let tail = &line.code[at + word.len()..];
        if line.code[..at].chars().next_back().is_some_and(is_word) || tail.chars().next().is_some_and(is_word) {
            return false;
        }
        // A brace or `impl` that was moved to the next line.
        let next = if tail.trim().is_empty() {
            lines.get(1).map_or("", |line| line.code.as_str())
        } else {
            tail
        };
        let next = next.trim_start();
        next.starts_with('{')
            || next
                .strip_prefix("impl")
                .is_some_and(|rest| !rest.chars().next().is_some_and(is_word))
    })
}

fn has_reason(lines: &[Line], index: usize) -> bool {
    let first = index.saturating_sub(SAFETY_DISTANCE);
    lines[first..=index].iter().any(|line| line.comment.contains("SAFETY"))
        || comment_block_above(lines, index).any(|line| line.comment.contains("SAFETY"))
}

/// The comment lines directly above, however many.
fn comment_block_above(lines: &[Line], index: usize) -> impl Iterator<Item = &Line> {
    lines[..index]
        .iter()
        .rev()
        .take_while(|line| line.code.trim().is_empty() && !line.comment.is_empty())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaints(file: &str, text: &str) -> Vec<String> {
        let mut complaints = Vec::new();
        check(file, text, &mut complaints);
        complaints
    }

    fn body(text: &str) -> Vec<String> {
        complaints("crates/a/src/lib.rs", &format!("//! Head.\n{text}\n"))
    }

    #[test]
    fn a_head_is_asked_for() {
        assert_eq!(complaints("crates/a/src/lib.rs", "fn f() {}\n").len(), 1);
        assert!(body("fn f() {}").is_empty());
    }

    #[test]
    fn size_and_names() {
        assert_eq!(body(&"\n".repeat(MAX_LINES)).len(), 1);
        assert_eq!(complaints("crates/a/src/utils.rs", "//! Head.\n").len(), 1);
    }

    #[test]
    fn unfinished_code() {
        assert_eq!(body("fn f() { todo!() }").len(), 1);
        assert_eq!(body("fn f() { dbg!(1); unimplemented!(\"x\") }").len(), 2);
        assert!(body("fn f() { g(\"todo!()\"); my_dbg!(1) } // todo!()").is_empty());
    }

    #[test]
    fn unsafe_needs_a_reason() {
        assert_eq!(body("fn f() { unsafe { g() } }").len(), 1);
        assert_eq!(body("unsafe impl Send for A {}").len(), 1);
        assert!(body("// SAFETY: g asks nothing.\nunsafe { g() }").is_empty());
        assert!(body("unsafe { g() } // SAFETY: g asks nothing.").is_empty());
        assert!(body("/// # Safety\n/// None.\nunsafe fn f();\nlet unsafe_count = 1;").is_empty());
        assert_eq!(
            body(&format!("// SAFETY: far.\n{}unsafe {{ g() }}", "a();\n".repeat(9))).len(),
            1
        );
    }
}
