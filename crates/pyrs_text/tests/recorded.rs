//! Compares with what the reference implementation wrote: see `tables/record_*.py`.

use pyrs_text::float_format::repr;
use pyrs_text::float_hex::{from_hex, to_hex};
use pyrs_text::format_spec::FormatSpec;
use pyrs_text::number_layout::format_float;
use pyrs_text::number_parse::parse_float;
use pyrs_text::unicode;

fn format(value: f64, spec: &str) -> Result<String, String> {
    let chars: Vec<u32> = spec.chars().map(|c| c as u32).collect();
    let spec = FormatSpec::parse(&chars, "float", true)?;
    format_float(value, &spec, "float").map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn floats_are_written_as_recorded() {
    for line in include_str!("recorded_floats.txt").lines() {
        let mut fields = line.splitn(3, '\t');
        let value = f64::from_bits(u64::from_str_radix(fields.next().unwrap(), 16).unwrap());
        let (spec, expected) = (fields.next().unwrap(), fields.next().unwrap());
        let text = match spec {
            "repr" => {
                let text = repr(value);
                assert_eq!(
                    parse_float(&text).map(f64::to_bits),
                    Some(value.to_bits() & if value.is_nan() { !(1 << 63) } else { !0 }),
                    "{text}"
                );
                text
            }
            "hex" => {
                let text = to_hex(value);
                assert!(value.is_nan() || from_hex(&text) == Ok(value), "{text}");
                text
            }
            _ if spec.is_empty() => continue,
            _ => format(value, spec).unwrap_or_else(|message| format!("!{message}")),
        };
        assert_eq!(text, expected, "{value:?} {spec}");
    }
}

#[test]
fn characters_are_as_recorded() {
    let tests: [fn(u32) -> bool; 12] = [
        unicode::is_alpha,
        unicode::is_decimal,
        unicode::is_digit,
        unicode::is_numeric,
        unicode::is_space,
        unicode::is_printable,
        unicode::is_lower,
        unicode::is_upper,
        unicode::is_title,
        unicode::is_identifier_start,
        unicode::is_identifier_continue,
        unicode::is_case_ignorable,
    ];
    let step = |hash: u64, number: u32| (hash ^ u64::from(number)).wrapping_mul(0x100_0000_01b3);
    for line in include_str!("recorded_characters.txt").lines() {
        let (block, expected) = line.split_once(' ').unwrap();
        let block = u32::from_str_radix(block, 16).unwrap();
        let mut hash = 0xcbf2_9ce4_8422_2325;
        for c in block..block + 4096 {
            let flags = tests
                .iter()
                .enumerate()
                .map(|(bit, test)| u32::from(test(c)) << bit)
                .sum();
            hash = step(hash, flags);
            let mut add = |mapped| hash = step(hash, mapped);
            unicode::case::lower(&[c], &mut add);
            unicode::case::upper(&[c], &mut add);
            unicode::case::title(&[c], &mut add);
            unicode::case::fold(&[c], &mut add);
        }
        assert_eq!(format!("{hash:x}"), expected, "{block:x}");
    }
}
