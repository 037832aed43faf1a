//! Expected bytecode of small sources: `cases/NAME.py` against `cases/NAME.dis`. `BLESS=1` rewrites the latter.

use std::path::Path;

use pyrs_bytecode::{disassemble, verify};
use pyrs_compiler::{CompileOptions, Tree, compile};
use pyrs_syntax::{Source, parse_module};

fn listing(path: &Path) -> String {
    let text = std::fs::read_to_string(path).expect("readable case");
    let source = Source::from_str(&text).expect("decodable case");
    let parsed = parse_module(&source).expect("valid case");
    let template = compile(Tree::Module(&parsed.module), &parsed.lines, &CompileOptions::default()).expect("compiles");
    verify(&template).expect("verifies");
    let bytes = pyrs_bytecode::write_template(&template);
    assert_eq!(
        pyrs_bytecode::read_template(&bytes).as_ref(),
        Ok(&template),
        "binary form of {}",
        path.display()
    );
    disassemble(&template)
}

#[test]
fn listings_are_as_expected() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for entry in std::fs::read_dir(&directory).expect("cases").flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|extension| extension != "py") {
            continue;
        }
        let (actual, expected_path) = (listing(&path), path.with_extension("dis"));
        if bless {
            std::fs::write(&expected_path, &actual).expect("writable case");
        }
        if std::fs::read_to_string(&expected_path).unwrap_or_default() != actual {
            stale.push(path.display().to_string());
        }
    }
    assert!(stale.is_empty(), "differ (BLESS=1 rewrites): {stale:?}");
}
