//! Quoted-printable text.

const LINE: usize = 76;
static HEX: &[u8; 16] = b"0123456789ABCDEF";

/// How text is encoded.
#[derive(Clone, Copy)]
pub struct Options {
    /// Encodes all blanks and tabs.
    pub quote_tabs: bool,
    /// Line ends stay.
    pub text: bool,
    /// Blanks become underscores.
    pub header: bool,
}

fn must_quote(data: &[u8], at: usize, line: usize, options: Options) -> bool {
    let (byte, next) = (data[at], data.get(at + 1));
    match byte {
        b'=' | 127.. => true,
        b'_' => options.header,
        b'.' => line == 0 && matches!(next, None | Some(b'\n' | b'\r' | 0)),
        b'\r' | b'\n' => !options.text,
        b' ' | b'\t' => next.is_none() || options.quote_tabs,
        _ => byte < 33,
    }
}

fn quote(out: &mut Vec<u8>, byte: u8) {
    out.extend([b'=', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]);
}

/// Encodes.
pub fn encode(data: &[u8], options: Options) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() + data.len() / 8);
    let first_end = data.iter().position(|byte| *byte == b'\n');
    let end: &[u8] = match first_end {
        Some(at) if at > 0 && data[at - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    };
    let soft_break = |out: &mut Vec<u8>| {
        out.push(b'=');
        out.extend(end);
    };
    let (mut at, mut line) = (0, 0);
    while at < data.len() {
        let byte = data[at];
        let next = data.get(at + 1).copied();
        if must_quote(data, at, line, options) {
            if line + 3 >= LINE {
                soft_break(&mut out);
                line = 0;
            }
            quote(&mut out, byte);
            line += 3;
            at += 1;
        } else if options.text && (byte == b'\n' || byte == b'\r' && next == Some(b'\n')) {
            // Blanks at the end of a line would get lost.
            if let Some(last @ (b' ' | b'\t')) = out.last().copied() {
                out.pop();
                quote(&mut out, last);
            }
            out.extend(end);
            line = 0;
            at += if byte == b'\r' { 2 } else { 1 };
        } else {
            if next.is_some_and(|next| next != b'\n') && line + 1 >= LINE {
                soft_break(&mut out);
                line = 0;
            }
            out.push(if options.header && byte == b' ' { b'_' } else { byte });
            line += 1;
            at += 1;
        }
    }
    out
}

fn hex_value(byte: Option<&u8>) -> Option<u8> {
    char::from(*byte?).to_digit(16).map(|digit| digit as u8)
}

/// Decodes.
pub fn decode(data: &[u8], header: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let mut at = 0;
    while at < data.len() {
        let byte = data[at];
        at += 1;
        if byte != b'=' {
            out.push(if header && byte == b'_' { b' ' } else { byte });
            continue;
        }
        match data.get(at) {
            None => break,
            Some(b'\n' | b'\r') => {
                let end = data[at..].iter().position(|byte| *byte == b'\n');
                at = end.map_or(data.len(), |end| at + end + 1);
            }
            Some(b'=') => {
                out.push(b'=');
                at += 1;
            }
            first => match (hex_value(first), hex_value(data.get(at + 1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(b'='),
            },
        }
    }
    out
}
