//! A stable text form of code templates, for people and for expectation files.
//!
//! A line is an optional label, the source line where it changes, the opcode and its operands; everything about operands
//! comes from the table. Registers that have a name show it. Inner codes follow the code that holds them.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::op_table::{Op, OperandKind};
use crate::operands;
use crate::positions::Positions;
use crate::template::{CommonObject, FunctionAttr, Intrinsic, Intrinsic2, SpecialMethod};
use crate::{CacheSite, CodeTemplate, Constant, Instr, NO_REG};

/// The text of `template` and all codes inside it.
pub fn disassemble(template: &CodeTemplate) -> String {
    let mut out = String::new();
    let mut pending = vec![template];
    while let Some(code) = pending.pop() {
        if !out.is_empty() {
            out.push('\n');
        }
        Listing {
            code,
            registers: register_names(code),
            labels: labels(code),
        }
        .write(&mut out);
        pending.extend(code.constants.iter().rev().filter_map(|constant| match constant {
            Constant::Code(inner) => Some(&**inner),
            _ => None,
        }));
    }
    out
}

/// Names of registers; one that has none is a temporary.
fn register_names(code: &CodeTemplate) -> BTreeMap<u16, &str> {
    let mut names = BTreeMap::new();
    for (register, name) in (0..).zip(&code.varnames) {
        names.insert(register, &**name);
    }
    for (name, register) in &code.cellvars {
        names.insert(*register, name);
    }
    for (register, name) in (code.first_free_register..).zip(&code.freevars) {
        names.insert(register, name);
    }
    names
}

/// Numbers of the instructions that are jumped to or handle exceptions, in order.
fn labels(code: &CodeTemplate) -> BTreeMap<i64, usize> {
    let mut targets = BTreeMap::new();
    for (pc, instr) in (0..).zip(&code.instructions) {
        let is_jump = Op::from_byte(instr.op_byte()).is_some_and(|op| op.info().operands.contains(&OperandKind::Jump));
        if is_jump {
            targets.insert(pc + 1 + i64::from(instr.bc()), 0);
        }
    }
    for entry in &code.exception_table {
        for pc in [entry.start, entry.end, entry.handler] {
            targets.insert(i64::from(pc), 0);
        }
    }
    for (number, label) in targets.values_mut().enumerate() {
        *label = number + 1;
    }
    targets
}

struct Listing<'t> {
    code: &'t CodeTemplate,
    registers: BTreeMap<u16, &'t str>,
    labels: BTreeMap<i64, usize>,
}

