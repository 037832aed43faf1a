//! Compares a case's text with the recorded one, or records it.

use std::path::Path;

/// Lines of differing text that are shown.
const SHOWN: usize = 12;

/// Writes the expectation; a case that says something else the second time is refused.
pub fn record(recorded: &Path, text: &str, again: &str) -> Result<&'static str, String> {
    if text != again {
        return Err(format!("says something else each time\n{}", difference(text, again)));
    }
    if std::fs::read_to_string(recorded).is_ok_and(|old| old == text) {
        return Ok("unchanged");
    }
    std::fs::write(recorded, text).map_err(|error| format!("{}: {error}", recorded.display()))?;
    Ok("recorded")
}

/// Compares with the expectation.
pub fn check(recorded: &Path, text: &str) -> Result<&'static str, String> {
    let expected = std::fs::read_to_string(recorded)
        .map_err(|error| format!("{}: {error}; record it first", recorded.display()))?;
    if expected == text {
        Ok("passed")
    } else {
        Err(difference(&expected, text))
    }
}

/// The lines around the first that differs.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let same = expected
        .iter()
        .zip(&found)
        .take_while(|(one, other)| one == other)
        .count();
    let mut text = format!("  differs from line {}\n", same + 1);
    let show = |mark: &str, lines: &[&str], text: &mut String| {
        for line in lines.iter().take(SHOWN) {
            text.push_str(&format!("    {mark} {line}\n"));
        }
    };
    show(" ", &expected[same.saturating_sub(3)..same], &mut text);
    show("-", &expected[same..], &mut text);
    show("+", &found[same..], &mut text);
    text
}

#[cfg(test)]
mod tests {
    use super::difference;

    #[test]
    fn the_first_difference_is_shown() {
        let text = difference("a\nb\nc\n", "a\nx\nc\n");
        assert_eq!(
            text,
            "  differs from line 2\n      a\n    - b\n    - c\n    + x\n    + c\n"
        );
    }
}
