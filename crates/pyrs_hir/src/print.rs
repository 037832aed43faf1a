//! The text form: see [`crate::parse`] for its grammar.

use crate::ir::{Edge, Function, Inst, IterKind, StateId, Terminator, UnitKind, ValueId};
use std::fmt::{self, Display, Write};

fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    items
        .into_iter()
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(", ")
}

impl Display for ValueId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}", self.0)
    }
}

impl Display for StateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "s{}", self.0)
    }
}

impl Display for Edge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "b{}({})", self.block.0, list(&self.args))
    }
}

fn write_inst(f: &mut fmt::Formatter<'_>, function: &Function, inst: &Inst) -> fmt::Result {
    f.write_str("  ")?;
    if let Some(result) = inst.result {
        write!(f, "{result}: {} = ", function.type_of(result))?;
    }
    f.write_str(inst.opcode.name())?;
    if !inst.args.is_empty() {
        write!(f, " {}", list(&inst.args))?;
    }
    let used = inst.imm.iter().rposition(|&word| word != 0).map_or(0, |last| last + 1);
    for word in &inst.imm[..used] {
        write!(f, " #{word:#x}")?;
    }
    if !inst.data.is_empty() {
        write!(f, " [{}]", list(inst.data.iter().map(|word| format!("{word:#x}"))))?;
    }
    if let Some(state) = inst.state {
        write!(f, " !{state} {}", inst.reason.name())?;
    }
    if let Some(site) = inst.site {
        write!(f, " ?{site}")?;
    }
    writeln!(f, " @{}", inst.pc)
}

impl Display for Terminator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Terminator::None => f.write_str("none"),
            Terminator::Jump(edge) => write!(f, "jump {edge}"),
            Terminator::Branch {
                condition,
                then,
                otherwise,
            } => write!(f, "branch {condition} {then} else {otherwise}"),
            Terminator::ForNext {
                kind,
                iterator,
                body,
                done,
                state,
                site,
                pc,
            } => {
                let name = IterKind::NAMES
                    .iter()
                    .find(|(_, k)| k == kind)
                    .map_or("", |(name, _)| name);
                write!(f, "for {name} {iterator} {body} else {done}")?;
                if let Some(state) = state {
                    write!(f, " !{state}")?;
                }
                if let Some(site) = site {
                    write!(f, " ?{site}")?;
                }
                write!(f, " @{pc}")
            }
            Terminator::Return(value) => write!(f, "return {value}"),
            Terminator::Yield { value, pc } => write!(f, "yield {value} @{pc}"),
            Terminator::Exit { reason, state } => write!(f, "exit {} !{state}", reason.name()),
        }
    }
}

impl Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = UnitKind::NAMES
            .iter()
            .find(|(_, kind)| *kind == self.kind)
            .map_or("", |(name, _)| name);
        writeln!(
            f,
            "{kind} {} parameters={} variables={} registers={} {{",
            self.name, self.parameters, self.variables, self.registers
        )?;
        for (number, block) in self.blocks.iter().enumerate() {
            if block.terminator == Terminator::None && block.insts.is_empty() {
                continue;
            }
            let params = list(block.params.iter().map(|p| format!("{p}: {}", self.type_of(*p))));
            let mark = if block.is_loop { " loop" } else { "" };
            writeln!(f, "b{number}({params}){mark}:")?;
            for &inst in &block.insts {
                write_inst(f, self, self.inst(inst))?;
            }
            writeln!(f, "  {}", block.terminator)?;
        }
        for (number, state) in self.states.iter().enumerate() {
            let mut text = String::new();
            for (position, (register, value)) in state.registers.iter().enumerate() {
                write!(text, "{}r{register}={value}", if position > 0 { ", " } else { "" })?;
            }
            writeln!(f, "s{number} = pc {} [{text}]", state.pc)?;
        }
        writeln!(f, "}}")
    }
}
