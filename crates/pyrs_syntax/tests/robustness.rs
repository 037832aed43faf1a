//! Whatever the bytes, the front end gives a tree or an error.

use pyrs_syntax::{Source, parse_expression, parse_interactive, parse_module};

const SOURCE: &str = r##"# -*- coding: utf-8 -*-
@decorator(x for x in y)
async def f[T: int = str, *Ts, **P = [int]](a, /, b: int = 1, *args, c=2, **kw) -> "é":
    """doc \N{DASH} \x41 \ud800 \d"""
    async with a as b, (c): await d; x = y = 1_0.5e-3j
    match a, *b:
        case {"k": -1 + 2j, **rest} | [1, *_] if x: return f'{a!r:>{w}}{b = :%H{c}\n}' "s" rb'\x'
        case Point(x=0, y=t"{a:{b}} {c!s}") as p: pass
type X[T] = lambda *a, b=(yield): {**a, 'b': [i async for i in j if k]}
try: del a[1:2, ...], b.c
except* (A, B) as e: raise E from None
except A, B: global g; assert 0xFf, 0o7 if not 0b1 else (x := 1)
else: from ...a import (b as c,)
finally:
	while a < b <= c is not d not in e: a @= b; continue
for x, in *a, b: print(f"{'nested' f'{1}'}" '''triple
quoted''' b"" if a else ~b ** -c // d)
"##;

/// Runs everything that takes bytes.
fn run(bytes: &[u8]) {
    if let Ok(source) = Source::decode(bytes, "bytes.py") {
        let _ = parse_module(&source).map(|parsed| pyrs_syntax::dump::dump(&parsed.module, &parsed.lines));
        let _ = parse_expression(&source);
        let _ = parse_interactive(&source);
    }
}

/// A small generator (xorshift), so that the test is the same each time.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }
}

#[test]
fn truncated_sources() {
    for end in 0..SOURCE.len() {
        run(&SOURCE.as_bytes()[..end]);
    }
}

#[test]
fn beheaded_sources() {
    for start in (0..SOURCE.len()).step_by(3) {
        run(&SOURCE.as_bytes()[start..]);
    }
}

#[test]
fn sources_with_changed_bytes() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let alphabet = b"\"'{}[]()\\\n\r\t #:=!,.;@*fbrtuN0x_\xc3\xff\x0c\x00$";
    for _ in 0..2000 {
        let mut bytes = SOURCE.as_bytes().to_vec();
        for _ in 0..1 + random.below(4) {
            let at = random.below(bytes.len());
            bytes[at] = alphabet[random.below(alphabet.len())];
        }
        run(&bytes);
    }
}

#[test]
fn random_words() {
    let words = [
        "f'", "'", "\"", "'''", "{", "}", "{{", "!r", ":", "=", "(", ")", "[", "]", ",", "\n", "\n ", "\n  ", "\\\n",
        "\\", "x", "1", "0x", "1.", "def", " f", "class", "type ", "match ", "case ", "except ", "lambda", "yield ",
        " in ", "for ", "if ", "*", "**", ":=", "é", "€", "\r", "#c", "t'", "b'", "\\N{", "async ", "await ", ";",
        "try:", "as ", "with ", "import ", "from ", "\t", "\u{c}", "<>", "$", "-", "@", "...", "->",
    ];
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    for _ in 0..20_000 {
        let source: String = (0..1 + random.below(16))
            .map(|_| words[random.below(words.len())])
            .collect();
        run(source.as_bytes());
    }
}