impl Listing<'_> {
    fn write(&self, out: &mut String) {
        let code = self.code;
        let _ = writeln!(
            out,
            "code {} (line {}, {} registers)",
            code.qualname, code.first_line, code.register_count
        );
        self.header(out);
        let positions = Positions::new(&code.positions, code.first_line);
        let mut lines = positions.flat_map(|(n, position)| std::iter::repeat_n(position.line, n as usize));
        let mut shown = 0;
        for (pc, instr) in code.instructions.iter().enumerate() {
            let line = lines.next().unwrap_or(0);
            let label = self
                .labels
                .get(&(pc as i64))
                .map_or_else(String::new, |label| format!("L{label}:"));
            let number = if line != shown && line != 0 {
                line.to_string()
            } else {
                String::new()
            };
            shown = line;
            let text = format!("{label:<5}{number:>5}  {}", self.instruction(pc, *instr));
            let _ = writeln!(out, "{}", text.trim_end());
        }
        for entry in &code.exception_table {
            let _ = writeln!(
                out,
                "  except {} to {}: {} with {}",
                self.label(i64::from(entry.start)),
                self.label(i64::from(entry.end)),
                self.label(i64::from(entry.handler)),
                self.register(entry.register),
            );
        }
    }

    fn header(&self, out: &mut String) {
        let code = self.code;
        let flags: Vec<_> = code.flags.iter_names().map(|(name, _)| name).collect();
        if !flags.is_empty() {
            let _ = writeln!(out, "  flags {}", flags.join(" "));
        }
        if !code.varnames.is_empty() {
            let _ = writeln!(
                out,
                "  locals {} (args {}, posonly {}, kwonly {})",
                code.varnames.join(" "),
                code.argcount,
                code.posonly_argcount,
                code.kwonly_argcount
            );
        }
        if !code.cellvars.is_empty() {
            let cells: Vec<_> = code.cellvars.iter().map(|(name, _)| &**name).collect();
            let _ = writeln!(out, "  cells {}", cells.join(" "));
        }
        if !code.freevars.is_empty() {
            let _ = writeln!(out, "  free {}", code.freevars.join(" "));
        }
    }

    fn label(&self, pc: i64) -> String {
        self.labels
            .get(&pc)
            .map_or_else(|| format!("@{pc}"), |label| format!("L{label}"))
    }

    fn register(&self, register: u16) -> String {
        match self.registers.get(&register) {
            Some(name) => (*name).to_string(),
            None => format!("%{register}"),
        }
    }

    fn name(&self, index: u32) -> &str {
        self.code.names.get(index as usize).map_or("?", |name| &**name)
    }

    fn instruction(&self, pc: usize, instr: Instr) -> String {
        let Some(op) = Op::from_byte(instr.op_byte()) else {
            return format!("undefined {:#x}", instr.0);
        };
        let mut text = format!("{:<16}", op.info().name);
        let mut separator = " ";
        // `x` is a detail of the operation: it reads best behind the registers.
        for index in [1, 2, 3, 0] {
            if let Some(operand) = self.operand(pc, instr, op, index) {
                text.push_str(separator);
                text.push_str(&operand);
                separator = ", ";
            }
        }
        text
    }

    fn operand(&self, pc: usize, instr: Instr, op: Op, index: usize) -> Option<String> {
        let value = operands::field(instr, index);
        let text = match op.info().operands[index] {
            OperandKind::No | OperandKind::FB => return None,
            OperandKind::UseOpt if value == NO_REG => "-".into(),
            OperandKind::Def | OperandKind::Use | OperandKind::UseOpt | OperandKind::Mod => self.register(value),
            OperandKind::First | OperandKind::DefFirst => format!("{}..", self.register(value)),
            OperandKind::Block => format!("[{}]", self.register(value)),
            OperandKind::Name => format!("'{}'", self.name(u32::from(value))),
            OperandKind::Cache => return self.cache(value),
            OperandKind::Count if op == Op::UnpackEx => format!("{} + * + {}", value & 255, value >> 8),
            OperandKind::Count => format!("n={value}"),
            OperandKind::Imm if index == 2 => instr.bc().to_string(),
            OperandKind::Imm => instr.imm().to_string(),
            OperandKind::Const => {
                let constant = usize::try_from(instr.bc())
                    .ok()
                    .and_then(|i| self.code.constants.get(i));
                constant.map_or_else(|| "?".into(), show_constant)
            }
            OperandKind::Jump => self.label(pc as i64 + 1 + i64::from(instr.bc())),
            OperandKind::Id => id_name(
                op,
                if index == 2 {
                    instr.bc() as u32
                } else {
                    u32::from(value)
                },
            )?,
        };
        Some(text)
    }

    fn cache(&self, index: u16) -> Option<String> {
        match *self.code.caches.get(usize::from(index))? {
            CacheSite::Call => None,
            CacheSite::Name(name) => Some(format!("'{}'", self.name(name))),
            CacheSite::Keywords(index) => Some(format!(
                "kw={}",
                show_constant(self.code.constants.get(index as usize)?)
            )),
        }
    }
}

fn id_name(op: Op, id: u32) -> Option<String> {
    let name = match op {
        Op::LoadCommon => CommonObject::from_index(id).map(CommonObject::name),
        Op::Intrinsic => Intrinsic::from_index(id).map(Intrinsic::name),
        Op::Intrinsic2 => Intrinsic2::from_index(id).map(Intrinsic2::name),
        Op::SetFunctionAttr => FunctionAttr::from_index(id).map(FunctionAttr::name),
        Op::LoadSpecial => SpecialMethod::from_index(id).map(SpecialMethod::name),
        Op::FormatValue | Op::BuildInterpolation => ["", "!s", "!r", "!a"].get(id as usize).copied(),
        _ => return (id != 0).then(|| format!("x={id}")),
    };
    let name = name.unwrap_or("?");
    (!name.is_empty()).then(|| name.to_string())
}

/// A constant, near to Python's notation. Long strings are cut.
pub fn show_constant(constant: &Constant) -> String {
    match constant {
        Constant::None => "None".into(),
        Constant::Bool(true) => "True".into(),
        Constant::Bool(false) => "False".into(),
        Constant::Ellipsis => "...".into(),
        Constant::Int(value) => value.to_string(),
        Constant::BigInt { negative, magnitude } => {
            let digits: String = magnitude.iter().rev().map(|byte| format!("{byte:02x}")).collect();
            format!("{}0x{digits}", if *negative { "-" } else { "" })
        }
        Constant::Float(value) => format!("{value:?}"),
        Constant::Complex(real, imaginary) => format!("({real:?}+{imaginary:?}j)"),
        Constant::Str(bytes) => quoted(bytes),
        Constant::Bytes(bytes) => format!("b{}", quoted(bytes)),
        Constant::Tuple(items) => format!("({})", list(items)),
        Constant::FrozenSet(items) => format!("frozenset({})", list(items)),
        Constant::Slice(parts) => format!("slice({})", list(&parts[..])),
        Constant::Code(code) => format!("<code {}>", code.qualname),
    }
}

fn list(items: &[Constant]) -> String {
    items.iter().map(show_constant).collect::<Vec<_>>().join(", ")
}

fn quoted(bytes: &[u8]) -> String {
    const SHOWN: usize = 40;
    let cut = if bytes.len() > SHOWN { "…" } else { "" };
    format!("'{}{cut}'", bytes[..bytes.len().min(SHOWN)].escape_ascii())
}
