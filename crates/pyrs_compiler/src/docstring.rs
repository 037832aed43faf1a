//! Docstrings without the indentation of the code around them.

/// `text` with tabs expanded, the first line's leading spaces dropped, and the common indentation of the other lines
/// removed. Blank lines do not count for the margin and stay.
pub(crate) fn clean(text: &[u8]) -> Vec<u8> {
    let expanded = expand_tabs(text);
    let mut lines = expanded.split(|byte| *byte == b'\n');
    let first = lines.next().unwrap_or_default();
    let rest: Vec<&[u8]> = lines.collect();
    let margin = rest
        .iter()
        .filter(|line| indent(line) < line.len())
        .map(|line| indent(line))
        .min()
        .unwrap_or(0);
    let mut out = first[indent(first)..].to_vec();
    for line in rest {
        out.push(b'\n');
        out.extend_from_slice(&line[margin.min(indent(line))..]);
    }
    out
}

fn indent(line: &[u8]) -> usize {
    line.iter().take_while(|byte| **byte == b' ').count()
}

fn expand_tabs(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut column = 0usize;
    for &byte in text {
        match byte {
            b'\t' => {
                let width = 8 - column % 8;
                out.extend(std::iter::repeat_n(b' ', width));
                column += width;
            }
            b'\n' | b'\r' => {
                out.push(byte);
                column = 0;
            }
            _ => {
                out.push(byte);
                // Continuation bytes of UTF-8 are no columns.
                column += usize::from(byte & 0xc0 != 0x80);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn margin_is_removed() {
        assert_eq!(clean(b"  a\n    b\n\n      c\n  "), b"a\nb\n\n  c\n");
        assert_eq!(clean(b"a\n\tb\n        c"), b"a\nb\nc");
        assert_eq!(clean(b""), b"");
    }
}
