//! The reference page of the bytecode, written from the table of opcodes.

use std::fmt::Write;

use crate::op_table::{Op, OpFlags, OperandKind};

const HEAD: &str = "\
# Bytecode

Generated from `crates/pyrs_bytecode/src/op_table.rs` by `pyrs_bytecode::document`; do not edit
(`BLESS=1 cargo test -p pyrs_bytecode` writes it).

An instruction is a 64-bit word `op:8 | x:8 | a:16 | b:16 | c:16`. `r[n]` is a register of the frame's window. A jump
offset counts instructions from the next one. `FB` is the feedback byte. Properties: E may raise, call Python code and
collect; X never reaches the next instruction; J may jump; S skip instruction (falls through to the `Jump` to the exit
that always follows, or skips it).
";

/// The text of `docs/bytecode.md`.
pub fn document() -> String {
    let mut out = String::from(HEAD);
    table(&mut out, "Opcodes", false);
    table(&mut out, "Quick forms", true);
    out
}

fn table(out: &mut String, title: &str, quick: bool) {
    let _ = writeln!(
        out,
        "\n## {title}\n\n| opcode | x | a | b | c | | meaning |\n|---|---|---|---|---|---|---|"
    );
    for op in Op::ALL
        .iter()
        .filter(|op| op.info().flags.contains(OpFlags::QUICK) == quick)
    {
        let info = op.info();
        let _ = write!(out, "| {} ", info.name);
        for kind in info.operands {
            let _ = write!(out, "| {} ", operand(kind));
        }
        let _ = write!(out, "| {} | ", properties(info.flags));
        if quick {
            let _ = write!(out, "{}: ", info.base.info().name);
        }
        let _ = writeln!(out, "{} |", info.doc.replace('|', "\\|"));
    }
}

fn operand(kind: OperandKind) -> String {
    match kind {
        OperandKind::No => String::new(),
        kind => format!("{kind:?}"),
    }
}

fn properties(flags: OpFlags) -> String {
    let letters = [
        (OpFlags::EFFECT, 'E'),
        (OpFlags::END, 'X'),
        (OpFlags::JUMP, 'J'),
        (OpFlags::SKIP, 'S'),
    ];
    letters
        .iter()
        .filter(|(flag, _)| flags.contains(*flag))
        .map(|(_, letter)| letter)
        .collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn page_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bytecode.md");
        let expected = super::document();
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs")).unwrap();
            std::fs::write(path, &expected).unwrap();
        }
        assert!(
            std::fs::read_to_string(path).unwrap_or_default() == expected,
            "docs/bytecode.md is stale"
        );
    }
}
