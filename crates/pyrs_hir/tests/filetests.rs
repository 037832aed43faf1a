//! Runs `filetests/<pass>/*.hir`: a function before the line `----`, and after it what the pass makes of it.
//!
//! In `filetests/verify` there is the verifier's message instead. `BLESS=1` rewrites what comes after the line.

use pyrs_hir::parse::parse;
use pyrs_hir::passes::PASSES;
use pyrs_hir::verify::verify;
use std::fs;
use std::path::Path;

const LINE: &str = "----\n";

fn actual(folder: &str, input: &str) -> String {
    let mut function = parse(input).unwrap_or_else(|error| panic!("{folder}: {error:?}"));
    if folder == "verify" {
        return format!("{}\n", verify(&function).err().unwrap_or_default());
    }
    verify(&function).unwrap_or_else(|error| panic!("{folder}: input: {error}\n{input}"));
    let printed = function.to_string();
    assert_eq!(
        parse(&printed).as_ref(),
        Ok(&function),
        "the text form does not come back"
    );
    let pass = PASSES
        .iter()
        .find(|pass| pass.name == folder)
        .unwrap_or_else(|| panic!("no pass {folder}"));
    (pass.run)(&mut function);
    verify(&function).unwrap_or_else(|error| panic!("{folder}: output: {error}\n{function}"));
    function.to_string()
}

#[test]
fn passes_do_what_the_files_say() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("filetests");
    let bless = std::env::var_os("BLESS").is_some();
    let mut count = 0;
    for folder in fs::read_dir(root).unwrap() {
        let folder = folder.unwrap();
        let name = folder.file_name().to_string_lossy().into_owned();
        for file in fs::read_dir(folder.path()).unwrap() {
            let path = file.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let (input, expected) = text.split_once(LINE).unwrap_or((&text, ""));
            let output = actual(&name, input);
            count += 1;
            if bless {
                fs::write(&path, format!("{input}{LINE}{output}")).unwrap();
            } else {
                assert_eq!(output, expected, "{}", path.display());
            }
        }
    }
    assert!(count >= 20, "only {count} files were found");
}
